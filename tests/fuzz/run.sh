#!/bin/sh
# run.sh [SECONDS] [HARNESS...] - build the harnesses with clang's libFuzzer, AddressSanitizer and
# UndefinedBehaviorSanitizer, and let each run for SECONDS (20); those that are named, or all.
# 'build' instead of SECONDS only builds. Speaks TAP.
#
# Builds in $CVX_FUZZ_BUILD (.build/fuzz). What crashed a harness is kept there, in crashes/.
# Where clang or its libFuzzer isn't there, every harness is skipped.
set -u

top=$(cd "$(dirname "$0")/../.." && pwd)
build=${CVX_FUZZ_BUILD:-$top/.build/fuzz}
CLANG=${CLANG:-clang}
seconds=${1:-20}
[ $# = 0 ] || shift
# shellcheck disable=SC2046 # names of sources hold no spaces
[ $# -gt 0 ] || set -- $(find "$top/tests/fuzz" -name '*.c' | sed 's|.*/||;s|\.c$||' | sort)
sanitize='-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer'

die() { echo "Bail out! $*"; exit 99; }
for name; do [ -f "$top/tests/fuzz/$name.c" ] || die "there is no harness '$name' in tests/fuzz"; done

work=$(mktemp -d "${TMPDIR:-/tmp}/cvx-fuzz.XXXXXX") || exit 99
work=$(cd "$work" && pwd -P)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

number=0 failed=0
result() { # "ok" or "not ok", and what about
	number=$((number + 1))
	[ "$1" = ok ] || failed=$((failed + 1))
	echo "$1 $number - $2"
}
comment() { sed 's/^/#   /'; }
finish() { echo "1..$number"; [ "$failed" = 0 ]; exit; }

has_libfuzzer() {
	printf '#include <stddef.h>\nint LLVMFuzzerTestOneInput(const char *, size_t);\n%s\n' \
		'int LLVMFuzzerTestOneInput(const char *p, size_t n) { return p && n ? 0 : 0; }' >"$work/x.c"
	"$CLANG" -fsanitize=fuzzer,address,undefined "$work/x.c" -o "$work/x" >"$work/log" 2>&1
}

# What reads, without commands, screens and the network: none of that is linked.
objects() {
	(cd "$top" && find src -name '*.c' ! -name main.c ! -path 'src/cmd/*' ! -path 'src/ui/*' \
		! -path 'src/net/*' | sed 's/c$/o/')
	echo src/app/embedded_files.o
}

is_archived() { [ -f libread.a ] && [ -z "$(find "$@" -newer libread.a)" ]; }

# The library once, each harness beside it.
build_library() {
	mkdir -p "$build/crashes" && cd "$build" || return 1
	if [ ! -f Makefile ]; then
		[ -x "$top/configure" ] || { echo "there is no configure: run autoreconf -i"; return 1; }
		"$top/configure" -q CC="$CLANG" CFLAGS="-O1 -g $sanitize" || return 1
	fi
	# shellcheck disable=SC2046 # names of sources hold no spaces
	set -- $(objects | sort -u)
	exec 9>"$build/lock"   # another run may be here as well
	! command -v flock >/dev/null || flock 9
	make -s -j2 "$@" && { is_archived "$@" || ar rcs libread.a "$@"; }
	built=$?
	exec 9>&-
	return $built
}
is_built() { # name
	[ -x "$build/fuzz-$1" ] && [ -z "$(find "$top/tests/fuzz/$1.c" "$top/tests/fuzz/fuzz.h" \
		"$build/libread.a" -newer "$build/fuzz-$1")" ]
}
build_harness() { # name
	! is_built "$1" || return 0
	libraries='libgit2 jansson inih'
	# shellcheck disable=SC2046,SC2086 # lists of words
	"$CLANG" -std=c11 -Wall -Wextra -Werror -O1 -g $sanitize -fsanitize=fuzzer \
		-include "$build/config.h" -I"$top/src" $(pkg-config --cflags $libraries libcurl) \
		"$top/tests/fuzz/$1.c" "$build/libread.a" $(pkg-config --libs $libraries) -ldl -o "$build/fuzz-$1"
}

# In an empty folder, from a copy of its corpus: what is found on the way isn't kept.
run() { # name
	mkdir "$work/$1" "$work/$1/corpus" "$work/$1/folder" && cd "$work/$1/folder" || return 1
	cp "$top/tests/fuzz/corpus/$1"/* "$work/$1/corpus/" || return 1
	words=
	[ ! -f "$top/tests/fuzz/$1.dict" ] || words=-dict=$top/tests/fuzz/$1.dict
	env -u LC_ALL HOME="$work/$1/folder" LSAN_OPTIONS="suppressions=$top/tests/lsan.supp:print_suppressions=0" \
		"$build/fuzz-$1" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=16384 \
		-print_final_stats=1 -artifact_prefix="$build/crashes/$1-" ${words:+"$words"} \
		"$work/$1/corpus" </dev/null >"$work/$1/log" 2>&1
}
inputs() { sed -n 's/^stat::number_of_executed_units: *//p' "$work/$1/log"; }

# What it said last, and the input where it can be copied from.
tell_crash() { # name
	grep -vE '^#[0-9]+.*(NEW|REDUCE|pulse|RELOAD)|^stat::' "$work/$1/log" | tail -n 40 | comment
	kept=$(sed -n 's/.*Test unit written to //p' "$work/$1/log" | tail -n 1)
	[ -f "$kept" ] || return 0
	echo "# the input: $kept; again: $build/fuzz-$1 $kept"
	head -c 3000 "$kept" | base64 | comment
}

if [ ! -f "$build/libread.a" ] && ! has_libfuzzer; then
	for name; do
		number=$((number + 1))
		echo "ok $number - $name # SKIP $CLANG with libFuzzer isn't there"
	done
	finish
fi
build_library >"$work/log" 2>&1 || { comment <"$work/log"; die "the library can't be built"; }
for name; do
	if ! build_harness "$name" >"$work/log" 2>&1; then
		result "not ok" "$name can be built"
		comment <"$work/log"
	elif [ "$seconds" = build ]; then
		result ok "$name can be built"
	elif run "$name" && [ "$(inputs "$name")" -gt 0 ]; then
		result ok "$name: $(inputs "$name") inputs, no crash"
	else
		result "not ok" "$name crashed, or claimed in vain, after $(inputs "$name") inputs"
		tell_crash "$name"
	fi
done
finish
