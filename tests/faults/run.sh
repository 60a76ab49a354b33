#!/bin/sh
# run.sh [PATCH...] - plant one mistake at a time in a copy of the tree, build it, and say which
# test finds it; all patches of this folder if none is named. See README.md.
#
# Fails if a test that a patch names doesn't find the mistake, or fails without it.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
top=$(cd "$here/../.." && pwd -P)
helpers='tests/codec/check_json tests/conf/link_tool tests/git/ask tests/hook/record tests/push/push_tool'

die() { echo "run.sh: $*" >&2; exit 1; }

work=$(mktemp -d "${TMPDIR:-/tmp}/cvx-faults.XXXXXX")
trap 'cd / && rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
copy=$work/git-cvx build=$work/git-cvx/.build
mkdir "$copy" "$work/tmp"
# What tests leave behind when they fail goes with the rest.
TMPDIR=$work/tmp GIT_CEILING_DIRECTORIES=$work
export TMPDIR GIT_CEILING_DIRECTORIES

# The tracked files as they stand, committed or not.
take_copy() {
	commit=$(git -C "$top" -c user.name=run.sh -c user.email=run.sh stash create) || die "this needs the git checkout"
	git -C "$top" archive "${commit:-HEAD}" | tar -xf - -C "$copy"
	for folder in component sandbox examples/chat; do
		[ ! -d "$top/$folder/node_modules" ] || ln -s "$top/$folder/node_modules" "$copy/$folder/"
	done
}

build_copy() {
	cd "$copy"
	autoreconf -i >"$work/build.log" 2>&1 && mkdir -p "$build" && cd "$build" &&
		../configure -q CFLAGS='-O1 -g' >>"$work/build.log" 2>&1 &&
		make -s -j2 >>"$work/build.log" 2>&1 && return
	tail -n 20 "$work/build.log" >&2
	die "the tree doesn't build as it is"
}

field() { # word patch
	sed -n "/^diff /q;s/^$1: //p" "$2"
}

# Builds what the test needs.
prepare() { # test
	case $1 in
	component/*)
		[ -d "$copy/component/node_modules" ] || die "$1 needs packages: (cd component && npm ci)" ;;
	*.mjs)
		[ -d "$copy/sandbox/node_modules" ] && [ -d "$copy/examples/chat/node_modules" ] ||
			die "$1 needs packages: npm ci in sandbox and examples/chat"
		make -s -j2 -C "$build" all ;;
	*.sh) make -s -j2 -C "$build" all && make -s -j2 -C "$build" $helpers ;;
	*) make -s -j2 -C "$build" "$1" ;;
	esac >"$work/build.log" 2>&1
}

run_test() { # test
	case $1 in
	component/*) cd "$copy/component" &&
		node_modules/.bin/vitest run --reporter=tap-flat "${1#component/}" ;;
	*.mjs) cd "$copy" && CVX_BUILD=$build node --test --test-reporter=tap "$1" ;;
	*) cd "$build" && case $1 in *.sh) sh "$copy/$1" ;; *) "./$1" ;; esac ;;
	esac
}

# What the test says is in $work/said afterwards.
passes() { # test
	(
		srcdir=$copy builddir=$build PATH=$build:$PATH
		export srcdir builddir PATH
		run_test "$1"
	) >"$work/said" 2>&1
}

# The name of the first that failed.
who() {
	name=$(sed -n 's/^ *not ok [0-9]* - //p' "$work/said" | sed 's/ # time=.*//;q')
	echo "${name:-it ended early}"
}

# Once, without any mistake.
check_tests() { # patches
	for patch in "$@"; do field Found-by "$patch"; done | sort -u >"$work/tests"
	while read -r test; do
		prepare "$test" || die "$test doesn't build: $(tail -n 5 "$work/build.log")"
		passes "$test" </dev/null || die "$test fails as it is: '$(who)'"
	done <"$work/tests"
}

plant() { # patch; returns 1 unless each test that it names finds it
	label=$(basename "$1" .patch) result=0
	(cd "$copy" && git apply "$1") || die "$label no longer applies: make it anew"
	for test in $(field Found-by "$1"); do
		if ! prepare "$test"; then
			echo "$label: doesn't build: $(tail -n 3 "$work/build.log")"
			result=1
		elif passes "$test" </dev/null; then
			echo "$label: NOT FOUND by $test"
			result=1
		else
			echo "$label: found by $test: '$(who)'"
		fi
	done
	(cd "$copy" && git apply -R "$1")
	return $result
}

[ $# -gt 0 ] || set -- "$here"/*.patch
count=$# missed=0
for patch; do
	shift
	[ -f "$patch" ] || patch=$here/$(basename "$patch" .patch).patch
	[ -f "$patch" ] || die "there is no patch '$patch'"
	[ -n "$(field Found-by "$patch")" ] || die "'$patch' names no test: Found-by: tests/..."
	set -- "$@" "$(cd "$(dirname "$patch")" && pwd -P)/$(basename "$patch")"
done
take_copy
build_copy
check_tests "$@"
for patch; do plant "$patch" || missed=$((missed + 1)); done
echo "$count faults, $((count - missed)) found"
[ $missed -eq 0 ]
