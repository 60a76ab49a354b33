#!/bin/sh
# t-programs.sh - which programs a push runs, and that it runs none that a branch brings along:
# in each layout of packages, for each way to bring one, and while a checkout comes in between.
. "$srcdir/tests/lib/sh-lib.sh"
. "$srcdir/tests/push/fake-programs.sh"

tool=$builddir/tests/push/push_tool
id=20251008_a
git init -q -b main app && cd app || exit 99
top=$(pwd -P)
mkdir -p web/convex/migrations packages/shared
printf 'node_modules\n' >.gitignore
echo '{}' >web/package.json
echo '{ "name": "@acme/shared" }' >packages/shared/package.json
echo schema >web/convex/schema.ts
echo migration >web/convex/migrations/$id.ts
git add . && git commit -qm first || exit 99

push() { "$tool" push app=web url=$URL revision=HEAD "$@"; }
seal() { "$tool" seal app=web url=$URL revision=HEAD id=$id file=web/convex/migrations/$id.ts; }
again() { rm -rf node_modules web/node_modules "$LOG"* && git reset -q --hard && git checkout -q main; }
place() { mkdir -p "$(dirname "$2")" && mv "$1" "$2"; }

# works SENTENCE PROGRAM: the push runs this CLI, by its real path
works() {
	rm -f "$LOG"*
	ok "$1" push
	same "... by its real path" "$2" "$(cat "$LOG.program")"
}

