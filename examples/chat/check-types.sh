#!/bin/sh
# check-types.sh DIR - type-check the app that is checked out in DIR, offline.
#
# tsc needs convex/_generated, which the official CLI writes at each push. Asked
# for a bundle only, it writes it too and calls no deployment; what it writes then
# is looser about calls between functions than after a push, not about documents.
set -eu

[ $# -eq 1 ] || { echo 'usage: check-types.sh DIR' >&2; exit 2; }
cd -- "$1"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if ! node_modules/.bin/convex deploy --url http://127.0.0.1:9 --admin-key none \
	--typecheck disable --debug-bundle-path "$scratch/bundle" \
	</dev/null >"$scratch/log" 2>&1; then
	cat "$scratch/log" >&2
	exit 1
fi
node_modules/.bin/tsc --noEmit -p convex
