# sh-lib.sh - tests in shell that speak TAP. Source it first:
#
#     . "$srcdir/tests/lib/sh-lib.sh"
#     ok "a sentence" command...             the command succeeds
#     same "a sentence" expected actual      two texts are equal
#     fails_with 128 "a sentence" command... the command exits with this status
#     fails_saying "sentence" words command... it fails, and its output holds the words
#     skip "a sentence" "why"                one test can't be made here
#     skip_all "why"                         nothing can be tested here
#     finish                                 the last line
#
# Starts in an empty folder of its own, $here, with a HOME inside it, no git settings of
# the machine or user, and fixed names and dates. The folder is removed at the end, and
# kept if a test failed. What a failing command said is shown as comments.

set -u

: "${srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}"
: "${builddir:=$srcdir/.build}"
export srcdir builddir

tests_run=0
tests_failed=0

here=$(mktemp -d "${TMPDIR:-/tmp}/cvx-test.XXXXXX") || exit 99
here=$(cd "$here" && pwd -P)

HOME=$here/home
mkdir "$HOME" || exit 99
for name in $(env | sed -n 's/^\(\(GIT\|CVX\|CONVEX\|XDG\)_[A-Za-z0-9_]*\)=.*/\1/p'); do
	unset "$name"
done
GIT_CONFIG_NOSYSTEM=1
GIT_CONFIG_GLOBAL=/dev/null
GIT_AUTHOR_NAME='A Developer' GIT_AUTHOR_EMAIL=developer@example.com
GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL
GIT_AUTHOR_DATE='2025-10-08 15:30:00 +0000' GIT_COMMITTER_DATE=$GIT_AUTHOR_DATE
GIT_CEILING_DIRECTORIES=$here
TZ=UTC LC_ALL=C
unset EDITOR VISUAL PAGER NO_COLOR
export HOME GIT_CONFIG_NOSYSTEM GIT_CONFIG_GLOBAL TZ LC_ALL GIT_CEILING_DIRECTORIES
export GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_AUTHOR_DATE
export GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL GIT_COMMITTER_DATE

at_exit() {
	status=$?
	trap - EXIT
	cd / || exit 99
	if [ "$status" -eq 0 ]; then
		rm -rf "$here"
	else
		echo "# kept: $here"
	fi
	exit "$status"
}
trap at_exit EXIT
trap 'exit 130' INT TERM

cd "$here" || exit 99

report() { # good sentence
	tests_run=$((tests_run + 1))
	if [ "$1" = yes ]; then
		echo "ok $tests_run - $2"
	else
		echo "not ok $tests_run - $2"
		tests_failed=$((tests_failed + 1))
	fi
}

comment() { # a text, as comments
	printf '%s\n' "$1" | sed 's/^/#   /'
}

ok() {
	sentence=$1
	shift
	if said=$("$@" 2>&1); then
		report yes "$sentence"
	else
		status=$?
		report no "$sentence"
		echo "# exit status $status: $*"
		comment "$said"
	fi
}

same() {
	if [ "$2" = "$3" ]; then
		report yes "$1"
	else
		report no "$1"
		echo "# expected:"
		comment "$2"
		echo "# actual:"
		comment "$3"
	fi
}

# What the command said, on both streams, is in $said afterwards.
fails_with() {
	expected=$1 sentence=$2
	shift 2
	said=$("$@" 2>&1)
	status=$?
	if [ "$status" -eq "$expected" ]; then
		report yes "$sentence"
	else
		report no "$sentence"
		echo "# expected exit status $expected, got $status: $*"
		comment "$said"
	fi
}

fails_saying() {
	sentence=$1 words=$2
	shift 2
	said=$("$@" 2>&1)
	status=$?
	case $status:$said in
	0:*) good=no ;;
	*"$words"*) good=yes ;;
	*) good=no ;;
	esac
	report $good "$sentence"
	if [ $good = no ]; then
		echo "# expected a failure and the words: $words"
		echo "# got exit status $status: $*"
		comment "$said"
	fi
}

skip() {
	tests_run=$((tests_run + 1))
	echo "ok $tests_run - $1 # SKIP $2"
}

skip_all() {
	echo "1..0 # SKIP $1"
	exit 0
}

finish() {
	echo "1..$tests_run"
	[ "$tests_failed" -eq 0 ]
	exit
}
