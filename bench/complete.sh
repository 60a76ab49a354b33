#!/bin/sh
# complete.sh [RUNS] - how long a shell waits for a TAB, and for a prompt.
#
# TAB: 10000 migrations, in a folder as the last run recorded it, or one that has got a new file
# since, so that it has to be read. Prompt: 100 migrations, each of which is looked at. Reported
# are medians of whole processes; the bar is 5 ms for a TAB and for the hook program's prompt.
set -eu
runs=${1:-100}

. "$(dirname "$0")/lib.sh"

make_app() { # name, how many migrations: the current folder, as a run has left it
	git init -q -b main "$here/$1"
	cd "$here/$1"
	mkdir -p convex/migrations .git/cvx
	ids=$(awk -v n="$2" 'BEGIN {
		for (i = 0; i < n; i++) printf "202501%02d_%06d_some_change\n", 1 + i / 400, i
	}')
	for id in $ids; do echo convex/migrations/"$id".ts; done | xargs touch
	# What has changed in the last two seconds isn't relied on.
	touch -t 202501010000 convex/migrations
	# shellcheck disable=SC2086 # a list of words
	"$builddir/tests/hook/record" "$PWD/.git" "$PWD" $ids
}

time_of() { # command: the median, in nanoseconds
	i=0
	while [ "$i" -lt "$runs" ]; do
		began=$(date +%s%N)
		"$@" >/dev/null
		echo $(($(date +%s%N) - began))
		i=$((i + 1))
	done | median
}

PATH=$builddir:$PATH
base=$(time_of env true)
git=$(time_of git --version)
make_app small 100
words=$(time_of git-cvx-hook --status-short)
prompt=$(time_of git cvx status --short)
make_app large 10000
all=$(time_of git-cvx-hook --complete ids)
applied=$(time_of git-cvx-hook --complete applied)
touch convex/migrations/20260101_000000_new.ts
fresh=$(time_of git-cvx-hook --complete ids)
awk -v base="$base" -v all="$all" -v applied="$applied" -v fresh="$fresh" \
	-v git="$git" -v words="$words" -v prompt="$prompt" 'BEGIN {
	printf "10000 ids: all %.2f ms, applied %.2f ms; with a new file %.2f ms\n",
	       all / 1e6, applied / 1e6, fresh / 1e6
	printf "prompt: git-cvx-hook --status-short %.2f ms, git cvx status --short %.2f ms\n",
	       words / 1e6, prompt / 1e6
	printf "(a program that does nothing: %.2f ms, git --version: %.2f ms)\n",
	       base / 1e6, git / 1e6
	exit all > 5000000 || words > 5000000
}'
