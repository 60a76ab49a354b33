#!/bin/sh
# t-versions.sh - packages are of the version that configure.ac names.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

version=$(sed -n 's/^AC_INIT(\[git-cvx\], \[\(.*\)\])/\1/p' "$srcdir/configure.ac")
ok "there is a version" test -n "$version"
same "debian/changelog begins with it" "git-cvx ($version)" \
	"$(sed -n '1s/).*/)/p' "$srcdir/debian/changelog")"
finish
