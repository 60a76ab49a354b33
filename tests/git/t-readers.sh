#!/bin/sh
# t-readers.sh - the contract of the two readers of git: one repository, one answer.
#
# Each section makes a repository of some kind or state. agree() then puts every question of
# src/git/repo.h to it, once with git and once with libgit2 as the reader: answers and
# refusals are the same, so are the objects that were written, and nothing of the user's was
# touched. What the answers ought to be is held against git in the other t-*.sh of this folder.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

ask=$builddir/tests/git/ask
m=convex/migrations
odd_name='sp ace "quote" back\slash'

# ---- what is asked

each() { # question, arguments with one %s, for each of the names in stdin
	xargs -0 printf "$(printf '%s\\000' "$@")"
}

one() { # question, arguments
	printf '%s\0' "$@"
}

# Words that may name a commit, or look as if they did; and those that are asked each time.
few='HEAD HEAD^2 main stash CHERRY_PICK_HEAD nowhere HEAD:convex'
specs='HEAD HEAD~1 HEAD^ HEAD^2 HEAD~99 HEAD^0 @ main main^{tree} main^{commit} HEAD:convex
HEAD:convex/app.ts HEAD:nowhere v1 v1^{} v1^{tree} light refs/heads/main heads/main tags/v1
topic/one origin/main origin stash stash^ @{-1} MERGE_HEAD CHERRY_PICK_HEAD
ORIG_HEAD nowhere a abcd 12345678 0123456789012345678901234567890123456789 ^{ ^main main..HEAD
main...HEAD -x --all :/app :/nothing :convex/app.ts :0:convex/app.ts :2:convex/app.ts
HEAD^{blob} HEAD^{nothing} .. ~ refs/cvx/env/dev'

# Paths of the work tree, and others; and the folders among them.
names() {
	printf '%s\0' convex/app.ts convex link/app.ts 'the library' ../outside ''
	[ -z "$full" ] || printf '%s\0' nowhere none/below 'convex/*' convex/ .env link 'the library/file'
	[ -z "$full" ] || git ls-tree -rz --name-only HEAD 2>/dev/null
}

questions_of_the_work_tree() {
	for word in paths state branches index snapshot; do one $word; done
	one target - .
	one target HEAD .
	one hash 'some text'
	one config core.bare core.fileMode
	printf '%s\n' $few | tr '\n' '\0' | each resolve %s
	names | each tracked %s
	printf '%s\0' convex/app.ts link/app.ts ../outside '' | each comes-with %s
	printf '%s\0' '' convex none/below | each modules %s
	printf '%s\0' "$PWD/convex/app.ts" "$PWD/node_modules/x/y" / | each brings %s
	# At the edge of a shallow clone libgit2 1.5 leaks; t-sightings.sh asks there.
	[ -e "$common/shallow" ] || printf '%s\0' $m/02_topic.ts convex/app.ts "$odd_name" | each sightings %s
}

questions_of_trees() {
	head=$(git rev-parse -q --verify HEAD) || return 0
	tree=$(git log -1 --format=%T "$head")
	{ names; git ls-tree -rdz --name-only HEAD 2>/dev/null; printf '%s\0' '' . $m; } >"$here/names"
	each list "$tree" %s <"$here/names"
	each walk "$tree" %s <"$here/names"
	each read "$tree" %s <"$here/names"
	{
		git ls-tree -rz "$tree" | sed -z 's/^[^ ]* [^ ]* \([^	]*\).*/\1/'
		printf '%s\0' "$head" "$tree" 0123456789012345678901234567890123456789
	} >"$here/ids"
	each blob %s <"$here/ids"
	each copy %s <"$here/ids"
	one read 0123456789012345678901234567890123456789 x
	one ids "$head" convex
	one history "$head" convex/app.ts
	one env dev "$head"
	! git cat-file -e "$tree" 2>/dev/null || one env 'http://127.0.0.1:3210/~x' "$tree"
	[ -n "$full" ] || return 0
	printf '%s\0' "$m" convex nowhere | each history "$head" %s
	for commit in $(git for-each-ref --format='%(objectname)' refs/heads); do
		other=$(git log -1 --format=%T "$commit")
		one history "$commit" $m
		one differ "$tree" "$other" -
		one differ "$tree" 0123456789012345678901234567890123456789 -
		one differ "$other" "$tree" convex/app.ts
	done
}

# What rarely depends on the state.
questions_of_words() {
	printf '%s\n' $specs | tr '\n' '\0' | each resolve %s
	one resolve ''
	one resolve 'HEAD with blanks'
	one range main..topic/one
	one hash ''
	for key in cvx.word cvx.none cvx.empty cvx.UPPER cvx.Sub.key core.worktree; do
		one config $key cvx.none
	done
	for key in cvx.on cvx.off cvx.number cvx.bare cvx.empty cvx.bad; do
		one config cvx.none $key
	done
	printf '%s\0' $m/01_first.ts convex nowhere convex/ '' ../outside | each sightings %s
	one comes-with none/below
	one comes-with 'the library/file'
}

# Of a state of the work tree, in which trees and history are those of a state before.
questions_of_the_state() {
	for word in paths state snapshot; do one $word; done
	one target - .
	names | each tracked %s
	one ended
}

questions() {
	questions_of_the_work_tree
	questions_of_trees
	[ -z "$full" ] || questions_of_words
	one env unset -
	one ended
}

# ---- how the answers are compared

# What a question must leave as it is: index, refs, settings, every file of the work tree.
user_state() {
	find . -name .git -prune -o -type f -exec cksum {} + | LC_ALL=C sort
	git for-each-ref --format='%(refname) %(objectname)' refs/heads refs/tags refs/stash
	cksum "$index" "$common/config" "$common/HEAD" 2>&1
	find "$common" -name '*.lock' -o -name 'sharedindex.*'
}

objects() {
	find "$common/objects" -type f | LC_ALL=C sort
}

# What one reader has written is taken away before the next is asked.
listen() { # reader
	ASK_READER=$1 "$ask" each <"$here/questions" >"$here/$1.all" 2>&1 ||
		echo "ask ended with status $?" >>"$here/$1.all"
	objects | LC_ALL=C comm -13 "$here/before" - >"$here/$1.objects"
	tr '\n' '\0' <"$here/$1.objects" | xargs -0 rm -f
	# Of a refusal its kind, as callers see it: the words are libgit2's or git's.
	sed -E 's/^(io|unsupported|unexpected|config): .*/\1/' "$here/$1.all" >"$here/$1.answers"
}

forget_refs() {
	git for-each-ref --format='delete %(refname)' refs/cvx | git update-ref --stdin
}

agree() { # sentence, "fully" where all is to be asked
	common=$(git rev-parse --git-common-dir) index=$(git rev-parse --git-path index) full=${2:-}
	questions >"$here/questions"
	objects >"$here/before"
	user_state >"$here/as-it-was"
	listen git
	forget_refs
	listen libgit2
	forget_refs
	user_state >"$here/as-it-is"
	cat "$here/git.all" >>"$here/all-answers"
	ok "$1: both answer alike" diff "$here/git.answers" "$here/libgit2.answers"
	ok "$1: both write the same objects" diff "$here/git.objects" "$here/libgit2.objects"
	ok "$1: neither touches anything else" diff "$here/as-it-was" "$here/as-it-is"
}

agree_on_the_state() { # sentence
	common=$(git rev-parse --git-common-dir) full=
	questions_of_the_state >"$here/questions"
	objects >"$here/before"
	listen git
	listen libgit2
	ok "$1: both answer alike" diff "$here/git.answers" "$here/libgit2.answers"
	ok "$1: both write the same objects" diff "$here/git.objects" "$here/libgit2.objects"
}

# ---- making repositories

# A second goes by with each commit: which of two of the same second is newer, git doesn't say.
second=0
git() {
	second=$((second + 1))
	GIT_COMMITTER_DATE="@$((1760000000 + second)) +0000" command git "$@"
}

commit() { # message
	git add -A && git commit -qm "$1"
}

migration() { # id
	mkdir -p $m
	printf 'import { migrations } from "../migrate";\nexport const up = migrations.define({ table: "%s" });\n' \
		"$1" >"$m/$1.ts"
}

app() { # folder, arguments of git init
	folder=$1
	shift
	git init -q -b main "$@" "$here/$folder" && cd "$here/$folder" || exit 99
	mkdir -p convex
	echo '{ "dependencies": { "convex": "1.0.0" } }' >package.json
	printf 'import cvx from "./cvx/convex.config";\nconst app = defineApp();\napp.use(cvx);\n' \
		>convex/convex.config.ts
	echo app >convex/app.ts
	migration 01_first
}

# ---- from nothing to a history

app unborn
agree "no commit, no index" fully
git add .
agree_on_the_state "no commit, but an index"
printf '[cvx]\n\tword = some text\n\tempty =\n\tUPPER = x\n\ton = yes\n\toff = off\n\tnumber = 2\n\tbare\n\tbad = maybe\n[cvx "Sub"]\n\tkey = "a;b" ; comment\n' >>.git/config
git commit -qm first && git tag -a -m tag v1 && git tag light
agree "a commit, tags and settings of every kind" fully
first=$(git rev-parse HEAD)
git checkout -q -b topic/one && migration 02_topic && echo topic >convex/app.ts && commit topic
echo again >>convex/app.ts && git commit -qam again
git checkout -q main && migration 03_main && commit main
git rm -q $m/01_first.ts && git commit -qm "retire the first"
git mv $m/03_main.ts $m/04_renamed.ts && git commit -qm rename
git merge -q --no-edit topic/one
agree "a merge, with what was removed and renamed in its history" fully
git checkout -q --detach HEAD^2
agree "a detached HEAD" fully
git checkout -q --orphan fresh && git rm -rfq .
agree_on_the_state "an orphan branch without a file"
git checkout -q -f main && git branch -q gone "$first" && git checkout -q gone && migration 09_gone && commit gone
git checkout -q main && git branch -q -D gone
git symbolic-ref refs/heads/alias refs/heads/topic/one
GIT_COMMITTER_DATE='2001-09-09T01:46:40Z' command git commit-tree -m 'old > 7' 'HEAD^{tree}' >"$here/old"
git branch old "$(cat "$here/old")"
agree "a branch that only a reflog remembers, an alias, an old one"
for spec in HEAD@{0} HEAD@{1} main@{1} HEAD@{1}~1 HEAD@{1}:convex; do
	same "by a reflog, as git says: $spec" "$(git rev-parse "$(echo "$spec" | sed 's/:/^{tree}:/;t;s/$/^{commit}/')")" \
		"$("$ask" resolve "$spec" | sed 's/^- //;s/ .*//')"
done
fails_saying "which libgit2 alone doesn't" unsupported: env ASK_READER=libgit2 "$ask" resolve HEAD@{1}
git pack-refs --all && git gc -q
agree "packed refs and objects" fully
blobs=$(for i in $(seq 400); do printf '%s\n' $i >"$here/blob.$i"; echo "$here/blob.$i"; done |
	git hash-object -w --stdin-paths | cut -c1-4 | sort | uniq -d | head -n 1)
few="$few $blobs $(git rev-parse --short HEAD) $first"
agree "a name that is two objects"

# ---- the work tree

echo changed >>convex/app.ts && rm $m/02_topic.ts && migration 05_untracked
mkdir -p ignored 'with space' && printf '*.log\nignored/\n' >.gitignore
echo no >ignored/file && echo no >x.log && echo b >'with space/b' && echo f >forced.log && git add -f forced.log
echo staged >staged && git add staged && echo over >staged && git add -N 'with space/b' && chmod +x staged
ln -s app.ts convex/link.ts && ln -s convex link && ln -s nowhere dangling && mkfifo pipe
git rm -q --cached package.json
agree "changed, deleted, staged, announced, untracked, ignored and forced files, links, a pipe"
rm convex/app.ts && mkdir convex/app.ts && echo x >convex/app.ts/below && rm -r 'with space' && echo file >'with space'
agree "a file that became a folder, a folder that became a file"
git config core.fileMode false && chmod -x staged
git config core.ignoreCase true && git config core.symlinks false && git config core.quotePath true
agree_on_the_state "settings of another file system"
for key in fileMode ignoreCase symlinks quotePath; do git config --unset core.$key; done
git clean -fdxq && git reset -q --hard
echo "KEY='local|for-the-user-only'" | tee .env.local convex/.env >.env
secret=$(git hash-object .env)
agree "files that may hold keys"
same "which neither has stored" "" "$(git cat-file --batch-check --batch-all-objects | grep "^$secret")"
sed -n "/^> '*snapshot/{n;p;q;}" "$here/libgit2.all" >"$here/tree"
same "nor taken in" "$(git rev-parse 'HEAD^{tree}')" "$(cat "$here/tree")"
echo PUBLIC=1 >.env && git add -f .env && git commit -qm env && echo "KEY='local|for-the-user-only'" >.env
agree_on_the_state "one of them tracked, and changed"
rm -f .env.local convex/.env && git reset -q --hard HEAD^
git stash -q 2>/dev/null; echo stashed >convex/app.ts && echo u >u && git stash -q -u
agree "a stash" fully
mkdir nested && git -C nested init -q && echo x >nested/file
agree_on_the_state "a repository in it that is no submodule"
rm -rf nested
mkdir deep && printf 'x' >deep/x && cd deep || exit 99
agree "asked from a folder below"
cd .. && rm -r deep
cp .git/index "$here/other-index" && echo other >other
GIT_INDEX_FILE=$here/other-index
export GIT_INDEX_FILE && git add other
agree_on_the_state "another index, which GIT_INDEX_FILE names"
unset GIT_INDEX_FILE && rm other && cd convex || exit 99
GIT_DIR=../.git GIT_WORK_TREE=..
export GIT_DIR GIT_WORK_TREE
agree_on_the_state "GIT_DIR and GIT_WORK_TREE, seen from where we are"
mkdir "$here/elsewhere" && GIT_DIR=$here/unborn/.git GIT_WORK_TREE=$here/elsewhere && cd "$here/elsewhere" || exit 99
agree_on_the_state "a work tree that is somewhere else"
unset GIT_DIR GIT_WORK_TREE && cd "$here/unborn" || exit 99

# ---- in the middle of something

for operation in 'merge' 'cherry-pick' 'rebase' 'rebase --apply' 'revert' 'am'; do
	git checkout -q -B theirs main && echo theirs >convex/app.ts && git commit -qam theirs
	git checkout -q -B ours main && echo ours >convex/app.ts && git commit -qam ours
	git format-patch -q -1 --stdout theirs >"$here/theirs"
	case $operation in
	am) git am -q "$here/theirs" ;;
	*) git ${operation%% *} $(echo "$operation" | sed -n 's/^[^ ]* //p') theirs ;;
	esac >/dev/null 2>&1
	agree_on_the_state "$operation, stopped"
	if [ "$operation" = merge ]; then
		agree "a merge, its conflicts unresolved" fully
		echo both >convex/app.ts && git add convex/app.ts
		agree_on_the_state "a merge, its conflicts resolved, not ended"
	fi
	git ${operation%% *} --abort >/dev/null 2>&1
