#!/bin/sh
# t-layers.sh - the architecture holds (layers.sh), and breaking it is noticed.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

layers=$srcdir/tests/lint/layers.sh

ok "includes, lists, guards and first lines are as the tables say" sh "$layers" "$srcdir"

# Every header compiles on its own, so includes may come in any order.
alone() {
	for header in $(cd "$srcdir" && find src -name '*.h' | sort); do
		printf '#include "%s"\n' "${header#src/}" >alone.c
		# shellcheck disable=SC2086 # a list of flags
		${CC:-cc} -std=c11 -D_GNU_SOURCE -fsyntax-only -Werror -I"$srcdir/src" \
			${LIBRARY_CFLAGS-} alone.c || return 1
	done
}
ok "every header stands alone" alone

loads_no() { # program expression
	libraries=$(ldd "$1") && printf '%s\n' "$libraries" &&
		! printf '%s\n' "$libraries" | grep -qE "$2"
}
# It starts at every checkout: libgit2 and libcurl alone would cost it 5 ms and more.
ok "git-cvx-hook needs the C library only" \
	loads_no "$builddir/git-cvx-hook" 'git2|curl|jansson|ini[hr]'
ok "git-cvx starts without libcurl" loads_no "$builddir/git-cvx" curl

# ---- the rules bite: each of these lines, added to a copy, is an offence

mkdir copy && cp -R "$srcdir/src" "$srcdir/Makefile.am" copy/
chmod -R u+w copy

notices() { # sentence file line-to-add words
	rm -f original
	[ ! -f "copy/$2" ] || cp "copy/$2" original
	printf '%s\n' "$3" >>"copy/$2"
	fails_saying "$1" "$4" sh "$layers" copy
	if [ -f original ]; then cp original "copy/$2"; else rm "copy/$2"; fi
}

notices "core may not know git" src/core/plan.c '#include "git/repo.h"' \
	"core may not include git/repo.h"
notices "nor the clock" src/core/plan.c '#include <time.h>' "core may not include time.h"
notices "nor print" src/core/plan.c '#include <stdio.h>' "core may not include stdio.h"
notices "base knows nothing of migrations" src/base/buf.c '#include "core/plan.h"' \
	"base may not include core/plan.h"
notices "ui doesn't run anything" src/ui/view.c '  # include "run/run.h"' \
	"ui may not include run/run.h"
notices "of run, net knows the seam only" src/net/call.c '#include "run/journal.h"' \
	"net may not include run/journal.h"
notices "the hook program needs libc only" src/hook/state.c '#include "core/plan.h"' \
	"hook may not include core/plan.h"
notices "no folder calls a command" src/push/seal.c '#include "cmd/cmd.h"' \
	"push may not include cmd/cmd.h"
notices "one header knows libcurl" src/net/retry.c '#include <curl/curl.h>' \
	"may include curl/curl.h"
notices "and what speaks HTTP it" src/net/retry.c '#include "net/libcurl.h"' \
	"is for http.c and server_url.c"
notices "one header knows libgit2" src/git/repo.h '#include <git2.h>' "may include git2.h"
notices "and its reader's files it" src/git/target.c '#include "git/libgit2.h"' \
	"is for libgit2_*.c"
notices "a new file is listed" src/core/new.c '/* new.c - something. */' \
	"src/core/new.c: not listed in Makefile.am"
notices "a listed file is there" Makefile.am 'more = src/core/gone.c' \
	"src/core/gone.c: listed in Makefile.am, not there"
notices "a file says what it is for" src/core/new.c 'int x;' "must begin with"
notices "a header has a guard" src/core/new.h '/* new.h - something. */' \
	"has no guard named CVX_CORE_NEW_H"
mkdir copy/src/extra && echo '#include <stdio.h>' >copy/src/extra/x.c
fails_saying "a new folder needs a line in the table" "no line in the table" sh "$layers" copy

finish