# refuses SENTENCE WORDS [command...]: and nothing has run
refuses() {
	sentence=$1 words=$2
	shift 2
	rm -f "$LOG"*
	[ $# -gt 0 ] || set -- push
	fails_saying "$sentence" "$words" "$@"
	same "... and nothing has run" '' "$(cat "$LOG.runs" 2>/dev/null)"
}

# ---- layouts that work

install node_modules
works "npm: the packages of a parent folder" "$top/node_modules/convex/bin/main.js"
install web/node_modules
works "packages of the app's own come first" "$top/web/node_modules/convex/bin/main.js"

again && install node_modules
mkdir -p node_modules/@acme && ln -s ../../packages/shared node_modules/@acme/shared
works "a workspace, whose packages are of the repository" "$top/node_modules/convex/bin/main.js"

# pnpm STORE: every package in a folder of its own there, which links what it needs
pnpm() {
	install fresh
	for name in convex esbuild; do
		place "fresh/$name" "$1/$name@1/node_modules/$name"
	done
	place fresh/@esbuild "$1/esbuild@1/node_modules/@esbuild"
	ln -s ../../esbuild@1/node_modules/esbuild "$1/convex@1/node_modules/esbuild"
	mkdir -p web/node_modules && ln -s "$2/convex@1/node_modules/convex" web/node_modules/convex
	mv fresh/@convex-dev web/node_modules && rm -rf fresh
}
again && pnpm node_modules/.pnpm ../../node_modules/.pnpm
works "pnpm" "$top/node_modules/.pnpm/convex@1/node_modules/convex/bin/main.js"
again && pnpm ../store/v10/links "$here/store/v10/links"
works "pnpm's global store" "$here/store/v10/links/convex@1/node_modules/convex/bin/main.js"

again && install fresh
mkdir -p node_modules/.store
for name in convex esbuild; do
	place fresh/$name node_modules/.store/$name-npm-1/package
	ln -s .store/$name-npm-1/package node_modules/$name
done
mv fresh/@* node_modules && rm -rf fresh
works "yarn's store" "$top/node_modules/.store/convex-npm-1/package/bin/main.js"

again && git worktree add -q ../beside -b beside 2>/dev/null
install ../beside/node_modules && ln -s ../beside/node_modules node_modules
works "a link to a sibling worktree's" "$here/beside/node_modules/convex/bin/main.js"
git -C ../beside add -f node_modules && git -C ../beside commit -qm evil
refuses "unless that one has committed it" "is part of the repository"

# ---- what a branch brings: a link, a file, a submodule, in HEAD, staged, or pushed by name

# evil PATH COMMAND: a branch on which the command was run
evil() {
	again && git checkout -q -b evil && install vendor
	eval "$2"
	git add -f vendor && { [ ! -e "$1" ] || git add -f "$1" 2>/dev/null; }
	refuses "$1, staged: $2" "'$1' is committed"
	git commit -qm evil
	refuses "... committed" "'$1' is committed"
	git checkout -q main 2>/dev/null || git checkout -qf main
	rm -rf node_modules web/node_modules && install node_modules
	refuses "... and pushed by its name" "' is committed" push revision=evil
	git branch -qD evil
}
evil node_modules 'ln -s vendor node_modules'
evil web/node_modules 'ln -s ../vendor web/node_modules'
evil node_modules/convex/bin/main.js 'mkdir -p node_modules/convex && mv vendor/convex/bin node_modules/convex; install vendor; install node_modules'
evil Node_Modules 'git update-index --add --cacheinfo "120000,$(printf vendor | git hash-object -w --stdin),Node_Modules"; install node_modules'
evil node_modules 'git update-index --add --cacheinfo "160000,$(git rev-parse HEAD),node_modules"; install node_modules'

# ---- packages of the repository that have the names of what is run, or of what that loads

# local NAME: the installed package is a link to one of the repository's
local_package() {
	again && install node_modules
	mkdir -p "packages/$1" && rm -rf "packages/$1" && mv "node_modules/$1" "packages/$1"
	case $1 in */*) up=../../;; *) up=../;; esac
	ln -s "${up}packages/$1" "node_modules/$1"
	git add packages && git commit -qm "$1"
	refuses "a workspace's own $1" "is part of the repository"
	git reset -q --hard HEAD~1
}
local_package convex
local_package esbuild
local_package @esbuild/linux-x64
again && install node_modules
mkdir -p packages/ws && echo '{ "peerDependencies": { "deep": "1" } }' >packages/ws/package.json
mkdir -p node_modules/ws && cp packages/ws/package.json node_modules/ws
echo '{ "version": "1.48.0", "dependencies": { "esbuild": "1", "ws": "1" }, "peerDependencies": { "react": "1" } }' \
	>node_modules/convex/package.json
ln -s ../packages/shared node_modules/react
works "what the app alone loads is the app's" "$top/node_modules/convex/bin/main.js"
ln -s ../packages/shared node_modules/deep
refuses "what the CLI's packages load isn't" "'packages/shared' is part of the repository"
rm -r node_modules/deep node_modules/ws && ln -s ../packages/ws node_modules/ws
refuses "nor what it loads itself" "'packages/ws' is part of the repository"
again && install node_modules && rm node_modules/convex/bin/main.js
ln -s ../../../packages/shared/package.json node_modules/convex/bin/main.js
refuses "nor its main file" "'packages/shared/package.json' is part of the repository"

again && install node_modules && echo '{ "dependencies": {' >node_modules/convex/package.json
refuses "a package whose package.json can't be read" "node_modules/convex/package.json': line 2"

# ---- between the look and the start: esbuild is run twice for a seal, and changes things

# meanwhile SENTENCE WORDS COMMAND
meanwhile() {
	again && install node_modules && install vendor
	sed -i 's/LOG.runs/LOG.evil/' vendor/*/bin/*
	MEANWHILE_BUNDLING="cd '$top'; $3"
	fails_saying "$1" "$2" seal
	same "... only what was looked at has run" "$top/node_modules/esbuild/bin/esbuild" "$(cat "$LOG.runs")"
	same "... and nothing else" '' "$(cat "$LOG.evil" 2>/dev/null)"
	MEANWHILE_BUNDLING=
	git reset -q --hard "$first" && git clean -qfdx
}
first=$(git rev-parse HEAD)
meanwhile "a link takes esbuild's place" "is part of the repository" \
	'mv node_modules/esbuild gone; ln -s ../vendor/esbuild node_modules/esbuild'
meanwhile "or that of the whole folder" "is part of the repository" \
	'mv node_modules gone; ln -s vendor node_modules'
meanwhile "it is committed" "'node_modules' is committed" \
	'mv node_modules gone; ln -s vendor node_modules; git add -f node_modules; git commit -qm evil; rm node_modules; mv gone node_modules'
meanwhile "it is staged" "node_modules/esbuild/bin/esbuild' is committed" \
	'git add -f node_modules/esbuild/bin'

# ---- a convex.json that has the CLI write elsewhere, which it reads by itself

# json SENTENCE WORDS COMMAND
json() {
	again && install node_modules && git checkout -q -b json
	mkdir -p "$here/outside/_generated" && echo kept >"$here/outside/_generated/kept"
	eval "$3"
	git add -A && git commit -qm json
	refuses "$1" "$2"
	git checkout -q main && git branch -qD json
}
other="'web/convex.json' says that the functions are in"
json "another folder" "$other '../../outside'" \
	'echo "{\"functions\": \"../../outside\"}" >web/convex.json'
json "one that is named again" "$other '../../outside'" \
	'echo "{\"functions\": \"convex/\", \"functions\": \"../../outside\"}" >web/convex.json'
json "one that is spelt otherwise" "$other '../outside'" \
	'echo "{\"functions\": \"convex/\", \"fun\u0063tions\": \"\u002e./outside\"}" >web/convex.json'
json "a link" "'web/convex.json' is a link" \
	'echo "{\"functions\": \"../../outside\"}" >web/x.json; ln -s x.json web/convex.json'
json "in capital letters, which some file systems don't mind" "'web/Convex.JSON' says" \
	'echo "{\"functions\": \"../../outside\"}" >web/Convex.JSON'
json "what only the CLI may be able to read" "cannot read 'web/convex.json'" \
	'printf "{\"functions\": \"convex\", \"x\": \"\\\\ud800\"}" >web/convex.json'
echo '{ "functions": "./x/../convex//" }' >web/convex.json && git add web && git commit -qm same
again && install node_modules && echo '{ "functions": "./x/../convex//" }' >web/convex.json
ok "the same folder in other words is pushed" "$tool" push app=web url=$URL revision=worktree
git reset -q --hard "$first"

# ---- Node

again && install node_modules
mkdir -p bin tools && cp "$CVX_NODE" bin/node && sed -i '2i echo evil >>"$LOG.runs"' bin/node
git add bin && git commit -qm 'Bring a Node along'
refuses "a Node of the branch isn't taken by its name" "or is part of the repository" \
	env CVX_NODE="$top/bin/node" "$tool" push app=web url=$URL revision=HEAD
ln -s "$top/bin/node" "$here/link-node" && mkdir "$here/linked" && ln -s ../link-node "$here/linked/node"
for path in "$top/bin" "$here/linked"; do
	rm -f "$LOG"*
	ok "nor is that of ${path##*/}, in PATH" env -u CVX_NODE PATH="$path:$here/programs:$PATH" \
		"$tool" push app=web url=$URL revision=HEAD
	same "... it was never run" "$top/node_modules/convex/bin/main.js" "$(cat "$LOG.runs")"
done
git reset -q --hard HEAD~1

# A chooser among Nodes, as of asdf, volta or nodenv, which reads a file of the folder it runs in.
mkdir "$here/shims"
cat >"$here/shims/node" <<END
#!/bin/sh
if [ -f .node-version ]; then echo evil >>"\$LOG.runs"; fi
exec "$here/programs/node" "\$@"
END
chmod +x "$here/shims/node"
echo ../../../evil >web/.node-version && cp web/.node-version .node-version
git add . && git commit -qm 'Choose a Node'
rm -f "$LOG"*
ok "a chooser of Nodes is asked" env -u CVX_NODE PATH="$here/shims:$PATH" \
	"$tool" push app=web url=$URL revision=HEAD
same "... where no branch has a say" "$top/node_modules/convex/bin/main.js" "$(cat "$LOG.runs")"
printf '#!/bin/sh\n[ -f .node-version ] || { echo "no version set"; exit 126; }\n' >"$here/shims/node"
mkdir "$here/tools" && for name in git sh sort find cat grep env; do
	ln -s "$(command -v $name)" "$here/tools/$name"
done
fails_saying "one that knows none without the branch is named" "finds no Node when it is asked outside" \
	env -u CVX_NODE PATH="$here/shims:$here/tools" "$tool" push app=web url=$URL revision=HEAD

finish
