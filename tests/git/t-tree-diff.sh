#!/bin/sh
# t-tree-diff.sh - where two trees differ.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

ask=$builddir/tests/git/ask

tree() { # of all that is in the folder now
	git add -A && git write-tree
}

git init -q -b main app && cd app || exit 99
mkdir -p convex/lib && echo 1 >convex/a.ts && echo 1 >convex/lib/b.ts && echo 1 >readme
old=$(tree)
echo 2 >convex/lib/b.ts
changed=$(tree)
mkdir -p out/below && echo '{}' >out/below/plan.json
with_plan=$(tree)
echo 1 >convex/lib/b.ts && rm convex/a.ts
only_plan=$(tree)

same "nowhere" - "$("$ask" differ "$old" "$old" -)"
same "a file that was changed" convex/lib/b.ts "$("$ask" differ "$old" "$changed" -)"
same "which doesn't count" - "$("$ask" differ "$old" "$changed" convex/lib/b.ts)"
same "a folder that is new" out "$("$ask" differ "$changed" "$with_plan" -)"
same "with nothing but a file that doesn't count" - \
	"$("$ask" differ "$changed" "$with_plan" out/below/plan.json)"
same "and the other way" - "$("$ask" differ "$with_plan" "$changed" out/below/plan.json)"
same "a look-alike counts" out/below/plan.json "$("$ask" differ "$changed" "$with_plan" out/below/plan)"
same "and so does what is beside it" convex/lib/b.ts \
	"$("$ask" differ "$old" "$with_plan" out/below/plan.json)"
same "a file that is gone" convex/a.ts "$("$ask" differ "$old" "$only_plan" out/below/plan.json)"
fails_saying "a tree that isn't there" io: "$ask" differ "$old" \
	1234567890123456789012345678901234567890 -

finish