done
git checkout -q ours && git bisect start >/dev/null
agree_on_the_state "bisect"
git bisect reset >/dev/null 2>&1
git checkout -q theirs && git cherry-pick main^ ours >/dev/null 2>&1
git checkout -q --theirs convex/app.ts 2>/dev/null
git add convex/app.ts && git commit -qm picked
agree_on_the_state "between two picks"
git cherry-pick --abort >/dev/null 2>&1 || git cherry-pick --quit
git checkout -q -f main && git branch -q -D ours theirs

# ---- bytes

odd=$(printf 'sp ace\nnew "quote" back\\slash \377byte')
app "$odd" && mkdir "fold $odd" && echo x >"fold $odd/file $odd" && ln -s "$odd" "link $odd" && commit odd
echo untracked >"un $odd"
agree "paths of every byte"
echo x >"$odd_name" && commit "$odd_name"
agree "a path that is searched for in history"
app filters
printf '*.ts text\n*.crlf text eol=crlf\n*.id ident\n*.utf16 working-tree-encoding=UTF-16\n' >.gitattributes
printf 'a\r\nb\r\n' >both.ts && printf 'a\r\n' >x.crlf && printf '$Id: old $\n' >x.id
git config core.autocrlf true && printf 'auto\r\n' >auto.txt
agree "line ends, keywords and encodings"
app large && head -c 300000 /dev/urandom >big && printf 'nul\0inside' >nul && : >empty && : >stop && commit large
agree "blobs that are large, empty or binary"

