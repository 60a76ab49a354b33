#!/bin/sh
# t-drift.sh - t-docs.sh notices when a help text, an option, a setting or an exit status changes
# and the documentation doesn't; until it is generated anew.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

copy=$here/copy build=$here/build
mkdir -p "$copy/tests/lint" "$build/src/cmd"
cp -R "$srcdir/src" "$srcdir/man" "$srcdir/completions" "$srcdir/README.md" "$copy/"
cp -R "$srcdir/tests/lib" "$copy/tests/"
cp "$srcdir/tests/lint/t-docs.sh" "$copy/tests/lint/"
chmod -R u+w "$copy"

# edit FILE AWK-PROGRAM: in the copy; it must change something
edit() {
	awk "$2" "$srcdir/$1" >"$copy/$1"
	ok "$1 is changed" sh -c "! cmp -s '$srcdir/$1' '$copy/$1'"
}
edit src/cmd/cmd_new.c '
	/\.help = "/ && !helped++ { sub(/\.help = "/, "&drifted: ") }
	/^\t\{ 0 \}/ && !added++ { print "\t{ .kind = OPT_FLAG, .name = \"novel\", .help = \"a new option\" }," }
	{ print }'
edit src/conf/config.def '{ sub(/"folder that holds/, "\"drifted: folder that holds"); print }'
edit src/cmd/manual.def '{ sub(/\(128, "/, "&drifted: "); print }'

# The generator, made of what has changed and of what hasn't.
compile() {
	# shellcheck disable=SC2086 # lists of words
	$CC -std=c11 $SANITIZE -include "$builddir/config.h" -I"$copy/src" $LIBRARY_CFLAGS \
		"$copy/src/cmd/cmd_new.c" "$copy/src/cmd/docs_man.c" "$copy/src/conf/config.c" \
		"$copy/src/cmd/gen_docs.c" "$builddir/libcvx.a" $LIBRARY_LIBS -o "$build/src/cmd/gen_docs"
}
ok "the generator can be made" compile

# What it keeps as it fails goes with our own folder.
check() { TMPDIR=$here srcdir=$copy builddir=$build sh "$copy/tests/lint/t-docs.sh" >"$here/log" 2>&1; }

fails_with 1 "the check fails" check
for file in man/git-cvx.1 man/git-cvx-config.5 completions/git-cvx completions/_git-cvx \
	completions/git-cvx.fish; do
	ok "for $file" grep -q "^not ok .* $file is current" "$here/log"
done
ok "for nothing else" sh -c "! grep '^not ok' '$here/log' | grep -v 'is current'"
ok "and it says what to do" grep -q "run 'make regen'" "$here/log"
for text in 'drifted: the table' 'a new option' 'drifted: folder' 'drifted: another failure'; do
	ok "'$text' is shown" grep -qi "$text" "$here/log"
done

sh "$copy/src/cmd/regen.sh" "$build/src/cmd/gen_docs" "$copy" "$copy"
ok "generated anew, it holds" check
finish
