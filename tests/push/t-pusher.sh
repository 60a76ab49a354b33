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
same "nothing is said of a commit" '' \
	"$("$tool" stage app=web url=$URL revision=HEAD | grep warning)"

ok "a bridge is pushed" push revision=HEAD bridge=1
same "with the schema moved aside" 1 "$(deployed convex/schema.cvx.ts)"
ok "and the strict form" push revision=HEAD
same "without a trace of it" 0 "$(deployed schema.cvx)"

fails_saying "a tree without the app is refused" "error 4 the target holds no 'docs/package.json'" \
	"$tool" push app=docs url=$URL revision=HEAD
mkdir "$here/programs/old" && sed 's/20\.1\.0/18.20.4/' "$CVX_NODE" >"$here/programs/old/node" &&
	chmod +x "$here/programs/old/node"
fails_saying "an old Node is named" \
	"convex 1.48.0 needs Node 20 or newer, and '$here/programs/old/node' is 18.20.4" \
	env CVX_NODE="$here/programs/old/node" "$tool" push app=web url=$URL revision=HEAD

# ---- versions: said before the first push, in the words of what the packages come with ----
installed() { # package, what to change of its package.json
	sed -i "$2" "node_modules/$1/package.json"
}
too_old() { # name, what is to be said, more arguments
	said=$2
	: >"$LOG.runs"
	fails_saying "$1" "$said" push revision=worktree
	same "... and nothing was run" '' "$(cat "$LOG.runs")"
}
installed convex 's/1\.48\.0/1.31.7/'
too_old "a convex that is too old" 'error 19 convex 1.31.7 is installed, and git-cvx needs 1.35.0 or newer'
fails_saying "... is told how to mend it" 'npm install convex@~1.48.0, which runs on Node 20; newer ones need Node 22' \
	push revision=worktree
for manager in 'pnpm-lock.yaml pnpm add' 'bun.lock bun add' 'bun.lockb bun add' 'yarn.lock yarn add'; do
	touch "web/${manager%% *}"
	fails_saying "... with ${manager#* }" "${manager#* } convex@~1.48.0" push revision=worktree
	rm "web/${manager%% *}"
done
touch pnpm-lock.yaml
fails_saying "... also where the lock file is that of the repository" "pnpm add convex@~1.48.0" \
	push revision=worktree
rm pnpm-lock.yaml
installed convex 's/1\.31\.7/1.35.0/'
ok "the oldest one that works" push revision=worktree
for version in 0.2.9 0.3.3 0.3.5; do
	installed @convex-dev/migrations "s/\"version\": \"0[0-9.]*\"/\"version\": \"$version\"/"
	too_old "@convex-dev/migrations $version" \
		"error 19 @convex-dev/migrations $version is installed, and git-cvx needs 0.3.6 or newer"
done
fails_saying "... and how" 'npm install @convex-dev/migrations@^0.3.6' push revision=worktree
installed @convex-dev/migrations 's/0\.3\.5/0.3.6/'

installed convex 's/1\.35\.0/1.49.0/; s/>=20\.0\.0/>=22.0.0/'
too_old "a Node that is too old for this convex" \
	"error 5 convex 1.49.0 needs Node 22 or newer, and '$CVX_NODE' is 20.1.0"
programs=$here/programs
mkdir "$programs/new" "$here/tools" && sed 's/20\.1\.0/22.5.0/' "$programs/node" >"$programs/new/node" &&
	chmod +x "$programs/new/node" && for name in git sh sort find cat grep env; do
	ln -s "$(command -v $name)" "$here/tools/$name"
done
ok "the first in PATH that fits is taken" \
	env -u CVX_NODE PATH="$programs:$programs/new:$PATH" "$tool" push app=web url=$URL revision=worktree
fails_saying "without one it is said what PATH has" \
	"needs Node 22 or newer, and '$programs/node' is 20.1.0" \
	env -u CVX_NODE PATH="$programs:$here/tools" "$tool" push app=web url=$URL revision=worktree
ok "the one that is remembered takes its place" env -u CVX_NODE PATH="$programs:$here/tools" \
	"$tool" push app=web url=$URL revision=worktree node="$programs/new/node"
installed convex 's/1\.49\.0/1.48.0/; s/>=22\.0\.0/>=20.0.0/'

rm -r node_modules
fails_saying "without packages it says how to get them" "npm install, in the app's folder" push revision=HEAD

finish
