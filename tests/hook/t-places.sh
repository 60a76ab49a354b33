#!/bin/sh
# t-places.sh - where hooks are put, with which modes, and where git runs none: doctor, status and
# install say the same, and what they name works.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

PATH=$builddir:$PATH
export PATH

# shellcheck disable=SC2012 # no other way to a mode that is POSIX
mode() { ls -ld "$1" | cut -c 1-10; }

git init -q -b main app && cd app || exit 99
mkdir convex && echo '{ "dependencies": { "convex": "1.48.0" } }' >package.json
git add -A && git commit -qm first

doctor() { git cvx doctor 2>&1 | awk '/^[a-z]+ +hooks /{ p = 1; print; next } /^[a-z]/{ p = 0 } p'; }
advice() { doctor | sed -n 's/^ *(\(.*\))$/\1/p' | tr '\n' ' ' | sed 's/ $//'; }

# ---- modes

modes() { # sentence umask shared file folder
	rm -rf .git/hooks .git/hooks.before-cvx
	mkdir .git/hooks && printf '#!/bin/sh\n' >.git/hooks/post-merge && chmod 755 .git/hooks/post-merge
	git config core.sharedRepository "$3"
	(umask "$2" && git cvx hooks install 2>/dev/null)
	same "$1: umask $2, core.sharedRepository $3" "$4 $5" \
		"$(mode .git/hooks/post-checkout) $(mode .git/hooks.before-cvx)"
	same "... git can run it, and it isn't older" 'post-checkout   installed' \
		"$(git cvx hooks status | head -n 1)"
	git cvx hooks uninstall 2>/dev/null
}
modes "as the umask says" 077 umask -rwx------ drwx------
modes "as the umask says" 002 false -rwxrwxr-x drwxrwxr-x
modes "for the group" 077 group -rwxrwx--- drwxrws---
modes "for the group, as a truth" 027 true -rwxrwx--- drwxrws---
modes "for all" 077 all -rwxrwxr-x drwxrwsr-x
modes "as this mode" 002 0640 -rwxr-x--- drwxr-s---
git config --unset core.sharedRepository
rm -rf .git/hooks
(umask 077 && git cvx hooks install 2>/dev/null)
same "the folder, too" drwx------ "$(mode .git/hooks)"
chmod 744 .git/hooks/post-merge && sed -i 's/v3/v0/' .git/hooks/post-merge
git cvx hooks install 2>/dev/null
same "one that is renewed keeps its mode, and all who read it run it" -rwxr-xr-x \
	"$(mode .git/hooks/post-merge)"
git cvx hooks uninstall 2>/dev/null

# ---- core.hooksPath names no folder

nowhere() { # sentence path
	fails_with 4 "$1: install refuses" git cvx hooks install
	same "... says why" "error: git runs no hooks here: core.hooksPath is '$2', and there is no \
such folder: nothing was changed" "$(echo "$said" | head -n 1)"
	way=$(echo "$said" | sed -n 's/^hint: \(.*\), then git cvx hooks install$/\1/p')
	fails_with 4 "... with --shared, too" git cvx hooks install --shared
	fails_with 1 "... status: missing" git cvx hooks status
	same "... doctor names the same way" "$way, then git cvx hooks install" \
		"$(advice)"
	ok "... uninstall has nothing to do" git cvx hooks uninstall
	ok "... the way: $way" sh -c "$way"
	ok "... then install" git cvx hooks install
	ok "... and all are there" git cvx hooks status
	same "... for git, too" 1 "$(git checkout -q -B other 2>&1 | grep -c '^git cvx')"
	git cvx hooks uninstall 2>/dev/null
}
git config core.hooksPath /dev/null
nowhere "/dev/null" /dev/null
git config core.hooksPath "$here/missing/hooks"
nowhere "a missing folder" "$here/missing/hooks"
ok "... which isn't made" test ! -e "$here/missing"
git config core.hooksPath hooks
nowhere "a missing folder of the work tree" "$PWD/hooks"
GIT_CONFIG_GLOBAL=$here/global
git config --global core.hooksPath /dev/null
nowhere "/dev/null in the user's settings" /dev/null
same "... which stay as they are" /dev/null "$(git config --global core.hooksPath)"
git config --unset core.hooksPath
GIT_CONFIG_GLOBAL=/dev/null

git config core.hooksPath .git/own
ok "a missing folder of the git dir is made" git cvx hooks install
ok "... and git runs hooks from it" test -x .git/own/post-checkout
ok "... status: installed" git cvx hooks status
git cvx hooks uninstall 2>/dev/null
git config --unset core.hooksPath

# ---- a work tree's own

