#!/bin/sh
# t-formats.sh - list, diff, plan and doctor for people, for scripts and for programs.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

git init -q -b main app && cd app || exit 99
mkdir -p convex/migrations && echo '{}' >package.json
printf 'import cvx from "./cvx/convex.config";\napp.use(cvx);\n' >convex/convex.config.ts
git add . && git commit -qm app
migration() { # id, description
	printf 'export const description = "%s";\nexport const up = migrations.define({ table: "users" });\n' \
		"$2" >"convex/migrations/$1.ts"
	git add . && git commit -qm "$1"
}
migration 01_one "It's first"
migration 02_two 'Second'
git rm -q convex/migrations/01_one.ts
echo 'export const down = up;' >>convex/migrations/02_two.ts
migration 03_three 'Third'
tab=$(printf '\t')

# shellcheck disable=SC2317 # it is called by ok
is_json() { # name, command...: each line that it prints is as the schema says
	name=$1
	shift
	"$@" >"$here/out" && "$builddir/tests/codec/check_json" "$srcdir/tests/codec/outputs.schema.json" \
		"$name" <"$here/out"
}

fails_with 1 "the schema's check can fail" is_json diff git-cvx list --json
ok "list --json is as its schema says" is_json list git-cvx list --json HEAD~1
ok "diff --json is" is_json diff git-cvx diff --json HEAD~1 HEAD
ok "plan --json is" is_json plan git-cvx plan --json HEAD~1..HEAD
git-cvx doctor --json >"$here/doctor"
ok "doctor --json is" is_json doctor cat "$here/doctor"

same "a list for people" "01_one  users  irreversible  It's first
02_two  users  irreversible  Second" "$(git-cvx list HEAD~1)"
same "a difference" "- 01_one    users  It's first
+ 03_three  users  Third
~ 02_two    users  Second" "$(git-cvx diff HEAD~1 HEAD)"

tree=$(git rev-parse 'HEAD~1^{tree}') commit=$(git rev-parse HEAD~1)
same "a list for scripts" "# version 1
# tree $tree
# commit $commit
migration${tab}${tab}irreversible${tab}01_one${tab}users${tab}convex/migrations/01_one.ts${tab}It's first
migration${tab}${tab}irreversible${tab}02_two${tab}users${tab}convex/migrations/02_two.ts${tab}Second" \
	"$(git-cvx list --porcelain HEAD~1)"
same "a difference for scripts" "change${tab}removed${tab}01_one
change${tab}added${tab}03_three
change${tab}edited${tab}02_two" "$(git-cvx diff --porcelain HEAD~1 HEAD | sed '/^#/d' | cut -f 1-3)"
same "a plan for scripts, in its order" "# assumed HEAD~1
push${tab}on${tab}always
push${tab}off${tab}if-refused
step${tab}up${tab}03_three${tab}users
push${tab}on${tab}if-refused
table${tab}users${tab}" "$(git-cvx plan --porcelain HEAD~1..HEAD 2>/dev/null |
	grep -v '^note\|^refusal\|# [vtc]' | cut -f 1-4)"
for command in "list" "diff HEAD~1 HEAD" "plan HEAD~1..HEAD"; do
	# shellcheck disable=SC2086
	same "$command -z: the same with NULs" "$(git-cvx $command --porcelain)" \
		"$(git-cvx $command -z | tr '\0' '\n')"
	# shellcheck disable=SC2086
	same "... and no line ends" 0 "$(git-cvx $command -z | tr -cd '\n' | wc -c)"
	# shellcheck disable=SC2086
	fails_with 129 "... nor with --json" git-cvx $command -z --json
done

printf 'export const description = "a\033[31mb\tc";\nexport const up = 1;\n' >convex/migrations/04_odd.ts
for format in "" --porcelain --json -z; do
	ok "list $format prints" sh -c "git-cvx list $format | grep -qa 04_odd"
	# shellcheck disable=SC2086
	same "list $format has no control characters in a pipe" "" \
		"$(TERM=xterm git-cvx list $format | tr -d '\n\t\0' | tr -cd '\001-\037\177')"
done

# ---- what is wrong is said with its place, and what to do

fails_saying "a corrupt .cvx.ini has its line" "'.cvx.ini' line 1" sh -c \
	'echo "[policy" >.cvx.ini && git-cvx status'
fails_saying "so has a wrong value" "'.cvx.ini' line 2: 'policy.edited' is 'maybe', expected" sh -c \
	'printf "[policy]\nedited = maybe\n" >.cvx.ini && git-cvx status'
fails_saying "... and what to do" "git cvx help config" git-cvx status
printf '[env "staging"]\nurl = http://x\n' >.cvx.ini
same "a setting that is no committed one names its section and is warned of once" \
	"warning: '.cvx.ini' line 2: 'url' of [env \"staging\"] is ignored: it belongs in '.git/cvx/config.ini', which isn't committed" \
	"$(git-cvx diff 2>&1 >/dev/null | grep warning)"
fails_saying "no deployment is linked" "no deployment is linked to this checkout" git-cvx status
printf "[policy]\nedited = maybe\n" >.cvx.ini
fails_saying "suggestions repeat the environment" "git cvx --env box help" git-cvx --env box status
fails_saying "... that of CVX_ENV, too" "git cvx --env box help" env CVX_ENV=box git-cvx status
rm .cvx.ini
mkdir "$here/plain" && cd "$here/plain" && git init -q && echo >file && git add . && git commit -qm file
fails_saying "where there is no app, that comes first" "git cvx init" git-cvx status
finish
