#!/bin/sh
# t-snapshot.sh - the work tree as a tree, held against git's own `add --all; write-tree`.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

ask=$builddir/tests/git/ask

# What git would write for the work tree, through a temporary index.
gits_tree() {
	cp "$(git rev-parse --git-path index)" "$here/index.tmp" 2>/dev/null ||
		rm -f "$here/index.tmp"
	GIT_INDEX_FILE=$here/index.tmp git -c advice.addEmbeddedRepo=false add --all &&
		GIT_INDEX_FILE=$here/index.tmp git write-tree
}

index_sum() {
	cksum <"$(git rev-parse --git-path index)"
}

files_sum() {
	find . -path ./.git -prune -o -type f -exec cksum {} + | LC_ALL=C sort
}

# same_tree <sentence>: our tree is git's, and neither the index nor a file has changed.
same_tree() {
	before="$(index_sum) $(files_sum)"
	ours=$("$ask" snapshot 2>&1)
	after="$(index_sum) $(files_sum)"
	same "$1" "$(gits_tree)" "$ours"
	same "$1: nothing was touched" "$before" "$after"
}

git init -q -b main app && cd app || exit 99
mkdir -p convex/migrations 'with space'
echo one >convex/a.ts
echo two >'with space/b c.txt'
printf '*.log\nignored/\n' >.gitignore
git add . && git commit -qm first

same_tree "a clean work tree"
same "and it is HEAD's tree" "$(git rev-parse 'HEAD^{tree}')" "$("$ask" snapshot)"

echo three >convex/migrations/20251008_x.ts
mkdir ignored && echo no >ignored/file && echo no >x.log
same_tree "untracked files are in, ignored ones are not"
ok "the untracked file's blob can be read" \
	git cat-file -e "$("$ask" snapshot):convex/migrations/20251008_x.ts"

echo "KEY='local|not-for-anybody'" | tee .env.local convex/.env >.env
secret=$(git hash-object .env)
ok "a tree of a work tree with files that may hold keys" "$ask" snapshot
ok "does without them" test -z "$(git ls-tree -r "$("$ask" snapshot)" | grep '[.]env')"
same "and stores no copy" "" "$(git cat-file --batch-check --batch-all-objects | grep "^$secret")"
rm .env.local convex/.env
echo PUBLIC=1 >.env
git add .env && echo "KEY='local|not-for-anybody'" >.env
same "one that is tracked is as the index has it" PUBLIC=1 "$(git cat-file -p "$("$ask" snapshot):.env")"
git rm -qf .env

echo changed >>convex/a.ts
rm 'with space/b c.txt'
same_tree "changed and deleted files"

git add convex/a.ts && echo again >>convex/a.ts
same_tree "what is staged gives way to what is on disk"

rm -r 'with space' && echo file >'with space'
same_tree "a folder that became a file"
rm 'with space' && mkdir -p 'with space' && echo two >'with space/b c.txt'
chmod +x convex/a.ts && ln -s a.ts convex/link.ts
same_tree "an executable and a symbolic link"

echo force >forced.log && git add -f forced.log
same_tree "a tracked file that is ignored stays in"

printf '*.txt text eol=crlf\n*.ts text\n' >.gitattributes
printf 'a\r\nb\r\n' >crlf.txt && printf 'c\r\n' >convex/crlf.ts
same_tree "line endings are normalised by .gitattributes"

mkfifo pipe
same_tree "a named pipe is no file"
rm pipe

mkdir nested && git -C nested init -q && echo x >nested/file
ok "a nested repository that is no submodule is no error" "$ask" snapshot
same "and is left out" "" "$(git ls-tree "$("$ask" snapshot)" nested)"
rm -rf nested

git add -A && git commit -qm second
git init -q "$here/library" && git -C "$here/library" commit -q --allow-empty -m library
git -c protocol.file.allow=always submodule --quiet add "$here/library" library
same_tree "a submodule beside the app"
git commit -qm submodule
git -C library commit -q --allow-empty -m more
same_tree "a submodule that moved on"
git -C library reset -q --hard HEAD^

git worktree add -q "$here/linked" -b other && cd "$here/linked" || exit 99
echo linked >only-here.txt
same_tree "a linked worktree"
cd "$here/app" || exit 99

mkdir sub && cd sub || exit 99
same "started in a folder below" "$(cd .. && "$ask" snapshot)" "$("$ask" snapshot)"
cd .. && rmdir sub || exit 99

git sparse-checkout set --cone convex >/dev/null 2>&1
ok "the sparse checkout took something away" test ! -e library/../'with space'
same_tree "skip-worktree entries are taken from the index"
git sparse-checkout disable >/dev/null 2>&1

git config core.fileMode false && chmod -x convex/a.ts
same_tree "core.fileMode is obeyed"
git config --unset core.fileMode && git checkout -q convex/a.ts

git checkout -q -b conflict && echo theirs >convex/a.ts && git commit -qam theirs
git checkout -q main && echo ours >convex/a.ts && git commit -qam ours
git merge -q conflict >/dev/null 2>&1
fails_saying "unmerged entries are refused" decision: "$ask" snapshot
same "and said" "decision: the index has unmerged entries" "$said"

git init -q "$here/fresh" && cd "$here/fresh" || exit 99
echo first >file
same "a repository without index or commit" "$(gits_tree)" "$("$ask" snapshot)"
ok "and none was written" test ! -e .git/index

cd "$here/app" && git merge --abort && git update-index --split-index || exit 99
"$ask" snapshot >/dev/null 2>"$here/said"
case $? in
0) same_tree "a split index" ;;
*) ok "a split index is said not to be handled" grep -q "isn't handled yet" "$here/said" ;;
esac

finish
