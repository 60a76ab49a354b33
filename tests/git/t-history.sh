#!/bin/sh
# t-history.sh - the files that a folder ever held, against `git log`.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

ask=$builddir/tests/git/ask

gits_history() { # commit folder
	git log --format= --name-only --diff-filter=AR -m "$1" -- "$2/" |
		sed -n "s|^$2/\([^/]*\)$|\1|p" | LC_ALL=C sort -u
}

commit() { # message
	git add -A && git commit -qm "$1"
}

git init -q -b main app && cd app || exit 99
m=convex/migrations
mkdir -p $m && echo app >convex/app.ts && commit "before the first migration"
root=$(git rev-parse HEAD)
mkdir -p $m && echo 1 >$m/01_a.ts && echo x >$m/_helper.ts && commit a
for i in 1 2 3; do echo $i >convex/app.ts && commit "app $i"; done
echo 2 >$m/02_b.ts && commit b
git rm -q $m/01_a.ts && git commit -qm "remove a"
git mv $m/02_b.ts $m/02_renamed.ts && git commit -qm rename

git checkout -q -b side "$root"
mkdir -p $m && echo 3 >$m/03_side.ts && commit side
git rm -q $m/03_side.ts && git commit -qm "remove it again" && git checkout -q main
git merge -q --no-edit side

git checkout -q -b other && echo 4 >$m/04_other.ts && commit other && git checkout -q main

same "everything that ever was" "$(gits_history HEAD $m)" \
	"$("$ask" history "$(git rev-parse HEAD)" $m)"
same "also what a merged branch had and removed" yes \
	"$("$ask" history "$(git rev-parse HEAD)" $m | grep -q 03_side && echo yes)"
same "not what only another branch has" "" \
	"$("$ask" history "$(git rev-parse HEAD)" $m | grep 04_other)"
same "seen from the other branch" "$(gits_history other $m)" \
	"$("$ask" history "$(git rev-parse other)" $m)"
same "before the folder there is nothing" "" "$("$ask" history "$root" $m)"
same "nor in a folder that never was" "" "$("$ask" history "$(git rev-parse HEAD)" none)"
same "as ids, without helpers" "01_a 02_b 02_renamed 03_side" \
	"$("$ask" ids HEAD convex | paste -sd' ')"

git gc -q
same "the same from a pack" "$(gits_history HEAD $m)" \
	"$("$ask" history "$(git rev-parse HEAD)" $m)"

git clone -q --depth 2 "file://$here/app" "$here/shallow"
same "a shallow clone doesn't know" "not known" \
	"$(cd "$here/shallow" && "$ask" history "$(git rev-parse HEAD)" $m)"
git config uploadpack.allowFilter true
git clone -q --filter=tree:0 --no-checkout "file://$here/app" "$here/partial" 2>/dev/null
same "nor does a clone without trees" "not known" \
	"$(cd "$here/partial" && "$ask" history "$(git rev-parse HEAD)" $m)"

finish
