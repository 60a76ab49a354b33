#!/bin/sh
# t-docs.sh - what is generated from the tables is current, and well made; nothing that the
# sources know of is missing in the manual.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

pages="git-cvx.1 git-cvx-config.5 git-cvx-migrations.7"
generated="man/git-cvx.1 man/git-cvx-config.5 man/git-cvx-migrations.7
completions/git-cvx completions/_git-cvx completions/git-cvx.fish
completions/conf/git-cvx.fish"

sh "$srcdir/src/cmd/regen.sh" "$builddir/src/cmd/gen_docs" "$srcdir" "$here/fresh" || exit 99
for file in $generated; do
	ok "$file is current; else run 'make regen'" diff "$here/fresh/$file" "$srcdir/$file"
done

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

narrow() { # a command whose lines fit; what is bold in it is printed twice
	"$@" | awk '{ gsub(/.\010/, "") } length($0) > 80 { print; wide = 1 } END { exit wide }'
}

for page in $pages; do
	file=$srcdir/man/$page
	ok "$page is complete" sh -c "! grep -n '^@[A-Z]*@\$' '$file'"
	with mandoc "mandoc has nothing to say about $page" mandoc -T lint -W warning "$file"
	with groff "nor has groff" silent groff -ww -man -Tascii "$file"
	with mandoc "$page fits 80 columns" narrow mandoc -T ascii -O width=80 "$file"
	ok "its examples are .EX blocks, which are run" sh -c "! grep -n '^\.nf' '$srcdir/man/$page.in'"
	same "and written as they are typed: regen.sh escapes them" "" \
		"$(sed -n '/^\.EX/,/^\.EE/{/\\[-e]/p;}' "$srcdir/man/$page.in")"
done
hook_page=$srcdir/man/git-cvx-hook.1
with mandoc "mandoc has nothing to say about the hook program's page" \
	mandoc -T lint -W warning "$hook_page"
with groff "nor has groff" silent groff -ww -man -Tascii "$hook_page"
with bash "bash can read its completions" bash -n "$srcdir/completions/git-cvx"
with zsh "zsh can" zsh -n "$srcdir/completions/_git-cvx"
with fish "fish can" fish -n "$srcdir/completions/git-cvx.fish"
with fish "also what it reads when it starts" fish -n "$srcdir/completions/conf/git-cvx.fish"
with shellcheck "shellcheck has nothing to say about those of bash" \
	shellcheck "$srcdir/completions/git-cvx"

# ---- -h

page=$srcdir/man/git-cvx.1
ok "git cvx -h fits 80 columns" narrow git-cvx -h
commands=$(git-cvx -h | sed -n 's/^   \([a-z]*\) .*/\1/p')
for command in $commands; do
	ok "git cvx $command -h fits 80 columns" narrow git-cvx "$command" -h
	# A pager begins at the first heading that begins so.
	same "and the manual has a section about it" "git cvx $command" \
		"$(grep "^\.SS git cvx $command" "$page" | head -n 1 | cut -c 5- | cut -d ' ' -f 1-3)"
done
same "a command without options or operands" "usage: git cvx continue" \
	"$(git-cvx continue -h | head -n 1)"
same "operands come once" 1 "$(git-cvx plan -h | grep -o '<a>\.\.<b>\]' | wc -l)"
same "and so do options" 1 "$(git-cvx status -h | head -n 2 | grep -o -- --json | wc -l)"
ok "there are commands" test -n "$commands"

# Commands that the texts name; those of examples are run.
named=$({
	sed -n 's/^\.B[A-Z]* "\{0,1\}git cvx \([a-z]*\).*/\1/p' "$srcdir"/man/*.in
	grep -oE '`git cvx [a-z]+' "$srcdir/README.md" | sed 's/.* //'
} | sort -u)
for command in $named; do
	ok "git cvx $command, which the texts name, is one" sh -c "echo '$commands' | grep -qx $command"
done
ok "they name some" test -n "$named"

# ---- what the sources know

# Each exit status that the program may end with, as err.c has them.
for status in 0 1 $(sed -n 's/.*return \([0-9]*\);$/\1/p' "$srcdir/src/base/err.c"); do
	ok "the manual explains status $status" grep -qx "\.B $status" "$page"
done

# Variables that belong to git-cvx or the Convex CLI, as string literals. CONVEX_TMPDIR is only
# set, for the CLI.
variables=$(grep -rhoE '"(CVX|CONVEX)_[A-Z_]*[A-Z]"' "$srcdir/src" --include='*.[ch]' | tr -d '"' |
	sort -u)
for variable in $variables; do
	ok "the manual explains $variable" grep -qx "\.B $variable" "$page"
done
ok "variables were found" test -n "$variables"

# Settings, as config.def has them.
keys=$(sed -n 's/^CONFIG_\(ENV_\)\{0,1\}KEY("\([a-z]*\)", "\([a-z-]*\)".*/\3/p' \
	"$srcdir/src/conf/config.def")
for key in $keys; do
	ok "the manual explains the setting $key" \
		grep -q "^.fB$(printf '%s' "$key" | sed 's/-/.-/g').fR = " "$srcdir/man/git-cvx-config.5"
done
ok "settings were found" test -n "$keys"

finish
