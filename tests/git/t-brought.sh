#!/bin/sh
# t-brought.sh - could a branch have brought along what is to be run?
. "${srcdir:-.}/tests/lib/sh-lib.sh"

ask=$builddir/tests/git/ask
program=convex/bin/main.js

git init -q -b main app && cd app || exit 99
top=$(pwd -P)
mkdir -p apps/web packages/tool
echo x >apps/web/file && echo x >packages/tool/main.js && echo node_modules >.gitignore
git add . && git commit -qm first || exit 99

install() { mkdir -p "$1/convex/bin" && echo program >"$1/$program"; }
brings() { "$ask" brings "$1"; }

# ---- what is installed

for folder in node_modules apps/node_modules apps/web/node_modules ../elsewhere/node_modules \
	node_modules/.pnpm/convex@1.48.0/node_modules node_modules/.store/convex/package/node_modules; do
	install "$folder"
	same "no branch brings $folder" - "$(brings "$(cd "$folder" && pwd -P)/$program")"
done
mkdir -p ../store/convex-1.48.0 && echo x >../store/convex-1.48.0/main.js
same "nor a store outside the repository" - "$(brings "$(cd ../store && pwd -P)/convex-1.48.0/main.js")"
git clone -q . ../other && install ../other/node_modules
(cd ../other && git add -f node_modules && git commit -qm theirs)
same "nor what another repository holds" - "$(brings "$(cd ../other && pwd -P)/node_modules/$program")"

# ---- what isn't

same "but a file of the work tree" packages/tool/main.js "$(brings "$top/packages/tool/main.js")"
echo x >packages/tool/untracked.js
same "also an untracked one" packages/tool/untracked.js "$(brings "$top/packages/tool/untracked.js")"
mkdir -p .git/cvx/stage/x/tree/node_modules/convex && echo x >.git/cvx/stage/x/tree/node_modules/convex/main.js
same "and a copy of a target" "$top/.git/cvx/stage/x/tree/node_modules/convex/main.js" \
	"$(brings "$top/.git/cvx/stage/x/tree/node_modules/convex/main.js")"

# tracked ENTRY WHAT FOLDER PROGRAM: with WHAT done, the entry is found, in the index and in HEAD
tracked() {
	git checkout -q -b evil
	eval "$2"
	same "$1: staged" "$1" "$("$ask" modules "$3")"
	same "... nothing of there is run" "$1" "$(brings "$4")"
	git commit -qm evil
	git rm -rq --cached "${1%%/*}" 2>/dev/null
	same "... in HEAD alone, by its folder" "${1%/x}" "$("$ask" modules "$3")"
	git reset -q --hard main && git clean -qfdx -e '/node_modules' && git checkout -q main &&
		git branch -qD evil
	install node_modules && install apps/web/node_modules && install apps/node_modules
}

tracked node_modules/x 'echo x >node_modules/x && git add -f node_modules/x' '' "$top/node_modules/$program"
tracked node_modules/x 'echo x >node_modules/x && git add -f node_modules/x' apps/web "$top/node_modules/$program"
tracked apps/web/node_modules/x 'echo x >apps/web/node_modules/x && git add -f apps/web/node_modules/x' \
	apps/web "$top/apps/web/node_modules/$program"
tracked apps/node_modules 'git update-index --add --cacheinfo "160000,$(git rev-parse HEAD),apps/node_modules"' apps/web "$top/apps/node_modules/$program"
tracked node_modules 'git update-index --add --cacheinfo "160000,$(git rev-parse HEAD),node_modules"' '' "$top/node_modules/$program"
tracked Node_Modules/x 'git update-index --add --cacheinfo "100644,$(git rev-parse HEAD:.gitignore),Node_Modules/x"' \
	'' "$top/node_modules/$program"
tracked APPS/Web/NODE_MODULES/x 'git update-index --add --cacheinfo "100644,$(git rev-parse HEAD:.gitignore),APPS/Web/NODE_MODULES/x"' \
	apps/web "$top/apps/web/node_modules/$program"

mv node_modules ../mine && git checkout -q -b evil && ln -s packages node_modules && git add -f node_modules
same "a link: staged" node_modules "$("$ask" modules apps/web)"
git commit -qm evil && git rm -q --cached node_modules
same "a link: in HEAD alone" node_modules "$("$ask" modules apps/web)"
rm node_modules && git reset -q --hard main && git checkout -q main && mv ../mine node_modules

same "nothing is tracked" - "$("$ask" modules apps/web)"
same "other folders' packages aren't asked about" - "$(mkdir -p packages/tool/node_modules/y &&
	echo x >packages/tool/node_modules/y/z && git add -f packages/tool/node_modules && "$ask" modules apps/web)"
same "but when a program lies there" packages/tool/node_modules/y/z \
	"$(brings "$top/packages/tool/node_modules/y/z")"
git reset -q --hard

# ---- another work tree of the repository

git worktree add -q ../beside -b beside 2>/dev/null
install ../beside/node_modules
beside=$(cd ../beside && pwd -P)
same "a sibling's node_modules" - "$(brings "$beside/node_modules/$program")"
same "a file of a sibling" packages/tool/main.js "$(brings "$beside/packages/tool/main.js")"
git -C ../beside add -f node_modules && git -C ../beside commit -qm evil
same "a sibling that tracks it" "node_modules/$program" "$(brings "$beside/node_modules/$program")"
same "which is nothing to us" - "$("$ask" modules '')"
cd ../beside || exit 99
same "seen from there" - "$(brings "$top/node_modules/$program")"
cd "$top" && echo broken >.git/worktrees/beside/index
fails_saying "what can't be read isn't trusted" 'cannot read the index' "$ask" brings "$beside/node_modules/$program"

finish
