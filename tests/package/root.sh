# root.sh - a bare installation of this machine's own distribution, to be installed into.
# Source it; needs root, debootstrap, and apt's sources of this machine:
#
#     root_unpack DIR CACHE     a new one in DIR; CACHE is its tarball, made if there is none
#     root_run DIR COMMAND...   run a command in it, with /proc, and nothing of our environment
#
# Nothing of it is kept but the tarball, and nothing is mounted when a command has ended.

# The distribution's own lines of this machine's sources, as one line each.
root_sources() {
	apt-get indextargets --format 'deb $(REPO_URI) $(CODENAME) $(COMPONENT) #$(ORIGIN)' \
		'Created-By: Packages' | sed -n 's/ *#\(Debian\|Ubuntu\)$//p' | sort -u
}

# How this machine reaches its mirrors: proxy, certificates, names.
root_reach() {
	apt-config dump Acquire | grep -E '^Acquire::(https?|Check|Retries)' >"$1/etc/apt/apt.conf.d/99reach" || :
	for file in /etc/resolv.conf /etc/hosts; do cat "$file" >"$1$file"; done
	if [ -r /etc/ssl/certs/ca-certificates.crt ]; then
		cp /etc/ssl/certs/ca-certificates.crt "$1/etc/apt/reach.crt"
		echo 'Acquire::https::CAInfo "/etc/apt/reach.crt";' >>"$1/etc/apt/apt.conf.d/99reach"
	fi
}

root_make() {
	codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
	mirror=$(root_sources | awk -v name="$codename" '$3 == name { print $2; exit }')
	[ -n "$mirror" ] || { echo "apt has no source for $codename here" >&2; return 1; }
	debootstrap --variant=minbase "$codename" "$1" "$mirror" || return
	rm -f "$1"/var/cache/apt/archives/*.deb
}

root_unpack() {
	if [ ! -f "$2" ]; then
		mkdir -p "$(dirname "$2")" && rm -rf "$2.new" && root_make "$2.new" &&
			tar -C "$2.new" -cf "$2.temp" . && mv "$2.temp" "$2" && rm -rf "$2.new" || return
	fi
	mkdir -p "$1" && tar -C "$1" -xf "$2" || return
	root_sources >"$1/etc/apt/sources.list" && root_reach "$1"
}

# /proc, because the program asks it where it is itself.
root_run() {
	root_dir=$1
	shift
	unshare --mount sh -c 'mount -t proc proc "$0/proc" && exec chroot "$0" env -i HOME=/root \
		PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
		TERM=dumb "$@"' "$root_dir" "$@"
}
