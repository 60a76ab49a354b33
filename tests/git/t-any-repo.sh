#!/bin/sh
# t-any-repo.sh - repositories of every kind and shape, held against git's own answer.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

ask=$builddir/tests/git/ask

gits_tree() {
	cp -p "$(git rev-parse --git-path index)" "$here/index.tmp" 2>/dev/null ||
		rm -f "$here/index.tmp"
	GIT_INDEX_FILE=$here/index.tmp git -c advice.addEmbeddedRepo=false add --all --sparse &&
		GIT_INDEX_FILE=$here/index.tmp git write-tree --missing-ok
}

names_ever() { # commit folder
	"$ask" history "$1" "$2" | cut -d' ' -f2- | LC_ALL=C sort -u
}

commit() { # message
	git add -A && git commit -qm "$1"
}

# ---- paths: every byte but NUL

odd=$(printf 'sp ace\nnew "quote" back\\slash \377byte')
git init -q "$odd" && cd "$odd" || exit 99
mkdir "fold $odd" && echo x >"fold $odd/file $odd" && ln -s "$odd" "link $odd"
same "a repository below such a path" "$here/$odd
$here/$odd/.git
$here/$odd/.git" "$("$ask" paths)"
same "a snapshot of such paths" "$(gits_tree)" "$("$ask" snapshot)"
commit odd
tree=$(git rev-parse 'HEAD^{tree}')
same "which can be read" x "$("$ask" read "$tree" "fold $odd/file $odd")"
same "listed" "file $(git rev-parse "HEAD:fold $odd/file $odd") file $odd" \
	"$("$ask" list "$tree" "fold $odd")"
ok "walked" sh -c "'$ask' walk $tree '' >'$here/walked' && git ls-tree -r -z $tree |
	sed -z 's/ [a-z]* / /' | tr '\\0' '\\n' | cmp - '$here/walked'"
same "found in the index" tracked "$("$ask" tracked "fold $odd/file $odd")"
same "a folder of the index is no file of it" "not tracked" "$("$ask" tracked "fold $odd")"
same "and looked up in history" "$(git rev-parse "HEAD:fold $odd/file $odd") file $odd" \
	"$("$ask" history "$(git rev-parse HEAD)" "fold $odd")"
same "paths are no patterns" "not tracked" "$("$ask" tracked '*')"
git worktree add -q "../tree of $odd" -b side && cd "../tree of $odd" || exit 99
same "a linked worktree" "$here/tree of $odd" "$("$ask" paths | head -n 2)"
same "and its snapshot" "$tree" "$("$ask" snapshot)"
cd "$here" || exit 99

# ---- no commit, no branch

git init -q -b main states && cd states || exit 99
echo one >file
same "before the first commit" "main - none merged" "$("$ask" state)"
same "there is a snapshot" "$(gits_tree)" "$("$ask" snapshot)"
commit first && git checkout -q --orphan fresh
same "an orphan branch" "fresh - none merged" "$("$ask" state)"
same "has what its index has" "$(gits_tree)" "$("$ask" snapshot)"
git checkout -q --detach main
same "a detached HEAD" "- $(git rev-parse main) none merged" "$("$ask" state)"
fails_saying "a name that is two objects" not-found: "$ask" resolve "$(
	for i in $(seq 400); do echo $i | git hash-object -w --stdin; done |
		cut -c1-4 | sort | uniq -d | head -n 1)"
printf 'tracked by name only' >named && git add -N named
same "a file that is only announced" "$(gits_tree)" "$("$ask" snapshot)"
git rm -qf --cached named && rm named
cp .git/index "$here/other-index" && echo other >other
same "GIT_INDEX_FILE names another index" "$(GIT_INDEX_FILE=$here/other-index git add . &&
	GIT_INDEX_FILE=$here/other-index git write-tree)" \
	"$(GIT_INDEX_FILE=$here/other-index "$ask" snapshot)"
cd "$here" || exit 99

# ---- what git writes is not what lies on disk

git init -q filters && cd filters || exit 99
printf '*.ts text\n*.crlf text eol=crlf\n*.id ident\n*.utf16 working-tree-encoding=UTF-16\n' \
	>.gitattributes
printf 'a\r\nb\r\n' >both.ts && printf 'a\r\n' >x.crlf && printf '$Id: old $\n' >x.id
git config core.autocrlf true && printf 'auto\r\n' >auto.txt
same "line ends and keywords" "$(gits_tree)" "$("$ask" snapshot)"
same "the id is git's, after its filters" "$(git hash-object both.ts)" \
	"$("$ask" list "$("$ask" snapshot)" '' | sed -n 's/^file \(.*\) both.ts$/\1/p')"
