#!/bin/sh
# t-linear.sh - files that a branch can hold cost as much as they are long; see linear.c.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

: "${CC:=cc}" "${LIBRARY_CFLAGS:=}" "${LIBRARY_LIBS:=-linih}"
counted="-std=c11 -O1 -fno-builtin -fsanitize-coverage=trace-pc -include $srcdir/tests/work/counted.h"
src=$srcdir/src

echo 'int main(void) { return 0; }' >try.c
# shellcheck disable=SC2086 # lists of words
$CC -fsanitize-coverage=trace-pc -S -o try.s try.c 2>/dev/null ||
	skip_all "$CC has no -fsanitize-coverage=trace-pc"
# shellcheck disable=SC2086
for file in "$src"/base/*.c "$src"/core/*.c "$src"/conf/*.c "$src/app/convex_config.c" \
	"$src/app/new_parts.c" "$src/app/package_json.c" "$src/git/json_peek.c" "$src/push/needs.c" \
	"$src/push/path.c"; do
	case $file in */conf/link*|*/conf/clone.c|*/conf/access_store.c) continue ;; esac
	$CC -include "$builddir/config.h" $counted -I"$src" $LIBRARY_CFLAGS -c "$file" || exit 99
done
# shellcheck disable=SC2086
$CC -std=c11 -include "$builddir/config.h" -I"$src" -I"$srcdir/tests/lib" -o linear \
	"$srcdir/tests/work/linear.c" ./*.o $LIBRARY_LIBS -lm || exit 99
./linear
