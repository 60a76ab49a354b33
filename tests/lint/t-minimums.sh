#!/bin/sh
# One table of versions: what the program refuses, README, manual, package and doctor say the same.
. "$srcdir/tests/lib/sh-lib.sh"

src=$srcdir/src
value() { # NAME FILE: of a macro
	sed -n "s/^#define $1 *\"\{0,1\}\([0-9.]*\)\"\{0,1\}$/\1/p" "$src/$2"
}
convex=$(value CONVEX_MINIMUM push/versions.h)
migrations=$(value MIGRATIONS_MINIMUM core/migrations_package.h)
node=$(value NODE_MAJOR_MIN push/tools.h)
git=$(value GIT_MINIMUM cmd/doctor_git.c)

says() { grep -qF -- "$2" "$srcdir/$1" || { echo "$1 lacks: $2"; return 1; }; }
for row in "\`git\` | $git |" "\`convex\` | $convex |" "\`@convex-dev/migrations\` | $migrations |" \
	"Node | $node |"; do
	ok "README: $row" says README.md "| $row"
done
ok "the manual" says man/git-cvx.1 \
	"git $git, convex $convex, @convex\\-dev/migrations $migrations and Node $node, or newer ones;"
ok "the Debian package" says debian/control "nodejs (>= $node)"
ok "the package of the component" says component/package.json "\"@convex-dev/migrations\""
tested=$(cd "$srcdir/tests/e2e/convex" && echo *)
for version in $tested; do
	ok "README names the tested convex $version" says README.md "$version"
done
ok "the oldest that works is among them" test "${tested%% *}" '>' "$convex" -o "${tested%% *}" = "$convex"
ok "nothing advises the latest convex, whatever it needs" \
	sh -c '! grep -rn "convex@latest" "$1/src" "$1/man" "$1/README.md" "$1/examples/chat/README.md"' sh "$srcdir"
finish
