#!/bin/sh
# t-preferences.sh - git's settings decide on colours and hints, whoever reads them.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

unset GIT_ADVICE
TERM=xterm
export TERM
escape=$(printf '\033')

git init -q -b main app && cd app && echo x >file && git add . && git commit -qm first || exit 99

hints() { # words before the command
	"$@" git-cvx stauts 2>&1 | grep -c '^hint: '
}
coloured() {
	if "$@" doctor 2>/dev/null | grep -q "$escape"; then echo yes; else echo no; fi
}

for reader in libgit2 git; do
	mkdir -p .git/cvx && printf '[git]\nreader = %s\n' "$reader" >.git/cvx/config.ini
	same "$reader: a hint" 1 "$(hints env)"
	git config advice.cvxUsage false
	same "$reader: one of that name is off" 0 "$(hints env)"
	git config advice.cvxUsage true
	git config advice.cvx false
	same "$reader: all are off" 0 "$(hints env)"
	git config --unset advice.cvx
	git config --unset advice.cvxUsage
	same "$reader: as git's own are" 0 "$(hints env GIT_ADVICE=0)"
	same "$reader: none of it in a pipe" no "$(coloured git-cvx)"
	git config color.ui always
	same "$reader: colours, always" yes "$(coloured git-cvx)"
	same "$reader: whatever NO_COLOR says" yes "$(coloured env NO_COLOR=1 git-cvx)"
	git config color.cvx never
	same "$reader: color.cvx wins" no "$(coloured git-cvx)"
	git config --unset color.cvx
	git config --unset color.ui
	same "$reader: for one command" yes "$(coloured git -c color.ui=always cvx)"
done
mkdir "$here/bare" && cd "$here/bare" || exit 99
same "there are hints where there is no repository, too" 1 "$(hints env)"
finish
