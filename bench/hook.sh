#!/bin/sh
# hook.sh [PAIRS] - what our hook adds to `git switch` when there is nothing to do.
#
# A repository of 200 files, two branches that differ in documentation only. Each pair is
# the same switch without and with the hook; reported are the median of the pairs'
# differences and the ratio of the medians. The bar is 2 ms, on a machine that has nothing
# else to do; on one that has, the fastest switch of each kind says more.
set -eu
pairs=${1:-100}

. "$(dirname "$0")/lib.sh"

make_repository() {
	git init -q -b one "$here/app"
	cd "$here/app"
	mkdir -p convex/migrations docs
	for i in $(seq 100 149); do
		echo "export const up = $i;" >"convex/migrations/20250101_000$i.ts"
	done
	for i in $(seq 1 150); do echo "page $i" >"docs/$i.md"; done
	git add -A && git commit -qm one
	git checkout -q -b two
	for i in $(seq 1 20); do echo "another page $i" >"docs/$i.md"; done
	git commit -qam two
	make_hooks
}

# The record of each branch, as a run on it would have left it.
record_both() {
	for branch in one two; do
		git -c core.hooksPath=/dev/null switch -q "$branch"
		"$builddir/tests/hook/record" "$PWD/.git" "$PWD"
		cp .git/cvx/state "$here/state.$branch"
	done
}

switch() { # hooks folder, branch: prints nanoseconds
	cp "$here/state.$2" .git/cvx/state
	began=$(date +%s%N)
	git -c core.hooksPath="$1" switch -q "$2"
	echo $(($(date +%s%N) - began))
}

fastest() {
	sort -n | head -n 1
}

make_programs
make_repository
record_both
i=0
while [ "$i" -lt "$pairs" ]; do
	for branch in one two; do
		without=$(switch /dev/null "$branch")
		git -c core.hooksPath=/dev/null switch -q -
		with=$(switch "$PWD/.git/hooks" "$branch")
		echo "$without $with $((with - without))"
	done
	i=$((i + 2))
done >"$here/times"

[ ! -e "$here/woken" ] || { echo "hook.sh: git-cvx was started" >&2; exit 1; }

without=$(cut -d' ' -f1 "$here/times" | median)
with=$(cut -d' ' -f2 "$here/times" | median)
added=$(cut -d' ' -f3 "$here/times" | median)
least=$(cut -d' ' -f1 "$here/times" | fastest)
most=$(cut -d' ' -f2 "$here/times" | fastest)
awk -v without="$without" -v with="$with" -v added="$added" -v pairs="$pairs" \
    -v least="$least" -v most="$most" 'BEGIN {
	printf "git switch, %d pairs: %.2f ms without, %.2f ms with the hook\n", pairs,
	       without / 1e6, with / 1e6
	printf "added: %.2f ms (median of pairs), ratio %.2f\n", added / 1e6, with / without
	printf "fastest: %.2f ms without, %.2f ms with it\n", least / 1e6, most / 1e6
	exit added > 2000000
}'
