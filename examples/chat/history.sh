#!/bin/sh
# history.sh DIR - build the chat example's git repository in DIR, which must be
# absent or empty, out of steps/ (one folder per commit, laid over the one before).
#
# The same input gives the same commit ids on every machine: names, dates and
# git's settings are fixed here, and nobody's configuration is read or changed.
#
# GIT_CVX=PROGRAM      let 'PROGRAM init' make the "git cvx init" commit, not a copy
# OBJECT_FORMAT=sha256 ids of another kind than git's default
# CVX_COMPONENT=DIR    where the component is, if not in this source tree
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
component=${CVX_COMPONENT:-$here/../../component}
git_cvx=${GIT_CVX:-}
clock=1759910400 # 2025-10-08 08:00 UTC; every commit is an hour later

fail() {
	echo "history.sh: $1" >&2
	exit 1
}

isolate_git() {
	for variable in $(git rev-parse --local-env-vars); do
		unset "$variable"
	done
	export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
	export GIT_AUTHOR_NAME='Ada Example' GIT_AUTHOR_EMAIL='ada@example.com'
	export GIT_COMMITTER_NAME='Ada Example' GIT_COMMITTER_EMAIL='ada@example.com'
	# Hooks that an 'init' may install have nothing to do while history is made.
	export CVX_SKIP=1 LC_ALL=C
	umask 022
}

tick() {
	clock=$((clock + 3600))
	export GIT_AUTHOR_DATE="$clock +0000" GIT_COMMITTER_DATE="$clock +0000"
}

lay() { # lay STEP
	cp -R "$here/steps/$1/." .
}

commit() { # commit MESSAGE
	tick
	# Sources may be read-only; the next step has to write over them.
	find . -name .git -prune -o ! -perm -u+w -exec chmod u+w {} +
	git add -A
	git commit -q -m "$1"
}

step() { # step STEP MESSAGE
	lay "$1"
	commit "$2"
}

branch() { # branch NAME: start it from main
	git checkout -q -b "$1" main
}

merge() { # merge BRANCH
	tick
	report=$(git merge --no-ff -m "Merge branch '$1' into develop" "$1") || fail "$report"
}

start_app() {
	cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" .
	step 01-app 'Chat: users write messages in rooms'
	git tag before-init
}

add_git_cvx() {
	if [ -n "$git_cvx" ]; then
		"$git_cvx" init
	else
		lay 02-init
		cp "$component/app/migrate.ts" "$component/app/cvxStart.ts" convex/
		mkdir convex/cvx
		cp "$component"/cvx/*.ts convex/cvx/
	fi
	commit 'Add git-cvx (git cvx init)'
}

build_main() {
	start_app
	add_git_cvx
	step 03-user-role 'Give users a role'
}

build_features() {
	branch feature/split-name
	step 10-split-name-widen 'Allow first and last name beside the name'
	step 11-split-name-migrate 'Split the names of existing users'
	step 12-split-name-narrow 'Require first and last name, drop the name'

	branch feature/rename-field
	step 20-rename-field 'Call what a message says its body'

	branch feature/two-steps
	step 30-two-steps-values 'Store handles with an @ in front'
	step 31-two-steps-shape 'Let users be found by name and handle'

	branch feature/throws
	step 40-throws 'Store the domain of e-mail addresses'

	branch feature/index
	step 50-index 'Let rooms name their owner by handle'

	branch feature/named-export
	step 60-named-export 'Name the fields of a person once'
}

build_develop() {
	branch develop
	merge feature/split-name
	merge feature/rename-field
}

build_docs() {
	git checkout -q --orphan docs
	git rm -q -r -f .
	step 70-docs 'Begin the handbook'
}

[ $# -eq 1 ] || { echo 'usage: history.sh DIR' >&2; exit 2; }
mkdir -p -- "$1"
[ -z "$(ls -A -- "$1")" ] || fail "'$1' is not empty"
[ -n "$git_cvx" ] || [ -d "$component/cvx" ] || fail "no component in '$component'"
isolate_git
cd -- "$1"
git init -q -b main --template= --object-format="${OBJECT_FORMAT:-sha1}"
build_main
build_features
build_develop
build_docs
git checkout -q main
