#!/bin/sh
# t-unreadable.sh - what git-cvx keeps, and can't read, isn't missing: no run is begun beside one
# that may be in progress, and nothing is undone or made on a guess.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

bin=$here/bin
mkdir "$bin"
cp "$builddir/git-cvx" "$builddir/git-cvx-hook" "$builddir/tests/hook/record" \
	"$builddir/tests/lib/unprivileged" "$bin/" || exit 99
git init -q -b main app && cd app || exit 99
mkdir -p convex/migrations .git/cvx/run .git/cvx/log
echo '{ "dependencies": { "convex": "1.31.0" } }' >package.json
printf 'import cvx from "./cvx/convex.config";\napp.use(cvx);\n' >convex/convex.config.ts
echo 'export const migrations = 1;' >convex/migrate.ts
echo 'export const up = 1;' >convex/migrations/20250101_000000_first.ts
echo '[cvx]' >.git/cvx/config.ini
git add . && git commit -qm app
[ "$(id -u)" != 0 ] || chown -R 65534:65534 "$here"
chmod 755 "$here" "$bin"
TMPDIR=$here
export TMPDIR
as_other() { "$bin/unprivileged" "$@"; }
as_other sh -c 'echo x >secret && chmod 0 secret && ! cat secret 2>/dev/null && rm -f secret' ||
	exit 99

ok "all can be read" as_other "$bin/git-cvx" list
for folder in run log; do
	for mode in 000 100; do
		as_other chmod $mode .git/cvx/$folder
		fails_saying "the folder '$folder' with mode $mode" "cannot read the folder" \
			as_other "$bin/git-cvx" list
		as_other chmod 755 .git/cvx/$folder
	done
done
as_other touch .git/cvx/run/0123
as_other chmod 444 .git/cvx/run
fails_saying "a journal that can't be looked at" "cannot look at" as_other "$bin/git-cvx" list
as_other chmod 755 .git/cvx/run
as_other rm .git/cvx/run/0123
for file in .git/cvx/config.ini package.json convex/convex.config.ts; do
	as_other sh -c 'echo >>"$1" && chmod 000 "$1"' - "$file"
	fails_saying "'$file' that can't be read" "cannot read" as_other "$bin/git-cvx" list
	as_other chmod 644 "$file"
done

as_other chmod 000 convex/migrations
fails_saying "no id is made up without looking at those that are taken" "Permission denied" \
	as_other "$bin/git-cvx" new one --table users
fails_saying "init isn't undone while it isn't known what needs it" "Permission denied" \
	as_other "$bin/git-cvx" init --undo --dry-run
as_other chmod 755 convex/migrations

# ---- the hook, which asks git-cvx where it can't look itself

as_other "$bin/record" "$PWD/.git" "$PWD" 20250101_000000_first || exit 99
rm "$bin/git-cvx"
printf '#!/bin/sh\necho "$*"\n' >"$bin/git-cvx"
chmod 755 "$bin/git-cvx"
hook() { as_other "$bin/git-cvx-hook" post-checkout x y 1; }
same "nothing to do: git-cvx isn't asked" "" "$(hook)"
as_other chmod 000 .git/cvx/run
same "a folder of journals that can't be read: it is" "hook post-checkout x y 1" "$(hook)"
as_other chmod 755 .git/cvx/run
as_other chmod 000 convex/migrations
same "migrations that can't be read: it is" "hook post-checkout x y 1" "$(hook)"
as_other chmod 755 convex/migrations
finish
