#!/bin/sh
# The pusher over a real repository, with programs that only pretend to be Node, esbuild
# and the convex CLI: what they are given, and when they are asked at all.
. "$srcdir/tests/lib/sh-lib.sh"
. "$srcdir/tests/push/fake-programs.sh"

tool=$builddir/tests/push/push_tool
git init -q -b main app && cd app || exit 99
mkdir -p web/convex/cvx

install node_modules

printf 'node_modules\nsecret.ts\n' >.gitignore
echo '{}' >web/package.json
echo 'import cvx from "./cvx/convex.config"; app.use(cvx);' >web/convex/convex.config.ts
echo 'first schema' >web/convex/schema.ts
git add . && git commit -qm first || exit 99
echo 'second schema' >web/convex/schema.ts
echo 'new' >web/convex/untracked.ts
echo 'x' >web/convex/secret.ts

state() { git status --porcelain --ignored; git diff; }
before=$(state)
push() { "$tool" push app=web url=$URL "$@"; }
deployed() { grep -c "$1" "$LOG" || :; }

ok "a commit is pushed" push revision=HEAD
same "as it was committed" 'first schema' "$(tail -1 "$LOG")"
same "by a program that is called where it is" \
	"$(pwd -P)/node_modules/convex/bin/main.js" "$(cat "$LOG.program")"
same "without what came later" 0 "$(deployed untracked)"
ok "the work tree is pushed" push revision=worktree
same "as it is" 'second schema' "$(tail -1 "$LOG")"
same "with untracked files" 1 "$(deployed convex/untracked.ts)"
same "without ignored ones" 0 "$(deployed secret)"
same "and without a change of the work tree" "$before" "$(state)"

said=$("$tool" stage app=web url=$URL revision=worktree)
same "which is said" "warning 'web/convex/secret.ts' is ignored by git and not pushed" \
	"$(echo "$said" | grep warning)"
same "the migrations client is known" 'migrations 0.3.6' "$(echo "$said" | grep migrations)"
same "nothing is said of a commit" '' \
	"$("$tool" stage app=web url=$URL revision=HEAD | grep warning)"

ok "a bridge is pushed" push revision=HEAD bridge=1
same "with the schema moved aside" 1 "$(deployed convex/schema.cvx.ts)"
ok "and the strict form" push revision=HEAD
same "without a trace of it" 0 "$(deployed schema.cvx)"

fails_saying "a tree without the app is refused" "error 4 the target holds no 'docs/package.json'" \
	"$tool" push app=docs url=$URL revision=HEAD
fails_saying "an old Node is named" "is not Node 20 or newer" \
	env CVX_NODE="$here/programs/old/node" sh -c 'mkdir -p "${CVX_NODE%/*}" &&
	printf "#!/bin/sh\necho v18.20.4 \"\\\$0\"\n" >"$CVX_NODE" && chmod +x "$CVX_NODE" &&
	exec "$@"' sh "$tool" push app=web url=$URL revision=HEAD
rm -r node_modules
fails_saying "without packages it says how to get them" 'npm install (or what you use)' push revision=HEAD

finish
