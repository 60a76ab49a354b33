#!/bin/sh
# t-history.sh - the files that a folder ever held, against `git log`.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

ask=$builddir/tests/git/ask

gits_history() { # commit path
	git log --format= --raw --no-abbrev --no-renames --diff-filter=AM -m "$1" -- "$2" |
		sed -n "s|^:[0-9]* [0-9]* [0-9a-f]* \([0-9a-f]*\) .	$2\(/[^/]*\)\{0,1\}$|\1 $2\2|p" |
		sed 's|[^ ]*/||' | LC_ALL=C sort -u
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
echo 'export const up = 2;' >$m/02_b.ts && commit b
echo 'export const up = 22;' >$m/02_b.ts && commit "edit b"
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
same "of a file, every version" "$(gits_history HEAD convex/app.ts)" \
	"$("$ask" history "$(git rev-parse HEAD)" convex/app.ts)"
same "as ids, without helpers" "01_a 02_b 02_renamed 03_side" \
	"$("$ask" ids HEAD convex | sort -u | paste -sd' ')"

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

# ---- the module layout

git checkout -q "$root" && mkdir -p convex/users
define='m.define({ table: "users", migrateOne: () => {} });'
echo "export const one = $define" >convex/users/moves.ts && commit one
echo "export const two = $define" >>convex/users/moves.ts && commit two
echo "export const old = $define" >convex/migrations.ts && commit old
git rm -q convex/migrations.ts
echo "export const two = $define" >convex/users/moves.ts && commit "without one and old"
same "as ids, of modules" "old one two" "$("$ask" ids HEAD convex | sort -u | paste -sd' ')"

finish
