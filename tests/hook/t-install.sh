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

git init -q -b main app && cd app || exit 99
git commit -q --allow-empty -m first
before=$(hooks_of .git)
fails_with 1 "status: they are missing" git cvx hooks status
same "... and which" "post-checkout   missing
post-merge      missing" "$said"
ok "install" git cvx hooks install
same "the two hooks are there" "post-checkout
post-merge" "$(hooks_of .git)"
ok "status: they are installed" git cvx hooks status
ok "the clone is enrolled" grep -q enabled .git/cvx/config.ini
ok "installing twice is fine" git cvx hooks install
ok "a checkout runs them" git checkout -q -b other
ok "uninstall" git cvx hooks uninstall
same "nothing is left" "$before" "$(hooks_of .git)"
ok "uninstalling twice is fine" git cvx hooks uninstall

git worktree add -q ../linked 2>/dev/null
(cd ../linked && git cvx hooks install 2>/dev/null)
same "from a linked worktree they go where git looks" "post-checkout
post-merge" "$(hooks_of .git)"
git cvx hooks uninstall 2>/dev/null

printf '#!/bin/sh\necho mine\n' >.git/hooks/post-merge
chmod +x .git/hooks/post-merge
fails_with 128 "another program's hook is in the way" git cvx hooks install
same "... it is named, with the line to add" "error: there is another hook in \
'$PWD/.git/hooks/post-merge', and git-cvx doesn't share one yet: nothing was changed
hint: add this line to it: '$(cd "$builddir" && pwd -P)/git-cvx-hook' post-merge \"\$@\"" "$said"
same "... and nothing is written" post-merge "$(hooks_of .git)"
ok "... uninstall leaves it" git cvx hooks uninstall
same "... as it is" "#!/bin/sh
echo mine" "$(cat .git/hooks/post-merge)"
rm .git/hooks/post-merge

mkdir -p .husky/_ && git config core.hooksPath .husky/_
fails_saying "a redirected folder is named" "$PWD/.husky/_" git cvx hooks install
same "... and nothing is written there" '' "$(ls .husky/_)"
same "... nor elsewhere" '' "$(hooks_of .git)"
fails_with 129 "another word" git cvx hooks remove
finish
