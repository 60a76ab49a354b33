#!/bin/sh
# t-out-of-memory.sh - git-cvx-hook exits with 0 whichever of its allocations fails, the C
# library's own included.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

: "${CC:=cc}"
bin=$here/bin
failing=$here/out_of_memory.so
mkdir "$bin"

echo '#include <features.h>
#ifndef __GLIBC__
#error another C library
#endif' >glibc.c
$CC -E glibc.c >/dev/null 2>&1 || skip_all "allocations are made to fail through glibc"
$CC -shared -fPIC -o "$failing" "$srcdir/tests/lib/out_of_memory.c" || exit 99
# Under a sanitizer they are its own: the same sources without it.
if [ -n "${SANITIZE-}" ]; then
	$CC -std=c11 -O1 -include "$builddir/config.h" -I"$srcdir/src" -o "$bin/git-cvx-hook" \
		"$srcdir"/src/hook/*.c "$srcdir"/src/base/*.c "$srcdir/src/core/migration.c" \
		"$srcdir/src/core/names.c" || exit 99
else
	cp "$builddir/git-cvx-hook" "$bin/" || exit 99
fi
printf '#!/bin/sh\nexit 0\n' >"$bin/git-cvx"
chmod +x "$bin/git-cvx"

git init -q -b main app && cd app || exit 99
mkdir -p convex/migrations .git/cvx
echo 'export const up = 1;' >convex/migrations/20250101_000000_first.ts
echo '[cvx]' >.git/cvx/config.ini
git add -A && git commit -qm 'the app' || exit 99
record() {
	"$builddir/tests/hook/record" "$PWD/.git" "$PWD" 20250101_000000_first || exit 99
}

# each_fails SENTENCE ARGUMENT...: with none of its allocations, and with none from one of them
# on, does the program end with anything but 0.
each_fails() {
	sentence=$1
	shift
	rm -f "$here/count"
	LD_PRELOAD=$failing OUT_OF_MEMORY_COUNT=$here/count "$bin/git-cvx-hook" "$@" >/dev/null 2>&1
	count=$(cat "$here/count")
	wrong=
	at=0
	[ "${count:-0}" -gt 5 ] || wrong=" only ${count:-no} allocations were counted"
	while [ "$at" -lt "${count:-0}" ]; do
		at=$((at + 1))
		for which in "$at" "-$at"; do
			LD_PRELOAD=$failing OUT_OF_MEMORY_AT=$which "$bin/git-cvx-hook" "$@" \
				>/dev/null 2>"$here/said" || wrong="$wrong $which:$?"
		done
	done
	same "$sentence: 0, whichever allocation fails" "" "$wrong"
}

each_fails "without a record" post-checkout x y 1
record
each_fails "nothing to do" post-checkout x y 1
echo '// more' >>convex/migrations/20250101_000000_first.ts
each_fails "something changed" post-checkout x y 1
each_fails "git-cvx runs" post-merge 0
each_fails "a commit" post-commit
each_fails "as git's configuration calls it" configured x y 1
mkdir .git/rebase-merge
each_fails "in a rebase" post-checkout x y 1
rmdir .git/rebase-merge
each_fails "for the shell" --complete ids
each_fails "for a prompt" --status-short
said=$(LD_PRELOAD=$failing OUT_OF_MEMORY_AT=5 "$bin/git-cvx-hook" post-checkout x y 1 2>&1)
same "and the reason is said" "fatal: out of memory" "$said"

# ---- a reader that has gone

rm .git/cvx/state "$bin/git-cvx"
git_cvx_hook() {
	while [ ! -e "$here/gone" ]; do :; done
	PATH=/usr/bin:/bin "$bin/git-cvx-hook" post-checkout x y 1
	echo $? >"$here/status"
}
git_cvx_hook 2>&1 | { exec <&-; : >"$here/gone"; }
same "the program that read what git says may have gone" 0 "$(cat "$here/status")"
finish
