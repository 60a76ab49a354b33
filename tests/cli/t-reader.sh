#!/bin/sh
# t-reader.sh - who reads the repository: by itself, and as the private settings say.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

app() { # folder, arguments of git init
	folder=$1
	shift
	git init -q -b main "$@" "$folder" && cd "$folder" || exit 99
	mkdir -p convex/migrations .git/cvx && echo '{}' >package.json
	printf 'import cvx from "./cvx/convex.config";\napp.use(cvx);\n' >convex/convex.config.ts
	git add . && git commit -qm app
	echo 'export const up = 1;' >convex/migrations/01_one.ts
	git add . && git commit -qm one
	cd "$here" || exit 99
}
reader() { # folder, word
	printf '[git]\nreader = %s\n' "$2" >"$1/.git/cvx/config.ini"
}
# git-cvx where there is no git.
alone() {
	env -C "$1" PATH="$here/none" "$builddir/git-cvx" diff HEAD~1..HEAD
}
mkdir none
app usual
app long --object-format=sha256

same "libgit2 reads what it can, without git" "+ 01_one" "$(alone usual)"
fails_saying "and not SHA-256" "there is no 'git' in PATH" alone long
same "which git does" "+ 01_one" "$(cd long && git-cvx diff HEAD~1..HEAD)"
reader usual git
fails_saying "git, because it was chosen" "there is no 'git' in PATH" alone usual
same "says the same" "+ 01_one" "$(cd usual && git-cvx diff HEAD~1..HEAD)"
reader long libgit2
fails_saying "libgit2, because it was chosen" "libgit2 cannot open this repository" \
	env -C long git-cvx diff HEAD~1..HEAD
reader usual nobody
fails_saying "another word" "one of auto libgit2 git" env -C usual git-cvx diff HEAD~1..HEAD
rm usual/.git/cvx/config.ini && printf '[git]\nreader = git\n' >usual/.cvx.ini
same "a committed file can't choose" "+ 01_one" "$(alone usual 2>/dev/null)"
finish
