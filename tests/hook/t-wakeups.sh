#!/bin/sh
# t-wakeups.sh - which git commands wake git-cvx, and which must not: real git, real shims,
# and a git-cvx that logs its calls in place of ours.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

log=$here/log
bin=$here/bin
mkdir "$bin"
cp "$builddir/git-cvx-hook" "$bin/" || exit 99

fake() { # what it ends with
	printf '#!/bin/sh\necho "$2 $3" | sed "s/ [0-9a-f]*$//" >>"%s"\nexit %s\n' "$log" "$1" >"$bin/git-cvx"
	chmod +x "$bin/git-cvx"
}

# As after a run: what is there now is what the deployment has.
record() { # further arguments
	"$builddir/tests/hook/record" "$@" "$(git rev-parse --absolute-git-dir)" \
		"$(git rev-parse --show-toplevel)" || exit 99
	: >"$log"
}

# One row: what is done, and what git-cvx is woken for: "" is nothing. $setup comes before.
row() { # sentence wanted command...
	record
	next "$@"
}

# The same without a run in between.
next() {
	: >"$log"
	sentence=$1 wanted=$2
	shift 2
	"$@" >"$here/said" 2>&1
	same "$sentence" "${wanted:-nothing}" "$(calls)"
}

calls() {
	if [ -s "$log" ]; then sed 's/ *$//' "$log"; else echo nothing; fi
}

quietly() { # without hooks
	git -c core.hooksPath=/dev/null "$@" >/dev/null 2>&1
}

migration() { # name: a commit with one more migration
	echo "export const up = '$1';" >"convex/migrations/20250101_000000_$1.ts"
	quietly add -A && quietly commit -m "$1"
}

at() { # branch: forget what rows did
	quietly rebase --abort || quietly merge --abort || quietly cherry-pick --abort || :
	quietly checkout -f --detach && quietly clean -fdq
	for branch in main side clash behind; do quietly branch -f $branch $branch.was; done
	quietly checkout "$1"
}

# main and side differ in a migration each, and both have a last commit that conflicts.
fake 0
git init -q -b main app && cd app || exit 99
mkdir -p convex/migrations
echo 'export default 1;' >convex/schema.ts
migration base
quietly checkout -b side && migration side1 && migration side2
quietly branch clash && quietly checkout clash && echo clash >text && migration clash
quietly checkout main && migration main1 && echo main >text && migration main2
quietly checkout -b behind main~1
for branch in main side clash behind; do quietly branch $branch.was $branch; done
mkdir -p .git/cvx && echo '[cvx]' >.git/cvx/config.ini
for event in post-checkout post-merge post-rewrite post-commit; do
	sed "s|@PROGRAM@|'$bin/git-cvx-hook'|; s|@EVENT@|$event|g" "$srcdir/hooks/shim" \
		>".git/hooks/$event"
	chmod +x ".git/hooks/$event"
done

# ---- checkout, switch, restore

at main
row "checkout of another branch" post-checkout git checkout side
row "switch back" post-checkout git switch -
row "switch to the same branch" "" git switch main
row "checkout -b" "" git checkout -b fresh
next "a commit there, and back" "" sh -c 'git commit --allow-empty -m more; git switch main'
row "switch -C at the same commit" "" git switch -C fresh
row "checkout --orphan" "" git checkout --orphan lonely
at main
row "checkout --detach at the same commit" "" git checkout --detach
at main
record --head-counts
next "where the branch counts: checkout -b" post-checkout git checkout -b counted
record --head-counts
next "... switch to the same branch" "" git switch counted
next "... checkout --detach at the same commit" post-checkout git checkout --detach
at main
row "checkout -- file" "" git checkout side -- convex/migrations
at main
row "restore" "" git restore --source side convex/migrations
at main
row "checkout --detach" post-checkout git checkout --detach side
at main

# ---- merges

at behind
row "merge that only moves forward" "post-merge" git merge main
at behind
row "merge of two histories" "post-merge" git merge --no-edit side
at behind
row "pull that only moves forward" "post-merge" git pull . main
at behind
row "pull that merges" "post-merge" git pull --no-rebase --no-edit . side
at behind
row "pull --rebase that only moves forward" "post-merge" git pull --rebase . main
at main
row "merge --squash" "post-merge" git merge --squash side
at main
row "merge with a conflict" "" git merge clash
next "... commands in between" "" git add -A
next "... finished by hand" post-commit git commit -m merged
at main
record
quietly merge clash; git add -A
next "... or by merge --continue" post-commit git -c core.editor=true merge --continue
at main
row "merge --abort" "" sh -c 'git merge clash; git merge --abort'

