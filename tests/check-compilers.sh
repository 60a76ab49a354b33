#!/bin/sh
# check-compilers.sh - compile every source with each compiler at each level, and link both programs.
#
#     make check-compilers                       gcc and clang, -O0 and -O2
#     make check-compilers COMPILERS=clang       ...
#
# Run by make, in the folder of a build. Speaks TAP. A compiler that is missing is a failure: the
# packages of ./bootstrap check have both.
set -u

: "${COMPILERS:=gcc clang}" "${LEVELS:=-O0 -O2}" "${JOBS:=2}"
work=$(mktemp -d "${TMPDIR:-/tmp}/cvx-compilers.XXXXXX") || exit 99
trap 'rm -rf "$work"' EXIT
count=0
failed=0

report() { # sentence, with what was said in $work/said
	count=$((count + 1))
	if [ ! -s "$work/said" ]; then
		echo "ok $count - $1"
	else
		echo "not ok $count - $1"
		failed=1
		sed 's/^/# /' "$work/said" | head -n 40
	fi
}

# src/a/b.c is a+b.o
object() { printf '%s' "${1#"$srcdir"/}" | sed 's|^src/||; s|/|+|g; s|[.]c$|.o|'; }

sources=$(find "$srcdir/src" "$srcdir/tests" -name node_modules -prune -o -name '*.c' -print |
	grep -vE "^$srcdir/tests/(work|lib|fuzz|torture)/")
for compiler in $COMPILERS; do
	for level in $LEVELS; do
		to=$work/$compiler$level
		mkdir "$to"
		{
			for file in $sources; do printf '%s %s\n' "$file" "$to/$(object "$file")"; done
			echo "src/app/embedded_files.c $to/embedded_files.o"
		} | xargs -P "$JOBS" -n 2 sh -c \
			'exec '"$compiler $level $FLAGS -Werror"' -c -o "$2" "$1"' - >"$work/said" 2>&1 ||
			echo "$compiler failed" >>"$work/said"
		report "$compiler $level compiles all sources without a warning"
		if [ -s "$work/said" ]; then rm -rf "$to"; continue; fi
		others=$(find "$to" -name '*.o' ! -name 'tests+*' ! -name main.o ! -name 'hook+main.o' \
			! -name 'cmd+gen_docs.o')
		# shellcheck disable=SC2086 # lists of words
		{ $compiler -o "$to/git-cvx" "$to/main.o" $others $LIBS &&
		  $compiler -o "$to/git-cvx-hook" "$to/hook+main.o" $others $LIBS; } >"$work/said" 2>&1
		report "$compiler $level links both programs"
		rm -rf "$to"
	done
done
echo "1..$count"
exit $failed
