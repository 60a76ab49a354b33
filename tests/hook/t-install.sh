#!/bin/sh
# t-install.sh - `git cvx hooks`: where shims go, what stands in the way, what is left.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

PATH=$builddir:$PATH
export PATH

hooks_of() { # folder: its hooks without git's samples
	for file in "$1"/hooks/*; do
		case $file in *.sample | *'*') ;; *) basename "$file" ;; esac
	done
}

ours="post-checkout
post-commit
post-merge
post-rewrite"

git init -q -b main app && cd app || exit 99
git commit -q --allow-empty -m first
before=$(hooks_of .git)
fails_with 1 "status: they are missing" git cvx hooks status
same "... and which" "post-checkout   missing
post-merge      missing
post-rewrite    missing
post-commit     missing" "$said"
ok "install" git cvx hooks install
same "the hooks are there" "$ours" "$(hooks_of .git)"
ok "status: they are installed" git cvx hooks status
ok "the clone is enrolled" grep -q enabled .git/cvx/config.ini
ok "installing twice is fine" git cvx hooks install
ok "a checkout runs them" git checkout -q -b other
ok "uninstall" git cvx hooks uninstall
same "nothing is left" "$before" "$(hooks_of .git)"
ok "uninstalling twice is fine" git cvx hooks uninstall

git worktree add -q ../linked 2>/dev/null
(cd ../linked && git cvx hooks install 2>/dev/null)
same "from a linked worktree they go where git looks" "$ours" "$(hooks_of .git)"
git cvx hooks uninstall 2>/dev/null

# ---- what is said

fails_with 1 "status: gone, and never missed" git cvx hooks status
same "... is no reason to warn" '' "$(git cvx hooks status 2>&1 >/dev/null)"
git cvx hooks install 2>said
same "without an app it is said that nothing will happen" \
	"hooks are installed in '$PWD/.git/hooks'
warning: this work tree has no git-cvx app ('package.json' is missing); data stays as it is
hint: git cvx init: until then the hooks do nothing here" "$(cat said)"
rm said .git/hooks/post-merge
fails_saying "status: one has vanished" \
	"'git cvx hooks install' puts them back" git cvx hooks status
git cvx hooks install 2>/dev/null
ok "... and is put back" git cvx hooks status

# As version 1 wrote them.
for event in post-checkout post-merge; do
	printf '%s\n' '#!/bin/sh' "# git-cvx hook v1: written by 'git cvx hooks install', removed by \
'git cvx hooks uninstall'" "hook='$builddir/git-cvx-hook'; [ -x \"\$hook\" ] || \
hook=\$(command -v git-cvx-hook) || exit 0; exec \"\$hook\" $event \"\$@\"" >".git/hooks/$event"
done
rm .git/hooks/post-rewrite .git/hooks/post-commit
fails_with 1 "status: hooks of an earlier version" git cvx hooks status
same "... are older" "post-checkout   older: 'git cvx hooks install' renews it
post-merge      older: 'git cvx hooks install' renews it
post-rewrite    missing
post-commit     missing" "$(git cvx hooks status 2>/dev/null)"
ok "... install renews them" git cvx hooks install
ok "... all four" git cvx hooks status
git cvx hooks uninstall 2>/dev/null

# ---- hooks folders that aren't this repository's alone

mkdir hooks && git config core.hooksPath hooks
fails_with 4 "a folder of the work tree" git cvx hooks install
same "... is named, with the lines to add" "error: git's hooks are in '$PWD/hooks' \
(core.hooksPath), which is a part of the work tree: nothing was changed" \
	"$(echo "$said" | head -n 1)"
same "... one for each hook" 4 "$(echo "$said" | grep -c '^hint: add to its post-')"
same "... and nothing is written there" '' "$(ls hooks)"
same "... nor elsewhere" '' "$(hooks_of .git)"
rmdir hooks

mkdir ../shared && git config core.hooksPath "$here/shared"
fails_saying "a folder outside of the repository" "install --shared" git cvx hooks install
same "... is left alone" '' "$(ls ../shared)"
printf '#!/bin/sh\necho shared\n' >../shared/post-checkout && chmod +x ../shared/post-checkout
ok "... --shared writes there" git cvx hooks install --shared
ok "... and status knows" git cvx hooks status
same "... what was there is run" shared "$(git checkout -q main 2>&1 | head -n 1)"
ok "... uninstall leaves it to the others" git cvx hooks uninstall
same "... and says so" "$ours" "$(ls ../shared)"
ok "... uninstall --shared doesn't" git cvx hooks uninstall --shared
same "... and puts back what was there" "echo shared" "$(tail -n 1 ../shared/post-checkout)"
same "... only that" post-checkout "$(ls ../shared)"
HOME=$here; export HOME
git config core.hooksPath '~/shared'
fails_saying "a path below the home folder is found" "'$here/shared'" git cvx hooks install
git config core.hooksPath .git/hooks
ok "the usual folder, named, is the usual folder" git cvx hooks install
same "... and gets them" "$ours" "$(hooks_of .git)"
git cvx hooks uninstall 2>/dev/null
git config --unset core.hooksPath
fails_saying "--husky where there is none" "isn't husky's" git cvx hooks install --husky

# ---- husky: what its version 9 writes, and writes anew at each npm install

husky() {
	mkdir -p .husky/_
	echo '*' >.husky/_/.gitignore
	printf '%s\n' '#!/usr/bin/env sh' 'n=$(basename "$0")' \
		's=$(dirname "$(dirname "$0")")/$n' '[ ! -f "$s" ] && exit 0' \
		'sh -e "$s" "$@"' 'c=$?' 'exit $c' >.husky/_/h
	for event in post-checkout post-merge post-rewrite post-commit pre-commit; do
		printf '#!/usr/bin/env sh\n. "$(dirname "$0")/h"' >".husky/_/$event"
		chmod +x ".husky/_/$event"
	done
	git config core.hooksPath .husky/_
}
husky
printf 'echo husky\necho "$@"' >.husky/post-checkout
printf 'true\n' >.husky/post-merge
cp -a .husky ../husky.before
fails_saying "husky's folder is written to by nobody" "install --husky" git cvx hooks install
ok "... and is as it was" diff -r .husky ../husky.before
ok "... --husky: a line in those that are committed" git cvx hooks install --husky
ok "... nothing in the other" diff -r .husky/_ ../husky.before/_
ok "... install twice is once" git cvx hooks install --husky
ok "... also without --husky" git cvx hooks install
same "... one line" 1 "$(grep -c git-cvx-hook .husky/post-checkout)"
ok "status: installed" git cvx hooks status
husky
ok "... after npm install, too" git cvx hooks status
same "husky's hook runs" "husky" "$(git checkout -q main 2>&1 | head -n 1)"
(PATH=/usr/bin:/bin; git checkout -q main >/dev/null 2>&1)
same "... and doesn't fail where git-cvx isn't" 0 $?
ok "uninstall" git cvx hooks uninstall
ok "... leaves husky as it was, byte for byte" diff -r .husky ../husky.before
rm -r .husky && git config --unset core.hooksPath

fails_with 129 "another word" git cvx hooks remove
finish
