#!/bin/sh
# t-unreadable.sh - what can't be read isn't empty: no folder of migrations counts as gone because
# it can't be opened, nor does anything else that decides.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

bin=$here/bin
mkdir "$bin"
cp "$builddir/tests/git/ask" "$builddir/tests/lib/unprivileged" "$bin/" || exit 99
chmod 755 "$here" "$bin"

git init -q -b main app && cd app || exit 99
mkdir -p convex/migrations convex/deep/er other
echo '{ "dependencies": { "convex": "1.31.0" } }' >package.json
echo '{ "functions": "convex/" }' >convex.json
printf 'import cvx from "./cvx/convex.config";\napp.use(cvx);\n' >convex/convex.config.ts
echo 'export const up = 1;' >convex/migrations/20250101_000000_first.ts
echo 'export default 1;' >convex/schema.ts
echo x >convex/deep/er/file.ts
echo x >other/file.ts
git add . && git commit -qm app
[ "$(id -u)" != 0 ] || chown -R 65534:65534 "$here"

TMPDIR=$here
export TMPDIR
as_other() { "$bin/unprivileged" "$@"; }
# One who may read everything would find nothing wrong.
as_other sh -c 'echo x >secret && chmod 0 secret && ! cat secret 2>/dev/null && rm -f secret' ||
	exit 99
target() { as_other "$bin/ask" target - ''; }

ok "all that can be read makes a target" target
whole=$(target)
same "with its migration" yes "$(case $whole in *20250101_000000_first*) echo yes ;; esac)"

# unreadable MODE PATH: is an error that names it, or the folder that it is in.
unreadable() {
	as_other chmod "$1" "$2"
	fails_saying "$2 with mode $1 is an error" "${3-$2}" target
	same "$2 with mode $1: the error is no decision, and no missing app" "" \
		"$(printf '%s\n' "$said" | grep '^\(decision\|no app\)')"
	if [ -d "$2" ]; then as_other chmod 755 "$2"; else as_other chmod 644 "$2"; fi
	same "$2: once it can be read again, all is as it was" "$whole" "$(target 2>&1)"
}

for mode in 000 100 400; do
	unreadable $mode convex/migrations
	unreadable $mode convex convex
	unreadable $mode convex/deep/er
done
for file in convex/migrations/20250101_000000_first.ts convex/schema.ts convex/deep/er/file.ts; do
	unreadable 000 $file
done
unreadable 000 other
for file in package.json convex.json convex/convex.config.ts; do
	# It is read, whatever the index knows of it.
	as_other sh -c 'echo >>"$1"' - $file
	whole=$(target)
	unreadable 000 $file
done

# ---- what git doesn't know yet

as_other mkdir convex/fresh convex/migrations/fresh
for folder in convex/fresh convex/migrations/fresh; do unreadable 000 $folder; done
as_other sh -c 'echo "export const up = 2;" >convex/migrations/20250202_000000_second.ts'
whole=$(target)
unreadable 000 convex/migrations/20250202_000000_second.ts

# ---- what doesn't decide

as_other mkdir -p data convex/node_modules/x
whole=$(target)
as_other chmod 000 data convex/node_modules/x
same "an untracked folder beside the app, and packages, don't matter" "$whole" "$(target 2>&1)"
as_other chmod 755 data convex/node_modules/x
as_other rm -rf convex/deep
ok "what is gone is gone" target
as_other sh -c 'rm -rf other && echo x >other'
ok "and what became a file" target
finish
