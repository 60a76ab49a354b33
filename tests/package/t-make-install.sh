#!/bin/sh
# t-make-install.sh - `make install` and `make uninstall`, and an installation that moves.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

unset MAKEFLAGS MFLAGS MAKELEVEL DESTDIR
root=$here/root
make_() { make -s -C "$builddir" DESTDIR="$root" prefix=/opt/cvx "$@" >"$here/made" 2>&1; }
there() { (cd "$root" && find . "$@" | sort); }

mkdir -p "$root/opt/cvx/bin" "$root/opt/cvx/share/man"
before=$(there)
ok "make install" make_ install
same "nothing but programs, man pages and completions" '' \
	"$(there ! -type d | grep -vE '^\./opt/cvx/(bin/git-cvx(-hook)?|share/(man/man[157]/git-cvx.*|bash-completion/completions/.*|zsh/site-functions/_.*|fish/vendor_(completions|conf).d/.*))$')"
for file in bin/git-cvx bin/git-cvx-hook share/man/man1/git-cvx.1 \
	share/bash-completion/completions/git-cvx share/zsh/site-functions/_git-cvx \
	share/fish/vendor_completions.d/git-cvx.fish share/fish/vendor_conf.d/git-cvx.fish; do
	ok "there is $file" test -s "$root/opt/cvx/$file"
done
ok "no path of the build is installed but in debug information" sh -c "make -s -C '$builddir' \
	DESTDIR='$here/stripped' prefix=/opt/cvx install-strip >/dev/null 2>&1 && \
	! grep -rl '$builddir' '$here/stripped'"
ok "install-strip leaves no symbols" sh -c \
	"nm '$here/stripped/opt/cvx/bin/git-cvx' 2>&1 | grep -q 'no symbols'"

# ---- found by git, and by hooks, wherever it is by then

program=$root/opt/cvx/bin
usual=$PATH
PATH=$program:$PATH
same "git finds it" "$(git-cvx version)" "$(git cvx version)"
same "... the one that is installed" "program: $program/git-cvx" \
	"$(git cvx version --build-options | grep ^program:)"
git init -q -b main app && cd app && git commit -q --allow-empty -m first || exit 99
git cvx hooks install 2>/dev/null
ok "hooks name it" grep -qF "hook='$program/git-cvx-hook'" .git/hooks/post-checkout
git cvx hooks uninstall 2>/dev/null

# As Homebrew has it: a link in PATH, to a folder that the next version won't have.
mkdir "$here/linked" && ln -s "$program"/git-cvx* "$here/linked"
PATH=$here/linked:$usual
git cvx hooks install 2>/dev/null
ok "hooks name the link, not what it leads to now" \
	grep -qF "hook='$here/linked/git-cvx-hook'" .git/hooks/post-checkout
ok "... and are installed" git cvx hooks status
git cvx hooks uninstall 2>/dev/null
PATH=$usual
CVX_HOOK_PROGRAM=$here/linked/git-cvx-hook "$program/git-cvx" hooks install 2>/dev/null
ok "or what npm's launcher names" \
	grep -qF "hook='$here/linked/git-cvx-hook'" .git/hooks/post-checkout
CVX_HOOK_PROGRAM=$(command -v true) "$program/git-cvx" hooks install 2>/dev/null
ok "unless that is another program" \
	grep -qF "hook='$program/git-cvx-hook'" .git/hooks/post-checkout

# What stands in for it says that it was called.
printf '#!/bin/sh\necho "called: $1"\n' >"$here/hook" && chmod +x "$here/hook"
mkdir "$here/new" && cp "$here/hook" "$here/new/git-cvx-hook"
cp "$here/hook" "$program/git-cvx-hook"
same "a newer one in its place is called" "called: post-checkout" \
	"$(git checkout -q -B other 2>&1)"
rm "$program/git-cvx-hook"
same "one that has moved is found in PATH" "called: post-checkout" \
	"$(PATH=$here/new:$usual git checkout -q -B other 2>&1)"
same "where there is none any more git is silent" "" \
	"$(PATH=/usr/bin:/bin git checkout -q -B other 2>&1 || echo failed)"
cd "$here" || exit 99

# ---- and out again

make_ install
ok "make uninstall" make_ uninstall
same "leaves nothing, not even empty folders" "$before" "$(there)"
make_ install
touch "$root/opt/cvx/share/zsh/site-functions/_other" "$root/opt/cvx/share/man/man1/other.1"
make_ uninstall
same "... but other people's files" "./opt/cvx/share/man/man1/other.1
./opt/cvx/share/zsh/site-functions/_other" "$(there ! -type d)"
finish
