#!/bin/sh
# t-sightings.sh - where a file was seen, in whatever refs and reflogs still lead to.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

ask=$builddir/tests/git/ask

commit() { # text, minute: the file with this text
	echo "$1" >m/a.ts && git add -A
	GIT_AUTHOR_DATE="@$((1760000000 + $2 * 60)) +0000" \
		GIT_COMMITTER_DATE="@$((1760000000 + $2 * 60)) +0000" \
		git commit -q --allow-empty -m "$2"
	git rev-parse HEAD
}

seen() { # text, commit
	echo "$2 $(echo "$1" | git hash-object --stdin)"
}

git init -q -b main app && cd app && git commit -q --allow-empty -m start && mkdir m || exit 99
same "never" "" "$("$ask" sightings m/a.ts)"
one=$(commit 1 1)
two=$(commit 2 2)
three=$(commit 2 3)
same "each state with its newest commit, newest first" "$(seen 2 "$three"
	seen 1 "$one")" "$("$ask" sightings m/a.ts)"
same "a folder is no file" "" "$("$ask" sightings m)"

git checkout -q -b topic "$one"
four=$(commit 4 4)
git checkout -q main
same "another branch" "$(seen 4 "$four")" "$("$ask" sightings m/a.ts | head -1)"
git branch -q -D topic
same "a branch that is gone: HEAD was there" "$(seen 4 "$four")" \
	"$("$ask" sightings m/a.ts | head -1)"
git tag kept "$four" && git reflog expire --expire=now --all
same "a tag" "$(seen 4 "$four")" "$("$ask" sightings m/a.ts | head -1)"
git tag -d kept >/dev/null && git reset -q --hard HEAD
same "nothing leads there any more" "$(seen 2 "$three"
	seen 1 "$one")" "$("$ask" sightings m/a.ts)"

git checkout -q -b moved && git reset -q --hard "$four" && git reset -q --hard "$two"
git checkout -q main && rm -f .git/logs/HEAD
same "the reflog of a branch" "$(seen 4 "$four")" "$("$ask" sightings m/a.ts | head -1)"
git branch -q -D moved && git gc -q --prune=now
same "gone for good" "$(seen 2 "$three"
	seen 1 "$one")" "$("$ask" sightings m/a.ts)"

git checkout -q --detach && five=$(commit 5 5)
same "a detached HEAD" "$(seen 5 "$five")" "$("$ask" sightings m/a.ts | head -1)"
git checkout -q main
git update-ref refs/cvx/env/dev "$(git rev-parse 'HEAD^{tree}')"
ok "a ref that points at a tree does no harm" "$ask" sightings m/a.ts
git clone -q --depth 1 "file://$here/app" ../shallow
same "a shallow clone can't tell" "not complete" \
	"$(cd ../shallow && "$ask" sightings m/a.ts | tail -1)"
git init -q -b main ../unborn
same "no commit at all" "" "$(cd ../unborn && "$ask" sightings m/a.ts)"

finish
