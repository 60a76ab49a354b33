#!/bin/sh
# t-offers.sh - what shells are told to offer: with a record of the last run and without one, in
# either layout, of one app and of several.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

offers() { (cd "$1" && shift && git-cvx-hook --complete "$@" 2>&1 | tr '\t' ' '); }

# The record of an app's last run: home, folder of the app, then lines.
recorded() {
	home=$1 app=$2
	shift 2
	mkdir -p "$home/cvx"
	printf '%s\n' "cvx-state 2" "key 0" "worktree $PWD" "watch $app/convex/migrations/*" \
		"head ref: refs/heads/main" "deployment d" "signature s" "summary 1" "$@" >"$home/cvx/state"
}

migration() { # file
	mkdir -p "${1%/*}"
	printf 'export const up = migrations.define({ table: "tasks", migrateOne: () => ({}) });\n' >"$1"
}

app() { # folder
	mkdir -p "$1/convex/_generated"
	echo '{"dependencies":{"convex":"1.0.0"}}' >"$1/package.json"
}

# ---- one app

git init -q -b main one && cd one || exit 99
app .
migration convex/migrations/20250101_000000_first.ts
migration convex/migrations/20250202_000000_second.ts
mkdir -p .git/cvx && echo '[cvx]' >.git/cvx/config.ini
both="20250101_000000_first
20250202_000000_second"
for word in ids applied pending; do
	same "without a record: every id as '$word'" "$both" "$(offers . $word)"
done
recorded .git . "app " "id applied 20250101_000000_first" "about Adds	a table" \
	"id pending 20240404_000000_gone"
same "with one: applied, and what for" "20250101_000000_first applied: Adds a table" \
	"$(offers . applied)"
same "pending is what is in the folder" "20250202_000000_second pending" "$(offers . pending)"
rm -r convex/migrations
same "applied without a file: still offered" "20250101_000000_first applied: Adds a table" \
	"$(offers . ids)"
same "no environments" "" "$(offers . environments)"
cat >.cvx.ini <<'END'
[env "production"]
kind = prod
branch = main
[env "staging"]
branch = stage
END
printf '[cvx]\n[env "mine"]\nkind = dev\n[env "staging"]\nkind = preview\n' >.git/cvx/config.ini
same "environments of both files, each once, and their kind" "production prod
staging preview
mine dev" "$(offers . environments)"
same "the only app is called as its folder" "app " "$(offers . apps | sed 's/\..*//')"
same "a word that isn't known" "git-cvx-hook: 'idz' isn't known here" "$(offers . idz)"

# ---- several

cd "$here" && git init -q -b main many && cd many || exit 99
for name in web shop; do
	app apps/$name
	migration apps/$name/convex/migrations/20250101_000000_$name.ts
	printf '[app "%s"]\npath = apps/%s\n' $name $name >>.cvx.ini
done
mkdir -p .git/cvx && echo '[cvx]' >.git/cvx/config.ini
same "their names, and where they are" "web apps/web
shop apps/shop" "$(offers . apps)"
all="20250101_000000_web
20250101_000000_shop"
same "without a record: above them, the ids of all" "$all" "$(offers . applied)"
same "in one's folder, its own" 20250101_000000_shop "$(offers apps/shop/convex applied)"
same "or of the one that is named" 20250101_000000_web "$(offers apps/shop ids web)"
same "none of one that isn't there" "" "$(offers . ids none)"
printf 'web\nshop\n' >.git/cvx/apps
recorded .git/cvx/app/web apps/web "app apps/web" "id applied 20250101_000000_web"
recorded .git/cvx/app/shop apps/shop "app apps/shop" "id pending 20250101_000000_shop"
same "with records: above them" "20250101_000000_web applied
20250101_000000_shop pending" "$(offers . ids)"
same "which are applied" "20250101_000000_web applied" "$(offers . applied)"
same "in one's folder" "20250101_000000_shop pending" "$(offers apps/shop/convex ids)"
same "or named" "20250101_000000_web applied" "$(offers apps/shop ids web)"
same "none of one that isn't recorded" "" "$(offers . ids none)"
mkdir apps/webs
same "a folder whose name only begins so is above them" 2 "$(offers apps/webs ids | wc -l | tr -d ' ')"

# ---- modules

cd "$here" && git init -q -b main module && cd module || exit 99
app .
printf 'import { Migrations } from "@convex-dev/migrations";
export const migrations = new Migrations();
export const addRole = migrations.define({ table: "users", migrateOne: () => ({}) });
export const titles = migrations.define({ table: "rooms", migrateOne: () => ({}) });\n' \
	>convex/migrations.ts
mkdir -p .git/cvx && echo '[cvx]' >.git/cvx/config.ini
same "without a record: every id of the modules" "addRole
titles" "$(offers . pending)"
recorded .git . "id applied addRole"
sed -i.bak 's/^watch .*/watch convex\/migrations.ts/' .git/cvx/state
same "with one that is out of date: what is new is pending" "titles pending" "$(offers . pending)"
same "all of them" "addRole applied
titles pending" "$(offers . ids)"
finish
