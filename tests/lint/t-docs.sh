#!/bin/sh
# t-docs.sh - what is generated from the table of commands is current, and well made.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

current() {
	sh "$srcdir/src/cmd/regen.sh" "$builddir/src/cmd/gen_docs" "$srcdir" "$here/fresh" &&
		diff -r "$here/fresh/$1" "$srcdir/$2"
}

page=$srcdir/man/git-cvx.1
ok "the man page is current; else run 'make regen'" current man/git-cvx.1 man/git-cvx.1
for name in git-cvx _git-cvx git-cvx.fish; do
	ok "completions/$name is current" current "completions/$name" "completions/$name"
done
ok "the manual is complete" sh -c "! grep -n '^@[A-Z]*@\$' '$page'"

# with TOOL SENTENCE COMMAND...: a test that needs a program
with() {
	tool=$1 sentence=$2
	shift 2
	if command -v "$tool" >/dev/null; then
		ok "$sentence" "$@"
	else
		skip "$sentence" "$tool isn't installed"
	fi
}

silent() { # a command that must succeed and say nothing
	words=$("$@" 2>&1 >/dev/null) && [ -z "$words" ] || { printf '%s\n' "$words"; return 1; }
}

with mandoc "mandoc has nothing to say about the man page" mandoc -T lint -W warning "$page"
with groff "nor has groff" silent groff -ww -man -Tascii "$page"
with bash "bash can read its completions" bash -n "$srcdir/completions/git-cvx"
with zsh "zsh can" zsh -n "$srcdir/completions/_git-cvx"
with fish "fish can" fish -n "$srcdir/completions/git-cvx.fish"

# ---- -h

narrow() { "$@" | awk 'length($0) > 80 { print; wide = 1 } END { exit wide }'; }

ok "git cvx -h fits 80 columns" narrow git-cvx -h
commands=$(git-cvx -h | sed -n 's/^   \([a-z]*\) .*/\1/p')
for command in $commands; do
	ok "git cvx $command -h fits 80 columns" narrow git-cvx "$command" -h
	ok "and the man page knows it" grep -q "^\.SS git cvx $command\( \|\$\)" "$page"
done
same "a command without options or operands" "usage: git cvx continue" \
	"$(git-cvx continue -h | head -n 1)"
same "operands come once" 1 "$(git-cvx plan -h | grep -o '<a>\.\.<b>\]' | wc -l)"
same "and so do options" 1 "$(git-cvx status -h | head -n 2 | grep -o -- --json | wc -l)"
ok "there are commands" test -n "$commands"

# Each exit status that the program may end with is in the man page.
for status in 0 1 3 4 5 128 129 130; do
	ok "the man page explains status $status" grep -qx "\.B $status" "$page"
done

finish
