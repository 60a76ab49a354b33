#!/bin/sh
# t-short.sh - a few words for prompts, and that the shells show them.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

short() { git-cvx status --short; }

same "outside of a repository there is nothing to say" "" "$(short 2>&1)"
ok "... and that is fine" short
git init -q -b main app && cd app || exit 99
mkdir -p convex/migrations .git/cvx && echo '{}' >package.json
git add . && git commit -qm app
same "nor where nothing was ever run" "" "$(short 2>&1)"
ok "... and that is fine, too" short
"$builddir/tests/hook/record" "$PWD/.git" "$PWD"
prompt=$(short)
ok "what the last run has left is said" test -n "$prompt"
same "the hook program says the same" "$prompt" "$(git-cvx-hook --status-short)"
same "in one line" 1 "$(short | wc -l)"
echo >convex/schema.ts
touch convex/migrations/01_new.ts
ok "that files have changed since is said" sh -c 'git-cvx status --short | grep -q "changed since"'
mkdir -p .git/cvx/run && echo >.git/cvx/run/0123456789abcdef
same "an unfinished run is" "unfinished run" "$(short)"
rm -r .git/cvx/run
prompt=$(short)

# ---- the lines of the manual

snippet() { # shell
	sed -n "/^\.SH PROMPT/,/^\.EE/p" "$srcdir/man/git-cvx.1.in" |
		sed -n "/^    # $1/,/^    #\|^\.EE/p" | sed -n '/^    [^#]/p' |
		sed 's/^    //; s/\\-/-/g; s/\\e/\\/g'
}
ok "the manual has snippets" test -n "$(snippet bash)" -a -n "$(snippet zsh)" -a -n "$(snippet fish)"
if command -v bash >/dev/null; then
	snippet bash >"$here/rc"
	# shellcheck disable=SC2016
	ok "bash shows it" sh -c 'bash --norc -c ". \"$1/rc\"; printf \"%s\" \"\${PS1@P}\"" - "$1" |
		grep -qF "$2"' - "$here" "$prompt"
else
	skip "bash shows it" "bash isn't installed"
fi
if command -v zsh >/dev/null; then
	snippet zsh >"$here/rc"
	# shellcheck disable=SC2016
	ok "zsh shows it" sh -c 'zsh -f -c ". \"$1/rc\"; print -P -- \$PROMPT" - "$1" | grep -qF "$2"' \
		- "$here" "$prompt"
else
	skip "zsh shows it" "zsh isn't installed"
fi
if command -v fish >/dev/null; then
	snippet fish >"$here/rc"
	# shellcheck disable=SC2016
	ok "fish shows it" sh -c 'fish --no-config -c "source $1/rc; fish_right_prompt" | grep -qF "$2"' \
		- "$here" "$prompt"
else
	skip "fish shows it" "fish isn't installed"
fi
finish