git config extensions.worktreeConfig true
git worktree add -q ../linked -b linked
common=$PWD/.git
(
	cd ../linked || exit 99
	git config --worktree core.hooksPath /dev/null
	nowhere "/dev/null for one work tree" /dev/null
	git config --worktree core.hooksPath "$common/worktrees/linked/hooks"
	ok "a folder of its own: install" git cvx hooks install
	ok "... is where its hooks are" test -x "$common/worktrees/linked/hooks/post-commit"
	ok "... status: installed" git cvx hooks status
	same "... git runs them" 1 "$(git checkout -q -B more 2>&1 | grep -c '^git cvx')"
	echo "$tests_run $tests_failed" >"$here/counts"
)
read -r tests_run tests_failed <"$here/counts"
fails_with 1 "... the other work tree has none, which status says" git cvx hooks status
ok "... install, there" git cvx hooks install
ok "... and both are content" sh -c 'git cvx hooks status && cd ../linked && git cvx hooks status'
git cvx hooks uninstall 2>/dev/null
(cd ../linked && git cvx hooks uninstall 2>/dev/null)

# A git that knows configured hooks: one configuration serves both.
real=$(command -v git)
mkdir "$here/git"
printf '#!/bin/sh\n[ "$1" = --version ] && { echo "git version 2.54.0"; exit; }\nexec "%s" "$@"\n' \
	"$real" >"$here/git/git" && chmod +x "$here/git/git"
PATH=$here/git:$PATH
ok "configured in one work tree" git-cvx hooks install
ok "... is configured in the other" sh -c 'cd ../linked && git-cvx hooks status'
ok "... install there" sh -c 'cd ../linked && git-cvx hooks install'
ok "... and the first is content" git-cvx hooks status
git-cvx hooks uninstall 2>/dev/null
git config core.hooksPath /dev/null
ok "configured hooks run whatever core.hooksPath is" git-cvx hooks install
ok "... and status knows" git-cvx hooks status
git-cvx hooks uninstall 2>/dev/null
PATH=${PATH#"$here/git:"}
git config --unset core.hooksPath

# ---- hooks that are committed

mkdir .husky && git config core.hooksPath .husky/_
ok "husky before its own install: the lines" git cvx hooks install --husky
same "... are not said to run" "warning: git doesn't run them yet: husky's own files are missing \
in '$PWD/.husky/_'" "$(git cvx hooks install --husky 2>&1 | grep '^warning: git ')"
fails_saying "... status: missing" "the line is there, and husky's own file isn't" git cvx hooks status
same "... doctor names husky's install" 1 "$(advice | grep -c '^npm install ')"
mkdir .husky/_
for event in post-checkout post-merge post-rewrite post-commit; do
	printf '#!/bin/sh\nsh -e "$(dirname "$0")/../%s" "$@"\n' $event >.husky/_/$event
	chmod +x .husky/_/$event
done
ok "... and afterwards they are installed" git cvx hooks status
git cvx hooks uninstall 2>/dev/null
rm -r .husky

mkdir hooks && git config core.hooksPath hooks
git cvx hooks install 2>&1 | sed -n 's/^hint: add to its \([a-z-]*\): /\1 /p' >"$here/hints"
while read -r event line; do
	printf '#!/bin/sh\n%s\n' "$line" >hooks/$event && chmod +x hooks/$event
done <"$here/hints"
ok "a committed folder: the lines that install names make it so" git cvx hooks status
ok "... install is content" git cvx hooks install
same "... doctor, too" "ok    hooks          installed in '$PWD/hooks', which is committed" "$(doctor)"
same "... uninstall says that they stay, and not that they are removed" "warning: the lines that \
call git-cvx-hook stay in the committed hooks in '$PWD/hooks'
hint: take them out by hand" "$(git cvx hooks uninstall 2>&1)"
chmod -x hooks/post-merge
fails_saying "... one that git can't run is missing" "git can't run the file" git cvx hooks status

# ---- init renews hooks of an earlier version, and asks for none

git config core.hooksPath "$here/shared" && mkdir "$here/shared"
git cvx hooks install --shared 2>/dev/null
sed -i 's/v3/v0/' "$here/shared/post-merge"
before=$(cat "$here/shared/"*)
ok "init, with older hooks in a folder of others" git cvx init
same "... leaves them" "$before" "$(cat "$here/shared/"*)"
same "... and says so" 1 "$(git cvx init 2>&1 | grep -c '^warning: some git hooks are missing, or of')"
git config --unset core.hooksPath
git cvx hooks install 2>/dev/null
sed -i 's/v3/v0/' .git/hooks/post-merge
ok "init, with older hooks of this repository" git cvx init
ok "... renews them" git cvx hooks status
finish
