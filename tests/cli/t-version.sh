#!/bin/sh
# t-version.sh - `git cvx version`, and what it says for a bug report.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

version=$(sed -n 's/^AC_INIT(\[git-cvx\], \[\(.*\)\])/\1/p' "$srcdir/configure.ac")
same "one line, as git's" "git-cvx version $version" "$(git-cvx version)"
same "--version is the same" "git-cvx version $version" "$(git-cvx --version)"

git-cvx version --build-options >said || exit 99
same "--build-options begins with it" "git-cvx version $version" "$(head -n 1 said)"
same "... and goes on with these" \
	"system program prefix compiler features libgit2 libcurl jansson inih reader" \
	"$(sed 1d said | sed 's/:.*//' | tr '\n' ' ' | sed 's/ $//')"
line() { sed -n "s/^$1: //p" said; }

prefix=$(sed -n 's/^prefix = //p' "$builddir/Makefile")
same "the prefix is configure's" "$prefix" "$(line prefix)"
same "the program is the one that runs" "$(cd "$builddir" && pwd -P)/git-cvx" "$(line program)"
ok "... also under another name and through a link" sh -c "ln -s '$builddir/git-cvx' x && \
	./x version --build-options | grep -qx 'program: $(line program)'"
same "the system is uname's" "$(uname -s) $(uname -r) $(uname -m)" "$(line system)"

# What pkg-config knows is what it was built with, as long as nothing was upgraded since.
built() { # library, its name for pkg-config
	if version=$(pkg-config --modversion "$2" 2>/dev/null); then
		ok "$1 is named with the version it was built with" \
			grep -q "^$1: .*built with $version\$" said
	else
		skip "$1 is named with its version" "pkg-config doesn't know it"
	fi
}
built libgit2 libgit2
built libcurl libcurl
built jansson jansson
built inih inih
ok "libcurl's TLS library is named, too" grep -qE '^libcurl: [0-9.]+, [A-Za-z]+/[0-9]' said

same "no repository: said, and no failure" "none here: not a git repository (or any of the \
parent directories)" "$(line reader)"
git init -q usual && git init -q --object-format=sha256 long
reader() { (cd "$1" && git-cvx version --build-options | sed -n 's/^reader: //p'); }
same "libgit2 reads what it can" libgit2 "$(reader usual)"
same "git the rest" git "$(reader long)"
mkdir usual/.git/cvx && echo '[git] nonsense' >usual/.git/cvx/config.ini
same "broken settings don't matter" libgit2 "$(reader usual)"
fails_with 129 "no other option" git-cvx version --features
finish