git config core.safecrlf true
same "core.safecrlf guards the user's adding, not our looking" \
	"$(git config core.safecrlf false; gits_tree)" \
	"$(git config core.safecrlf true; "$ask" snapshot)"
cd "$here" || exit 99

# ---- submodules

git init -q library && cd library && echo x >file && commit library && cd .. || exit 99
git init -q outer && cd outer || exit 99
git -c protocol.file.allow=always submodule --quiet add "$here/library" "the library"
commit outer && cd "the library" || exit 99
same "a submodule is a repository" "$here/outer/the library
$here/outer/.git/modules/the library
$here/outer/.git/modules/the library" "$("$ask" paths)"
echo y >more
same "with its own work tree" "$(gits_tree)" "$("$ask" snapshot)"
cd .. && same "what lies in it changes nothing outside" "$(git rev-parse 'HEAD^{tree}')" \
	"$("$ask" snapshot)"
git submodule --quiet deinit -f --all
same "nor does emptying it" "$(git rev-parse 'HEAD^{tree}')" "$("$ask" snapshot)"
cd "$here" || exit 99

# ---- parts of the work tree, of history, of the objects

git init -q -b main whole && cd whole || exit 99
mkdir -p app other/deep && echo a >app/file && echo b >other/deep/file && echo c >top
commit first && echo d >app/late && commit second
git config uploadpack.allowFilter true && git config uploadpack.allowAnySHA1InWant true
git clone -q "file://$here/whole" "$here/cone" && cd "$here/cone" || exit 99
git sparse-checkout set --cone app
echo new >app/new
same "a cone" "$(gits_tree)" "$("$ask" snapshot)"
same "what is outside of it is tracked" tracked "$("$ask" tracked other/deep/file)"
git sparse-checkout set --cone --sparse-index app
same "a sparse index" "$(gits_tree)" "$("$ask" snapshot)"
same "hides nothing" tracked "$("$ask" tracked other/deep/file)"
mkdir -p other/deep && echo again >other/deep/file
same "what is there in spite of it counts" "$(gits_tree)" "$("$ask" snapshot)"

git clone -q --depth 1 "file://$here/whole" "$here/shallow" && cd "$here/shallow" || exit 99
same "a shallow clone" "$(gits_tree)" "$("$ask" snapshot)"
same "doesn't know its history" "not known" "$("$ask" history "$(git rev-parse HEAD)" app)"

git clone -q --filter=blob:none --sparse "file://$here/whole" "$here/partial" &&
	cd "$here/partial" || exit 99
git sparse-checkout set --cone app
echo new >app/new
lacking=$(git rev-parse HEAD:other/deep/file)
here_only() { # is it still not here?
	! GIT_NO_LAZY_FETCH=1 GIT_ALLOW_PROTOCOL=none git cat-file -e "$lacking" 2>/dev/null
}
ok "a partial clone lacks an object" here_only
same "has a snapshot" "$(gits_tree)" "$("$ask" snapshot)"
same "knows the names of history" "file
late" "$(names_ever "$(git rev-parse HEAD)" app)"
for reader in libgit2 git; do
	fails_saying "$reader: a file that isn't here" "io: cannot read 'other/deep/file' of tree" \
		env ASK_READER=$reader "$ask" read "$(git rev-parse 'HEAD^{tree}')" other/deep/file
	same "$reader: the object is named" "$lacking" \
		"$(printf '%s\n' "$said" | grep -o "$lacking" | head -n 1)"
	fails_saying "$reader: nor can it be copied" io: env ASK_READER=$reader "$ask" copy "$lacking"
	ok "$reader: nothing was fetched" here_only
done

# ---- an index of another kind

cd "$here/whole" && git update-index --split-index && echo split >split && git add split || exit 99
echo more >>split
shared_before=$(find .git -name 'sharedindex.*' | sort)
same "a split index" "$(gits_tree)" "$("$ask" snapshot)"
same "stays as it is" "$shared_before" "$(find .git -name 'sharedindex.*' | sort)"
git update-index --no-split-index && git reset -q --hard
git update-index --index-version 4
same "an index of version 4" "$(gits_tree)" "$("$ask" snapshot)"

# Two writes within one tick of the clock, of the same length: only content tells.
printf aaaa >racy && git add racy && printf bbbb >racy
touch -r .git/index racy
same "a file that changed when the index was written" "$(printf bbbb | git hash-object --stdin)" \
	"$("$ask" list "$("$ask" snapshot)" '' | sed -n 's/^file \(.*\) racy$/\1/p')"
git reset -q --hard