# ---- the module layout

app modules && rm -r $m && mkdir convex/users && define='m.define({ table: "users", migrateOne: () => {} });'
echo "export const one = $define" >convex/users/moves.ts && commit one
echo "export const old = $define" >convex/migrations.ts && commit old
git rm -q convex/migrations.ts && echo "export const two = $define" >convex/users/moves.ts && commit "two alone"
agree "migrations that are exports of modules, some of them gone"

# ---- parts of repositories

app outer && git init -q "$here/library" && git -C "$here/library" commit -q --allow-empty -m library
git -c protocol.file.allow=always submodule --quiet add "$here/library" "the library" && commit outer
git -C "the library" commit -q --allow-empty -m more && echo x >"the library/file"
agree "a submodule that moved on"
cd "the library" || exit 99
agree "the submodule itself"
cd .. && git submodule --quiet deinit -f --all
agree_on_the_state "a submodule that isn't there"
git worktree add -q "$here/linked tree" -b topic/one && cd "$here/linked tree" && echo linked >only-here || exit 99
agree "a linked worktree"
GIT_DIR=$(git rev-parse --absolute-git-dir)
export GIT_DIR
agree_on_the_state "GIT_DIR, as a hook in a linked worktree has it"
unset GIT_DIR
cd "$here/outer" && git sparse-checkout set --no-cone '/*' '!/convex/migrations/' >/dev/null 2>&1
agree_on_the_state "migrations that aren't checked out"
git sparse-checkout set --cone convex/migrations >/dev/null 2>&1
mkdir -p ignored && echo x >ignored/x
agree "a cone, and the settings of a worktree"
git sparse-checkout disable >/dev/null 2>&1
git update-index --index-version 4 && git update-index --assume-unchanged convex/app.ts
agree_on_the_state "an index of version 4"
printf aaaa >racy && git add racy && printf bbbb >racy && touch -r .git/index racy
agree_on_the_state "a file that changed when the index was written"

