#!/bin/sh
# check-convex.sh - hold the deployment of CVX_TEST_URL to the suites that sandboxes are held to.
#
# They replace everything on it: functions, schema, documents. So it must be named, and must be
# empty or their own (tests/conformance/guard.mjs looks).
set -eu
cd "$(dirname "$0")/.."
if [ -z "${CVX_TEST_URL-}" ] || [ -z "${CVX_TEST_ADMIN_KEY-}" ]; then
	cat >&2 <<'END'
check-convex: say which deployment: set CVX_TEST_URL and CVX_TEST_ADMIN_KEY.
Everything on it will be replaced: functions, schema, documents. Use one of its own.
END
	exit 1
fi
# What it answered, word by word, beside what the sandbox answers by the backend's source.
: "${CVX_TEST_TRANSCRIPT:=$PWD/convex-transcript.json}"
export CVX_TEST_URL CVX_TEST_ADMIN_KEY CVX_TEST_TRANSCRIPT
[ -d examples/chat/node_modules ] || { echo "check-convex: run 'npm ci' in examples/chat" >&2; exit 1; }
node tests/conformance/guard.mjs
# One after the other: there is one deployment.
status=0
node --test --test-concurrency=1 tests/conformance/*.test.mjs || status=1
if [ -f "$CVX_TEST_TRANSCRIPT" ]; then
	node tests/conformance/transcript.mjs "$CVX_TEST_TRANSCRIPT"
	echo "check-convex: all of it is in $CVX_TEST_TRANSCRIPT"
fi
node --test --test-concurrency=1 tests/e2e/*.test.mjs || status=1
exit $status
