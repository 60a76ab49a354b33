# lib.sh - what the benchmarks share: a folder of their own, our programs in it, hooks, medians.
#
# Sourced by them, with builddir and srcdir set. Sets $here, removed at the end.
: "${builddir:?where git-cvx-hook was built; make bench sets it}"
: "${srcdir:?the source tree; make bench sets it}"

here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
export HOME="$here" GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null LC_ALL=C
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.com
export GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.com
unset GIT_DIR GIT_WORK_TREE CVX_SKIP CVX_IN_HOOK 2>/dev/null || :

# The hook's program, and a git-cvx that notes, a line each, which event woke it.
make_programs() {
	mkdir "$here/bin"
	cp "$builddir/git-cvx-hook" "$here/bin/"
	printf '#!/bin/sh\necho "$2" >>"%s/woken"\n' "$here" >"$here/bin/git-cvx"
	chmod +x "$here/bin/git-cvx"
}

# Our hooks in the repository of the current folder, as one that uses git-cvx.
make_hooks() {
	mkdir -p .git/cvx
	echo '[cvx]' >.git/cvx/config.ini
	for event in post-checkout post-merge post-rewrite post-commit; do
		sed "s|@PROGRAM@|'$here/bin/git-cvx-hook'|; s|@EVENT@|$event|g" \
			"$srcdir/hooks/shim" >".git/hooks/$event"
		chmod +x ".git/hooks/$event"
	done
}

median() {
	sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}
