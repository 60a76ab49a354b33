#!/bin/sh
# rebase.sh [PAIRS] - what our hooks add to a rebase of 100 commits with nothing to do.
#
# Each pair is the same rebase without and with all of our hooks. Compared is the processor
# time that git and everything below it took, whatever else the machine is busy with; wall
# time is printed, too. The bar is 5 %.
set -eu
pairs=${1:-15}

. "$(dirname "$0")/lib.sh"

make_programs
git init -q -b main "$here/app"
cd "$here/app"
mkdir -p convex/migrations docs
for i in $(seq 1 200); do echo "page $i" >"docs/$i.md"; done
echo 'export const up = 1;' >convex/migrations/20250101_000000_first.ts
git add -A && git commit -qm base
git checkout -q -b side
for i in $(seq 1 100); do
	echo more >>"docs/$i.md"
	git commit -qam "page $i"
done
git branch was
git checkout -q main
echo more >>docs/200.md
echo 'export const up = 2;' >convex/migrations/20250202_000000_second.ts
git add -A && git commit -qm 'a migration'
git checkout -q side
make_hooks

rebase() { # hooks folder: prints milliseconds of processor time and of wall time
	git -c core.hooksPath=/dev/null reset -q --hard was
	"$builddir/tests/hook/record" "$PWD/.git" "$PWD"
	times >"$here/before"
	began=$(date +%s%N)
	git -c core.hooksPath="$1" rebase -q main
	ended=$(date +%s%N)
	times >"$here/after"
	# The second line is of children: minutes and seconds, user and system.
	cat "$here/before" "$here/after" | sed 's/[ms]/ /g' | awk -v wall=$((ended - began)) '
		NR == 2 { b = $1 * 60 + $2 + $3 * 60 + $4 }
		NR == 4 { printf "%d %d\n", ($1 * 60 + $2 + $3 * 60 + $4 - b) * 1000, wall / 1e6 }'
}

i=0
while [ "$i" -lt "$pairs" ]; do
	rebase /dev/null >"$here/without"
	rebase "$PWD/.git/hooks" >"$here/with"
	paste -d' ' "$here/without" "$here/with"
	i=$((i + 1))
done >"$here/pairs"

woken=$(sort "$here/woken" | uniq -c | awk '{ print $2 " " $1 }')
[ "$woken" = "post-rewrite $pairs" ] || {
	echo "rebase.sh: git-cvx wasn't woken once a rebase, at its end: $woken" >&2
	exit 1
}
without=$(cut -d' ' -f1 "$here/pairs" | median)
with=$(cut -d' ' -f3 "$here/pairs" | median)
wall_without=$(cut -d' ' -f2 "$here/pairs" | median)
wall_with=$(cut -d' ' -f4 "$here/pairs" | median)
awk -v a="$without" -v b="$with" -v c="$wall_without" -v d="$wall_with" -v n="$pairs" 'BEGIN {
	printf "git rebase of 100 commits, %d pairs: %d ms of processor time without, %d ms with the hooks\n",
	       n, a, b
	printf "added: %.1f %%; wall time %d and %d ms; git-cvx woken once, at the end\n",
	       (b / a - 1) * 100, c, d
	exit b > a * 1.05
}'
