#!/bin/sh
# t-repo.sh - opening, paths, state, revisions, trees, refs, settings; against git's answer.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

ask=$builddir/tests/git/ask

# ---- opening

fails_saying "outside of a repository" no-repository: "$ask" paths
same "says what git says" "no-repository: not a git repository (or any of the parent directories)" "$said"

git init -q --bare bare.git
fails_saying "a bare repository has no work tree" no-repository: env GIT_DIR="$here/bare.git" "$ask" paths

git init -q -b main app && cd app || exit 99
same "no commit yet" "main - none merged" "$("$ask" state)"

mkdir -p convex/migrations 'with space' && echo a >convex/a.ts && echo m >convex/migrations/m.ts
echo b >'with space/b' && ln -s a.ts convex/link.ts
git add . && git commit -qm first && git tag -a -m tag v1
first=$(git rev-parse HEAD)
same "on a branch" "main $first none merged" "$("$ask" state)"
same "paths" "$here/app
$here/app/.git
$here/app/.git" "$("$ask" paths)"

git worktree add -q "$here/linked work" -b topic/one
same "paths of a linked worktree" "$here/linked work
$here/app/.git/worktrees/linked-work
$here/app/.git" "$(cd "$here/linked work" && "$ask" paths)"
same "a branch with a slash" "topic/one $first none merged" \
	"$(cd "$here/linked work" && "$ask" state)"

same "GIT_DIR says which repository" "$here/app
$here/app/.git
$here/app/.git" "$(cd convex && GIT_DIR="$here/app/.git" GIT_WORK_TREE="$here/app" "$ask" paths)"
mkdir "$here/elsewhere"
same "GIT_WORK_TREE may be anywhere" "$here/elsewhere" \
	"$(GIT_DIR="$here/app/.git" GIT_WORK_TREE="$here/elsewhere" "$ask" paths | head -1)"
same "GIT_WORK_TREE is relative to where we are" "$here/app" \
	"$(cd convex && GIT_DIR=../.git GIT_WORK_TREE=.. "$ask" paths | head -1)"
same "GIT_DIR in the hook of a linked worktree" "$here/linked work" \
	"$(cd "$here/linked work" && GIT_DIR="$here/app/.git/worktrees/linked-work" \
		"$ask" paths | head -1)"

git sparse-checkout set --cone convex >/dev/null 2>&1
same "sparse-checkout's worktreeConfig is no obstacle" true \
	"$(git config extensions.worktreeConfig)"
ok "so it opens" "$ask" paths
git sparse-checkout disable >/dev/null 2>&1

git init -q "$here/odd"
printf '[core]\n\trepositoryFormatVersion = 1\n[extensions]\n\tsomethingNew = true\n' \
	>>"$here/odd/.git/config"
fails_saying "what git can't open either" unsupported: env -C "$here/odd" "$ask" paths
same "is said in git's words" "unsupported: git cannot open this repository: \
unknown repository extension found: somethingnew" "$said"
git init -q "$here/later" && git -C "$here/later" config core.repositoryFormatVersion 7
fails_saying "as is a version to come" "unsupported: git cannot open this repository: Expected" \
	env -C "$here/later" "$ask" paths
mkdir "$here/no-git"
fails_saying "without git only libgit2 reads" "there is no 'git' in PATH" \
	env -C "$here/odd" PATH="$here/no-git" "$ask" paths

# ---- state

git checkout -q --detach
same "detached" "- $first none merged" "$("$ask" state)"
git checkout -q -b theirs main && echo theirs >convex/a.ts && git commit -qam theirs
git checkout -q main && echo ours >convex/a.ts && git commit -qam ours
main=$(git rev-parse main)
git merge -q theirs >/dev/null 2>&1
same "a merge with conflicts" "main $main merge unmerged" "$("$ask" state)"
echo both >convex/a.ts && git add convex/a.ts
same "the conflict resolved, the merge not finished" "main $main merge merged" "$("$ask" state)"
git merge --abort
git cherry-pick theirs >/dev/null 2>&1
same "a cherry-pick" "main $main cherry-pick unmerged" "$("$ask" state)"
git cherry-pick --abort
git revert --no-edit theirs >/dev/null 2>&1
same "a revert" "main $main revert unmerged" "$("$ask" state)"
git revert --abort
git rebase -q theirs >/dev/null 2>&1
same "a rebase" "- $(git rev-parse theirs) rebase unmerged" "$("$ask" state)"
git rebase --abort
git rebase -q --apply theirs >/dev/null 2>&1
same "a rebase of the old kind" rebase "$("$ask" state | cut -d' ' -f3)"
git rebase --abort
git format-patch -q -1 --stdout theirs >"$here/patch"
git am -q "$here/patch" >/dev/null 2>&1
same "am" am "$("$ask" state | cut -d' ' -f3)"
git am --abort
git bisect start >/dev/null
same "a bisect" bisect "$("$ask" state | cut -d' ' -f3)"
git bisect reset >/dev/null 2>&1
echo x >new && git add new && git commit -qm new && git checkout -q theirs
git cherry-pick main^ main >/dev/null 2>&1
git checkout -q --theirs convex/a.ts 2>/dev/null
git add convex/a.ts && git commit -qm picked
same "between two picks" cherry-pick "$("$ask" state | cut -d' ' -f3)"
git cherry-pick --abort >/dev/null 2>&1 || git cherry-pick --quit
git checkout -q main

# ---- branches