cd "$here/unborn" && git config uploadpack.allowFilter true && cd "$here" || exit 99
git clone -q --depth 2 "file://$here/unborn" shallow && cd shallow || exit 99
agree "a shallow clone"
same "of which git can't tell where a file was seen" "not complete" "$(ASK_READER=git "$ask" sightings convex/app.ts)"
cd .. && git clone -q --filter=tree:0 --no-checkout "file://$here/unborn" treeless 2>/dev/null && cd treeless || exit 99
lacking() { git -c protocol.allow=never cat-file --batch-check --batch-all-objects | sort; }
has=$(GIT_NO_LAZY_FETCH=1 lacking 2>/dev/null)
GIT_NO_LAZY_FETCH=1 GIT_ALLOW_PROTOCOL=none
export GIT_NO_LAZY_FETCH GIT_ALLOW_PROTOCOL
agree "a clone without trees" fully
same "for which neither fetched anything" "$has" "$(lacking 2>/dev/null)"

# ---- that nothing was left out

cd "$here" && unset GIT_NO_LAZY_FETCH GIT_ALLOW_PROTOCOL || exit 99
same "git was asked" "git libgit2" "$(cd unborn && ASK_READER=git "$ask" readers)"
same "libgit2 was asked" "libgit2 libgit2" "$(cd unborn && ASK_READER=libgit2 "$ask" readers)"
same "no answer was a mistake of ours" "" "$(grep -a ^unexpected all-answers)"
same "every question was put" "$(grep -o '{ "[a-z-]*", ' "$srcdir/tests/git/ask.c" | tr -d '{", ' |
	grep -vx readers | sort)" "$(sed -n 's/^> \([a-z-][a-z-]*\).*/\1/p' all-answers | sort -u)"
