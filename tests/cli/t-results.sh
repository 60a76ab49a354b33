#!/bin/sh
# t-results.sh - results that can't be written whole are a failure, of every command, as with git.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

[ -c /dev/full ] || skip_all "there is no /dev/full here"

git init -q -b main app && cd app || exit 99
mkdir -p convex/migrations && echo '{ "dependencies": { "convex": "1.31.0" } }' >package.json
printf 'import cvx from "./cvx/convex.config";\napp.use(cvx);\n' >convex/convex.config.ts
git add . && git commit -qm app
echo 'export const up = migrations.define({ table: "users" });' >convex/migrations/01_one.ts
echo 'export const down = up;' >>convex/migrations/01_one.ts
git add . && git commit -qm one
cp -R . "$here/kept"

commands=$(git-cvx -h | sed -n 's/^   \([a-z][a-z]*\)  *.*/\1/p')
same "the usage names commands" yes "$(case $commands in *status*doctor*version*) echo yes ;; esac)"

# impossible SENTENCE WORD...: it writes results, and fails where it can't.
impossible() {
	sentence=$1
	shift
	said=$("$@" 2>&1 >/dev/full)
	same "$sentence, to a full device: 128, and why" \
		"128 error: cannot write to standard output: No space left on device" \
		"$? $(printf '%s\n' "$said" | tail -n 1)"
	said=$("$@" 2>&1 >&-)
	same "$sentence, with standard output closed" \
		"128 error: cannot write to standard output: Bad file descriptor" \
		"$? $(printf '%s\n' "$said" | tail -n 1)"
}

for command in $commands; do
	impossible "git cvx $command -h" git-cvx "$command" -h
done
impossible "git cvx -h" git-cvx -h

# What each writes here, without a deployment: the same where it can't be written.
wrote=
for words in $commands "list --json" "list -z" "plan HEAD~1..HEAD" "plan --json HEAD~1..HEAD" \
	"plan --porcelain HEAD~1..HEAD" "plan --exit-code HEAD~1..HEAD" "diff HEAD~1 HEAD" \
	"diff --json HEAD~1 HEAD" "doctor --json" "version --json" "matrix --json" "matrix --html -" \
	"status --json" "hooks status" "new one --table users" "--version"; do
	rm -rf "$here/app" && cp -R "$here/kept" "$here/app" && cd "$here/app" || exit 99
	# shellcheck disable=SC2086 # a list of words
	git-cvx $words >"$here/results" 2>/dev/null </dev/null
	status=$?
	rm -rf "$here/app" && cp -R "$here/kept" "$here/app" && cd "$here/app" || exit 99
	# shellcheck disable=SC2086
	git-cvx $words >/dev/full 2>"$here/messages" </dev/null
	now=$?
	if [ -s "$here/results" ]; then
		wrote="$wrote $words,"
		[ $status -gt 1 ] || status=128
		same "git cvx $words: what can't be written is said" \
			"$status error: cannot write to standard output: No space left on device" \
			"$now $(tail -n 1 "$here/messages")"
	else
		same "git cvx $words, which writes no results, ends as it does" $status $now
	fi
done
for words in list plan diff doctor version help; do
	same "$words was among those that wrote" yes \
		"$(case $wrote in *" $words"*) echo yes ;; esac)"
done

# ---- nothing but the device is written to

same "what is closed isn't replaced by a file that is opened" "$(git-cvx list)" \
	"$(git-cvx list <&- 2>&-)"
git-cvx list >&- 2>/dev/null
ok "and the repository is whole" git fsck
finish