GIT_COMMITTER_DATE='2001-09-09T01:46:40Z' git commit-tree -m 'old > 7' -p HEAD 'HEAD^{tree}' >"$here/old" 2>/dev/null
git branch old/one "$(cat "$here/old")"
git symbolic-ref refs/heads/alias refs/heads/old/one
same "branches, the newest first" "$(git for-each-ref refs/heads --sort=refname \
	--sort=-committerdate --format='%(committerdate:unix) %(objectname) %(refname:lstrip=2)')" \
	"$("$ask" branches)"
git symbolic-ref --delete refs/heads/alias
git branch -q -D old/one

# ---- revisions

for spec in HEAD main theirs v1 "$first" "$(git rev-parse --short HEAD)" HEAD~1 main^0; do
	same "resolve $spec" "$(git rev-parse "$spec^{commit}" "$spec^{tree}" | paste -sd' ')" \
		"$("$ask" resolve "$spec")"
done
same "resolve a tree" "- $(git rev-parse HEAD:convex)" "$("$ask" resolve HEAD:convex)"
fails_saying "no such branch" not-found: "$ask" resolve nowhere
same "is said" "not-found: there is no commit 'nowhere'" "$said"
fails_saying "too short for an id" "there is no commit 'a'" "$ask" resolve a
fails_saying "no commit, but a file" not-found: "$ask" resolve HEAD:convex/a.ts
fails_saying "no revision at all" not-found: "$ask" resolve '^{'
same "a range" "main topic/one" "$("$ask" range main..topic/one)"
same "a range from HEAD" "HEAD v1" "$("$ask" range ..v1)"
same "a range to HEAD" "v1 HEAD" "$("$ask" range v1..)"
same "three dots are no range" "no range" "$("$ask" range a...b)"
same "nor is a name" "no range" "$("$ask" range v1.0)"

# ---- trees

git -c protocol.file.allow=always submodule --quiet add "$here/bare.git" nothing 2>/dev/null
git update-index --add --cacheinfo "160000,$first,library" && git commit -qm library
tree=$(git rev-parse 'HEAD^{tree}')
same "walk the whole tree" "$(git ls-tree -r "$tree" | sed 's/ [a-z]* / /')" \
	"$("$ask" walk "$tree" '')"
same "walk a folder" "$(git ls-tree -r "$tree" convex/ | sed 's/ [a-z]* / /')" \
	"$("$ask" walk "$tree" convex)"
fails_saying "walk a folder that isn't there" not-found: "$ask" walk "$tree" nowhere
same "list a folder" "$(git ls-tree "$tree:convex" |
	sed 's/^120000 blob/link/; s/^100644 blob/file/; s/^040000 tree/folder/' | tr '\t' ' ')" \
	"$("$ask" list "$tree" convex)"
ok "a submodule is listed as one" sh -c "'$ask' list $tree '' | grep '^submodule.*library'"
same "no such folder" "no such folder" "$("$ask" list "$tree" convex/none)"
same "a file is no folder" "no such folder" "$("$ask" list "$tree" convex/a.ts)"
same "read a file" ours "$("$ask" read "$tree" convex/a.ts)"
same "read a file with a space in its path" b "$("$ask" read "$tree" 'with space/b')"
fails_saying "a symbolic link is not read as a file" not-found: "$ask" read "$tree" convex/link.ts
fails_saying "nor is a path below a file" not-found: "$ask" read "$tree" convex/a.ts/x
fails_saying "a tree that isn't there is an error" io: \
	"$ask" read 0123456789012345678901234567890123456789 x
head -c 300000 /dev/urandom >big && git add big && git commit -qm big
ok "copy a blob" sh -c "'$ask' copy $(git rev-parse HEAD:big) | cmp - big"
echo x >stop && git add stop && git commit -qm stop
fails_saying "the callback can end the walk" step-failed: "$ask" walk "$(git rev-parse 'HEAD^{tree}')" ''
same "with its own error" "step-failed: stopped at 'stop'" "$(printf '%s\n' "$said" | grep ^step)"
same "a blob's id" "$(printf %s 'some text' | git hash-object --stdin)" "$("$ask" hash 'some text')"

# ---- the index, refs, settings

same "tracked" tracked "$("$ask" tracked convex/a.ts)"
echo x >.env.local
same "not tracked" "not tracked" "$("$ask" tracked .env.local)"
same "an environment without a ref" "refs/cvx/env/prod -" "$("$ask" env prod -)"
same "is pointed at a commit" "refs/cvx/env/prod $first" "$("$ask" env prod "$first")"
same "which git sees" "$first" "$(git rev-parse refs/cvx/env/prod)"
same "and moved to a tree" "refs/cvx/env/prod $tree" "$("$ask" env prod "$tree")"
for name in 'http://127.0.0.1:3210' 'a..b' '.hidden' 'x.lock' 'a b~^:?*[\' 'ümlaut'; do
	id=$("$ask" env "$name" "$first" | cut -d' ' -f1)
	same "a ref for '$name'" "$first" "$(git rev-parse "$id")"
	ok "whose name git finds in order" git check-ref-format "$id"
done
git config cvx.word 'some text' && git config cvx.flag off && git config cvx.bad maybe
same "git's settings" "some text false" "$("$ask" config cvx.word cvx.flag)"
same "unset ones" "- true" "$("$ask" config cvx.none cvx.none)"
fails_saying "neither true nor false" config: "$ask" config cvx.word cvx.bad

finish
