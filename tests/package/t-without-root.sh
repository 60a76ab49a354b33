#!/bin/sh
# t-without-root.sh - the lines of packaging/README.md that install into a home folder do so.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

unset MAKEFLAGS MFLAGS MAKELEVEL DESTDIR MANPATH
# Fenced blocks of a language in its section, the Nth.
block() { # language, which
	awk -v start='```'"$1" -v which="$2" '/^## / { in_section = $0 == "## Without root" }
		/^```$/ { printing = 0 }
		printing { print }
		in_section && $0 == start && ++n == which { printing = 1 }' "$srcdir/packaging/README.md"
}

block sh 1 >steps
same "it is built for the home folder" '--prefix="$HOME/.local"' "$(sed -n 's/^\.\/configure //p' steps)"
ok "and installed" grep -q '^make install ' steps
ok "there" make -s -C "$builddir" prefix="$HOME/.local" install
block sh 2 >.bashrc-lines
usual=/usr/bin:/bin
in_shell() { # shell, its options, lines
	env -i HOME="$HOME" PATH="$usual" TERM=dumb LC_ALL=C "$@" 2>&1
}
same "git finds it" "$(git-cvx version)" \
	"$(in_shell sh -c "$(cat .bashrc-lines); git cvx version")"
page=$HOME/.local/share/man/man1/git-cvx.1
if command -v man >/dev/null; then
	same "man finds its page" "$page" "$(in_shell sh -c "$(cat .bashrc-lines); man -w git-cvx")"
	same "... with MANPATH, as it says" "$page" "$(in_shell sh -c "$(cat .bashrc-lines)
		MANPATH=\$HOME/.local/share/man:/usr/share/man; export MANPATH; man -w git-cvx")"
else
	skip "man finds its page" "man isn't installed"
fi
loader=/usr/share/bash-completion/bash_completion
if [ -r "$loader" ]; then
	ok "bash completes it" in_shell bash -c "$(cat .bashrc-lines); . $loader
		_completion_loader git-cvx || :; complete -p git-cvx"
else
	skip "bash completes it" "bash-completion isn't installed"
fi
if command -v zsh >/dev/null; then
	same "zsh completes it" "_git-cvx" "$(in_shell zsh -fc "$(cat .bashrc-lines)
		$(block zsh 1)
		autoload -Uz compinit && compinit -D -u; echo \$_comps[git-cvx]")"
else
	skip "zsh completes it" "zsh isn't installed"
fi
if command -v fish >/dev/null; then
	same "fish finds it" "$(git-cvx version)" "$(in_shell fish -c "$(block fish 1)
		git cvx version")"
	ok "... and completes it" in_shell fish -c "$(block fish 1)
		complete -C 'git-cvx ver' | grep -q '^version'"
else
	skip "fish finds it" "fish isn't installed"
fi
ok "it goes again" make -s -C "$builddir" prefix="$HOME/.local" uninstall
same "... but for the folders of the home" '' "$(find "$HOME/.local" ! -type d -name '*cvx*')"
finish