# ---- rebases

at side
row "rebase: once, at its end" "post-rewrite rebase" git rebase main
at main
row "rebase of a branch that isn't checked out" "post-rewrite rebase" git rebase main side
at side
row "rebase -i" "post-rewrite rebase" git -c sequence.editor=true rebase -i --force-rebase main
at side
row "rebase --apply, by patches" "post-rewrite rebase" git rebase --apply main
at behind
row "rebase that only moves forward" post-checkout git rebase main
at clash
row "... of a branch that isn't checked out" post-checkout git rebase main behind
at main
row "... to what is checked out already" "" git rebase main behind
at side
row "rebase with nothing to rewrite" "" git rebase --exec true base
at clash
row "rebase that stops" "" git rebase main
next "... and is aborted" "" git rebase --abort
at clash
record
quietly rebase main; git add -A
next "... or goes on" "post-rewrite rebase" git -c core.editor=true rebase --continue
at side
row "pull --rebase with commits of one's own" "post-rewrite rebase" git pull --rebase . main

# ---- what git has no hook for

at main
row "reset --hard" "" git reset --hard side
next "... the next checkout catches up" post-checkout git checkout -q
at main
row "stash" "" sh -c 'echo x >>convex/schema.ts; git stash'
row "stash pop" "" git stash pop
at main
git format-patch -1 --stdout side~1 >"$here/patch"
row "am" "" git am "$here/patch"
row "branch -D" "" git branch -D fresh

# ---- commits, picks, reverts

at main
row "an ordinary commit" "" git commit --allow-empty -m plain
echo 'export const up = 1;' >convex/migrations/20260101_000000_new.ts && git add -A
row "... of a new migration" "" git commit -m new
row "commit --amend" "" git commit --amend -m newer
at main
row "cherry-pick" post-commit git cherry-pick side
at main
row "cherry-pick of several: once, at the end" post-commit git cherry-pick side~1 side
row "revert" post-commit git revert --no-edit HEAD
at main
row "cherry-pick with a conflict" "" git cherry-pick clash
git add -A
next "... finished by hand" post-commit git commit -m picked

# ---- bisect

at side
first=$(git rev-list --max-parents=0 HEAD)
row "bisect start, bad, good" "" sh -c "git bisect start; git bisect bad; git bisect good $first"
row "bisect reset" post-checkout git bisect reset
at side

# ---- worktrees and clones

at main
row "worktree add" post-checkout git worktree add ../linked side
row "clone with hooks from the configuration" "" \
	git -c core.hooksPath="$PWD/.git/hooks" clone -q . ../cloned
ok "... and the clone is there" test -d ../cloned/convex

# ---- git never fails, whatever becomes of git-cvx

fake 7
git worktree remove -f ../linked
at main
for command in "switch side" "worktree add ../linked side~1" "bisect start" "merge clash.was~1" \
	"rebase main"; do
	# shellcheck disable=SC2086 # words
	ok "git-cvx fails: git ${command%% *} doesn't" git $command
done
at side
fake 0

# ---- post-commit rests during a rebase

at side
ok "all hooks are there before a rebase" test -x .git/hooks/post-commit
row "each commit of a rebase: its hook isn't even there" "post-rewrite rebase" \
	git rebase --exec 'test ! -e .git/hooks/post-commit && echo rested >>../rests' main
same "... at each step" 2 "$(wc -l <../rests | tr -d ' ')"
ok "... and is back at the end" test -x .git/hooks/post-commit
at clash
quietly_rebase() { git rebase main >/dev/null 2>&1; git rebase --abort; }
row "an aborted rebase" "" quietly_rebase
ok "... leaves it aside" test ! -e .git/hooks/post-commit
row "... until the next checkout" post-checkout git checkout main
ok "... brings it back" test -x .git/hooks/post-commit
ok "... nothing is left over" test ! -e .git/hooks/post-commit.cvx-rests
at clash
quietly_rebase
echo 'echo mine' >.git/hooks/post-commit
git checkout -q main
same "one that came meanwhile stays" "echo mine" "$(cat .git/hooks/post-commit)"
ok "... and ours goes" test ! -e .git/hooks/post-commit.cvx-rests

# Only a file that is ours and nothing else rests: a line of another program runs at each step.
rm .git/hooks/post-commit && "$builddir/git-cvx" hooks install 2>/dev/null
echo 'echo added >>../added' >>.git/hooks/post-commit
at side
git rebase --force-rebase main >/dev/null 2>&1
same "a line beside our block: the file doesn't rest" 2 "$(wc -l <../added | tr -d ' ')"
finish