# ---- hooks of the user don't run for our writes

for hook in reference-transaction post-index-change; do
	printf '#!/bin/sh\ntouch "%s/%s-ran"\n' "$here" $hook >.git/hooks/$hook
	chmod +x .git/hooks/$hook
done
for reader in libgit2 git; do
	echo "unseen by $reader" >unseen
	ok "$reader: a snapshot" env ASK_READER=$reader "$ask" snapshot
	ok "$reader: a ref" env ASK_READER=$reader "$ask" env "by-$reader" "$(git rev-parse HEAD)"
	same "$reader: no hook has run" "" "$(cd "$here" && ls -- *-ran 2>/dev/null)"
done
rm -f .git/hooks/reference-transaction .git/hooks/post-index-change unseen

# ---- who may read it

if [ "$(id -u)" -eq 0 ]; then
	git init -q "$here/foreign" && cd "$here/foreign" && echo x >file && commit foreign
	chown -R 65534 "$here/foreign"
	fails_saying "somebody else's repository" "dubious ownership" "$ask" paths
	git config --file "$here/global" --add safe.directory "$here/foreign"
	same "which git was told to trust" "$here/foreign" \
		"$(GIT_CONFIG_GLOBAL=$here/global "$ask" paths | head -n 1)"
else
	skip "somebody else's repository" "only root can give files away"
fi
cd "$here" || exit 99

# ---- the one process that stays

if [ -r /proc/self/task/$$/children ]; then
	cd "$here/states" && head -c 3000000 /dev/urandom >big || exit 99
	mkfifo "$here/pipe"
	ASK_READER=git "$ask" copy "$(git hash-object -w big)" >"$here/pipe" 2>/dev/null &
	pid=$! child=
	exec 3<"$here/pipe"
	for turn in $(seq 100); do
		child=$(cat /proc/$pid/task/$pid/children)
		[ -z "$child" ] || break
		sleep 0.1
	done
	dead() { # is it, within some seconds?
		for turn in $(seq 50); do
			kill -0 $child 2>/dev/null || return 0
			sleep 0.1
		done
		return 1
	}
	ok "git is at work for us" test -n "$child"
	kill -9 $pid && wait $pid 2>/dev/null
	ok "and dies with us" dead
	exec 3<&-
	cd "$here" || exit 99
else
	skip "git dies with us" "this system doesn't list a process's children"
fi

# ---- other formats: read by git

format() { # name, arguments of git init
	name=$1
	shift
	git init -q -b main "$@" "$here/format" && cd "$here/format" || exit 99
	mkdir app && echo 1 >app/a.ts && commit one && git mv app/a.ts app/b.ts && echo 2 >app/b.ts && commit two
	git tag -a -m tag v1
	head=$(git rev-parse HEAD)
	same "$name: state" "main $head none merged" "$("$ask" state)"
	same "$name: a tag" "$(git rev-parse HEAD 'HEAD^{tree}' | paste -sd' ')" "$("$ask" resolve v1)"
	same "$name: a tree" "$(git ls-tree -r HEAD | sed 's/ [a-z]* / /')" "$("$ask" walk "$(git rev-parse 'HEAD^{tree}')" '')"
	echo 3 >app/c.ts
	same "$name: a snapshot" "$(gits_tree)" "$("$ask" snapshot)"
	same "$name: history" "a.ts
b.ts" "$(names_ever "$head" app)"
	same "$name: a blob's id" "$(printf text | git hash-object --stdin)" "$("$ask" hash text)"
	same "$name: a ref" "refs/cvx/env/dev $head" "$("$ask" env dev "$head")"
	git worktree add -q "$here/format-side" -b side && cd "$here/format-side" || exit 99
	same "$name: a linked worktree" "side $head none merged" "$("$ask" state)"
	echo s >app/b.ts && git commit -qam side && cd "$here/format" || exit 99
	echo m >app/b.ts && git commit -qam main
	git cherry-pick side >/dev/null 2>&1
	same "$name: a cherry-pick" "main $(git rev-parse HEAD) cherry-pick unmerged" "$("$ask" state)"
	git cherry-pick --abort && git revert --no-commit HEAD >/dev/null 2>&1
	same "$name: a revert" revert "$("$ask" state | cut -d' ' -f3)"
	git revert --abort
	git worktree remove --force "$here/format-side" && cd "$here" && rm -rf "$here/format"
}

format "SHA-256 ids" --object-format=sha256
if git init -q --ref-format=reftable "$here/probe" 2>/dev/null; then
	format "reftable" --ref-format=reftable
else
	skip "reftable" "$(git --version) doesn't know it; 2.45 does"
fi
finish
