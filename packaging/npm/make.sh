#!/bin/sh
# make.sh PROGRAM HOOK FOLDER - npm's packages of git-cvx, in FOLDER: git-cvx itself, and the one
# of this machine's platform. PROGRAM is a git-cvx that looks for its libraries in ../lib.
#
# Libraries that aren't a part of every system come along, with their licences. What is built
# here runs where the C library is at least as new; `npm pack FOLDER/...` makes the tarballs.
set -eu
program=$1 hook=$2 out=$3
top=$(cd "$(dirname "$0")/../.." && pwd)

case $(uname -sm) in
'Linux x86_64') platform=linux-x64 ;;
'Linux aarch64') platform=linux-arm64 ;;
*) echo "make.sh: only for Linux with glibc, on x86-64 and ARM64; see packaging/README.md" >&2; exit 1 ;;
esac

# The C library's own parts have to fit each other, and are everywhere.
is_everywhere() {
	case $1 in
	ld-linux*.so.* | libc.so.* | libm.so.* | libdl.so.* | libpthread.so.* | libresolv.so.* | librt.so.*) ;;
	*) return 1 ;;
	esac
}

# The Debian package that a file belongs to, which dpkg knows by one of its two names.
package_of() {
	{ dpkg-query -S "$1" || dpkg-query -S "/usr$1" || dpkg-query -S "$(realpath "$1")"; } 2>/dev/null |
		sed -n '1s/:.*//p'
}

take_library() {
	cp -L "$1" "$package/lib/"
	owner=$(package_of "$1")
	[ -r "/usr/share/doc/$owner/copyright" ] ||
		{ echo "make.sh: nobody says under which licence '$1' is" >&2; exit 1; }
	cp "/usr/share/doc/$owner/copyright" "$package/licenses/$owner"
}

rm -rf "$out"
main=$out/git-cvx package=$out/$platform
mkdir -p "$main/bin" "$main/man" "$package/bin" "$package/lib" "$package/licenses"
cp "$top/packaging/npm/main/package.json" "$top/packaging/npm/main/README.md" "$top/LICENSE" "$main/"
for name in git-cvx git-cvx-hook; do
	cp "$top/packaging/npm/main/launcher" "$main/bin/$name" && chmod 755 "$main/bin/$name"
done
cp "$top"/man/*.[157] "$main/man/"

cp "$top/packaging/npm/platforms/$platform/package.json" "$top/LICENSE" "$package/"
cp "$program" "$package/bin/git-cvx"
cp "$hook" "$package/bin/git-cvx-hook"
for page in "$top"/man/*.[157]; do
	mkdir -p "$package/share/man/man${page##*.}" && cp "$page" "$package/share/man/man${page##*.}/"
done
strip "$package/bin/git-cvx" "$package/bin/git-cvx-hook"
ldd "$program" | sed -n 's/.* => \(\/[^ ]*\) .*/\1/p' | while read -r library; do
	is_everywhere "${library##*/}" || take_library "$library"
done
chmod 644 "$package"/lib/*
