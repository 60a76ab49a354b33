#!/bin/sh
# t-versions.sh - packages are of the version that configure.ac names.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

version=$(sed -n 's/^AC_INIT(\[git-cvx\], \[\(.*\)\])/\1/p' "$srcdir/configure.ac")
ok "there is a version" test -n "$version"
same "debian/changelog begins with it" "git-cvx ($version)" \
	"$(sed -n '1s/).*/)/p' "$srcdir/debian/changelog")"
for one in "$srcdir"/packaging/npm/main "$srcdir"/packaging/npm/platforms/*; do
	same "${one##*packaging/} is of it, and asks for nothing else" "$version" \
		"$(sed -n 's/.*"\(version\|@git-cvx[^"]*\)": "\(.*\)".*/\2/p' "$one/package.json" | sort -u)"
done
same "so is Homebrew's formula" "git-cvx-$version.tar.xz" \
	"$(sed -n 's|^  url ".*/\(.*\)"|\1|p' "$srcdir/packaging/homebrew/git-cvx.rb")"
finish
