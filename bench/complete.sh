#!/bin/sh
# complete.sh [RUNS] - how long git-cvx-hook takes to answer a shell's TAB, with 10000 migrations.
#
# The folder is as the last run recorded it, or has got a new file since, so that it has to be
# read. Reported are medians of whole processes; the bar is 5 ms for the first.
set -eu
runs=${1:-100}

. "$(dirname "$0")/lib.sh"

git init -q -b main "$here/app"
cd "$here/app"
mkdir -p convex/migrations .git/cvx
ids=$(awk 'BEGIN { for (i = 0; i < 10000; i++) printf "202501%02d_%06d_some_change\n", 1 + i / 400, i }')
for id in $ids; do echo convex/migrations/"$id".ts; done | xargs touch
# What has changed in the last two seconds isn't relied on.
touch -t 202501010000 convex/migrations
# shellcheck disable=SC2086 # a list of words
"$builddir/tests/hook/record" "$PWD/.git" "$PWD" $ids

time_of() { # what is offered: the median, in nanoseconds
	i=0
	while [ "$i" -lt "$runs" ]; do
		began=$(date +%s%N)
		"$builddir/git-cvx-hook" --complete "$1" >/dev/null
		echo $(($(date +%s%N) - began))
		i=$((i + 1))
	done | median
}

nothing() {
	i=0
	while [ "$i" -lt "$runs" ]; do
		began=$(date +%s%N)
		env true
		echo $(($(date +%s%N) - began))
		i=$((i + 1))
	done | median
}

base=$(nothing)
all=$(time_of ids)
applied=$(time_of applied)
touch convex/migrations/20260101_000000_new.ts
fresh=$(time_of ids)
awk -v base="$base" -v all="$all" -v applied="$applied" -v fresh="$fresh" 'BEGIN {
	printf "10000 ids: all %.2f ms, applied %.2f ms; with a new file %.2f ms\n",
	       all / 1e6, applied / 1e6, fresh / 1e6
	printf "(a program that does nothing: %.2f ms)\n", base / 1e6
	exit all > 5000000
}'
