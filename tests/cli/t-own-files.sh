#!/bin/sh
# t-own-files.sh - what somebody put in the place of our files is named, and left alone.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

git init -q app && cd app && echo x >file && git add . && git commit -qm first || exit 99
worktree=$here/second
git worktree add -q "$worktree" -b second
common=$here/app/.git/cvx own=$here/app/.git/worktrees/second/cvx

in_the_way() { # sentence path words; what lies at the path was put there before
	said=$(cd "$worktree" && git-cvx diff HEAD..HEAD 2>&1)
	from=away
	case $2 in "$common"/* | "$own"/*) from="out of '${2%%/cvx/*}/cvx'" ;; esac
	same "$1" "error: '$2' is $3
hint: move it $from, and git-cvx makes its own" "$said"
	rm -rf "$2"
}

ok "nothing there is fine" env -C "$worktree" git-cvx diff HEAD..HEAD
mkdir "$here/elsewhere" && ln -s "$here/elsewhere" "$common"
in_the_way "a link for our folder" "$common" "a symbolic link, where git-cvx keeps a folder"
ln -s "$here/nowhere" "$common"
in_the_way "a link to nothing" "$common" "a symbolic link, where git-cvx keeps a folder"
echo x >"$common"
in_the_way "a file for our folder" "$common" "a file, where git-cvx keeps a folder"
mkdir -p "$common/run" "$own"
for folder in "$common/config.ini" "$common/run/0123" "$common/run/0123.lock" "$own/state" \
	"$own/hold" "$own/wanted"; do
	mkdir "$folder"
	in_the_way "a folder for '${folder##*/}'" "$folder" "a folder, where git-cvx keeps a file"
done
mkfifo "$own/hold"
in_the_way "a pipe is not waited for" "$own/hold" \
	"neither a file nor a folder, where git-cvx keeps a file"
rmdir "$common/run" && echo x >"$common/run"
in_the_way "a file for the folder of journals" "$common/run" "a file, where git-cvx keeps a folder"
mkdir "$common/run" && echo x >"$common/run/.hidden" && echo x >"$common/other"
ok "what is none of ours may be there" env -C "$worktree" git-cvx diff HEAD..HEAD
finish