same "there is one for each function of repo.h" "" "$(for function in $(
	sed -n '/^\/\*/,/\*\//d;s/.*[ *]\(repo_[a-z_]*\)(.*/\1/p' "$srcdir/src/git/repo.h"); do
		grep -q "$function(" "$srcdir/tests/git/ask.c" || echo "$function"
	done)"

# ---- where they differ, as repo.h says

app programs && git config filter.up.clean 'tr a-z A-Z' && echo '*.up filter=up' >.gitattributes && echo loud >x.up
blob_of() { # reader
	"$ask" list "$(ASK_READER=$1 "$ask" snapshot)" '' | sed -n 's/^file \(.*\) x.up$/\1/p'
}
same "git runs filters that are programs" "$(git hash-object x.up)" "$(blob_of git)"
same "libgit2 runs none" "$(git hash-object --no-filters x.up)" "$(blob_of libgit2)"
app sparse && mkdir other && echo x >other/x && commit other
git sparse-checkout set --cone --sparse-index convex
fails_saying "libgit2 reads no sparse index" unsupported: env ASK_READER=libgit2 "$ask" snapshot
fails_saying "and doesn't guess" unsupported: env ASK_READER=libgit2 "$ask" tracked other/x
same "which git does" "$(git rev-parse 'HEAD^{tree}')" "$(ASK_READER=git "$ask" snapshot)"
same "and which takes over" tracked "$("$ask" tracked other/x)"

finish
