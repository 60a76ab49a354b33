#!/bin/sh
# check-clean-root.sh DEB CACHE NPM - install the Debian package in folder DEB on a bare system, use
# it, remove it; before that, start what `make npm` left in NPM, which brings along what isn't there.
#
# Needs root, debootstrap and the network; CACHE is the bare system's tarball, made once.
deb=$(realpath "$1"/git-cvx_*.deb) cache=$(realpath -m "$2") npm=$(realpath "$3")
: "${srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}"
. "$srcdir/tests/lib/sh-lib.sh"
. "$srcdir/tests/package/root.sh"

root=$here/root
root_unpack "$root" "$cache" >"$here/unpacked" 2>&1 || { cat "$here/unpacked"; exit 99; }
in_root() { root_run "$root" "$@" </dev/null; }
bash_in_root() { in_root bash -euc "$1"; }
# What apt and dpkg keep for themselves, and what changes by itself, isn't looked at.
there() {
	(cd "$root" && find . \( -path ./proc -o -path ./var/lib/apt -o -path ./var/lib/dpkg \
		-o -path ./var/log -o -path ./var/cache -o -path ./tmp -o -path ./root \) -prune \
		-o -print | sort)
}
ours() { there | grep cvx; }

mkdir "$root/root/npm" && cp -r "$npm"/linux-*/. "$root/root/npm/"
ok "there is no libcurl, libgit2, nor git" bash_in_root \
	"! ls /usr/bin/git /usr/lib/*/libcurl* /usr/lib/*/libgit2*"
same "npm's program starts all the same" "git-cvx version $(dpkg-deb -f "$deb" Version)" \
	"$(in_root /root/npm/bin/git-cvx version 2>&1)"
ok "... with all of its libraries" bash_in_root \
	"/root/npm/bin/git-cvx version --build-options | grep '^libcurl: .* OpenSSL/'"
ok "... and so does the one for hooks" in_root /root/npm/bin/git-cvx-hook post-checkout a b 1

cp "$deb" "$root/root/" && name=$(basename "$deb")
in_root apt-get update -qq || exit 99
# A person's machine has these; the package doesn't ask for bash's.
in_root apt-get install -y -qq bash-completion >"$here/apt" 2>&1 || { cat "$here/apt"; exit 99; }
ok "apt install ./$name" bash_in_root "cd /root && apt-get install -y ./$name"
same "git finds it" "git-cvx version $(dpkg-deb -f "$deb" Version)" "$(in_root git cvx version)"
ok "it was built for the system" bash_in_root \
	"git cvx version --build-options | grep -x 'prefix: /usr'"
ok "... and finds its libcurl" bash_in_root "git cvx version --build-options | grep '^libcurl: [0-9]'"
ok "git cvx --help is the manual" bash_in_root "MANPAGER=cat git cvx --help | grep -q GETTING"
ok "git help cvx, too" bash_in_root "MANPAGER=cat git help cvx | grep -q GETTING"
ok "bash completes git-cvx" bash_in_root ". /usr/share/bash-completion/bash_completion
	_completion_loader git-cvx || :; complete -p git-cvx"
ok "the completions of zsh and fish are where they look" bash_in_root \
	"test -s /usr/share/zsh/vendor-completions/_git-cvx &&
	test -s /usr/share/fish/vendor_completions.d/git-cvx.fish &&
	test -s /usr/share/fish/vendor_conf.d/git-cvx.fish"

bash_in_root 'git config --global user.name A; git config --global user.email a@example.com
	git config --global advice.detachedHead false
	git init -q -b main /root/app; cd /root/app; git commit -q --allow-empty -m first
	git branch other' || exit 99
checkout() { bash_in_root "cd /root/app && git checkout -q $1 2>&1"; }
ok "hooks are installed" bash_in_root "cd /root/app && git cvx hooks install"
ok "... by the path that upgrades leave in place" bash_in_root \
	"grep -qF \"hook='/usr/bin/git-cvx-hook'\" /root/app/.git/hooks/post-checkout"
same "a checkout calls it" "git cvx: this work tree has no git-cvx app ('package.json' is missing); \
data stays as it is" "$(checkout other || echo failed)"

ok "apt remove" in_root apt-get remove -y git-cvx
same "no file of ours is left" '' "$(ours)"
same "the hooks that are left in a repository are harmless" '' "$(checkout main || echo failed)"
same "... to commits, too" '' \
	"$(bash_in_root 'cd /root/app && git commit -q --allow-empty -m second 2>&1' || echo failed)"
ok "apt install, again" bash_in_root "cd /root && apt-get install -y ./$name"
ok "... and the hooks are still installed" bash_in_root "cd /root/app && git cvx hooks status"
ok "apt purge, with what came with it" in_root apt-get purge -y --auto-remove git-cvx
same "no file of ours is left then" '' "$(ours)"
bash_in_root "cd /root && apt-get install -y ./$name && apt-get purge -y git-cvx" >/dev/null 2>&1
with_libraries=$(there)
bash_in_root "cd /root && apt-get install -y ./$name && apt-get purge -y git-cvx" >/dev/null 2>&1
same "nor anything else that the package made: installed and removed, nothing has changed" \
	"$with_libraries" "$(there)"
finish
