#!/bin/sh
# check-lintian.sh FOLDER - lintian on the packages that `make deb` left in FOLDER, at its
# strictest. What it may say is in packaging/lintian-known, with the reason; what is there
# and no longer said is an error, too.
folder=$(realpath "$1")
: "${srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}"
. "$srcdir/tests/lib/sh-lib.sh"
command -v lintian >/dev/null || skip_all "lintian isn't installed"

look() { lintian --allow-root --fail-on none -EvIL +pedantic "$folder"/*.changes >said 2>&1; }
ok "lintian runs" look
sed -n 's/^\([EWIPXC]\): git-cvx\(-dbgsym\)\?\( source\)\?: \([a-z-]*\).*/\1 \4/p' said | sort -u >found
sed 's/#.*//; s/ *$//; /^$/d' "$srcdir/packaging/lintian-known" | sort -u >known
same "lintian says nothing else than what is known" "$(cat known)" "$(cat found)"
[ "$tests_failed" = 0 ] || comment "$(cat said)"
finish
