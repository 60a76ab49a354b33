#!/bin/sh
# t-init.sh - `git cvx init` and `new` in real repositories, there and back.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

PATH=$builddir:$PATH
export PATH

write_app() { # folder
	mkdir -p "$1/convex"
	printf '{\n  "name": "app",\n  "dependencies": {\n    "convex": "1.48.0"\n  }\n}\n' \
		>"$1/package.json"
	printf 'export default defineSchema({\n  users: defineTable({}),\n});\n' \
		>"$1/convex/schema.ts"
}

make_app() { # name
	git init -q -b main "$here/$1" && cd "$here/$1" || exit 99
	write_app .
	git add -A && git commit -qm 'the app'
}

changes() { # what git sees, one line each
	git status --short --untracked-files=all
}

component_files() { # folder of the functions, as git shows new files
	for file in "$srcdir"/component/cvx/*.ts; do
		echo "?? $1/cvx/$(basename "$file")"
	done
}

# ---- there

make_app plain
ok "dry run" git cvx init --dry-run
same "... writes nothing" '' "$(changes)"
fails_with 128 "before init there is nothing to list" git cvx list
ok "init" git cvx init
same "... writes what is needed, and no more" " M package.json
?? .cvx.ini
?? convex/convex.config.ts
$(component_files convex)
?? convex/cvxStart.ts
?? convex/migrate.ts" "$(changes)"
same "... files of the component as they are here" '' \
	"$(diff -r -x _generated "$srcdir/component/cvx" convex/cvx 2>&1)"
same "... the dependency" '+    "@convex-dev/migrations": "^0.3.6",' \
	"$(git diff -U0 package.json | grep '^[+-] ')"
ok "... modes as usual" test "$(stat -c %a convex/migrate.ts)" = 644
ok "... the clone is enrolled" grep -q enabled .git/cvx/config.ini
ok "... git-cvx finds its app, and reads its settings" git cvx list
same "... nothing is staged" '' "$(git diff --cached)"
git add -A && git commit -qm 'git cvx init'
ok "init again" git cvx init
same "... changes nothing" '' "$(changes)"

# ---- an older version, an edited file, a newer one

sed 's/version 1\./version 0./' convex/cvxStart.ts >x && mv x convex/cvxStart.ts
fails_with 4 "a first line that isn't ours" git cvx init
same "... is in the way, by name" "error: 'convex/cvxStart.ts' is in the way: it isn't \
git-cvx's; nothing was changed" "$(echo "$said" | grep '^error')"
git checkout -q .
echo '// mine' >>convex/cvx/ledger.ts
same "an edited file that is generated is said, and written anew" \
	"edit      convex/cvx/ledger.ts: it was edited, and is generated" \
	"$(git cvx init 2>/dev/null)"
same "... as it was" '' "$(changes)"
sed '1s/version 1\./version 9./' convex/cvx/ledger.ts >x && mv x convex/cvx/ledger.ts
ok "a newer file" git cvx init
same "... stays" " M convex/cvx/ledger.ts" "$(changes)"
git checkout -q .
sed 's/$/\r/' convex/cvx/ledger.ts >x && mv x convex/cvx/ledger.ts
same "line ends of Windows are no difference" '' "$(git cvx init 2>/dev/null)"
git checkout -q .

# ---- new

first=$(git cvx new addUserRole)
ok "new prints the path" test -f "$first"
ok "... with a time and the name" expr "$first" : 'convex/migrations/2[0-9]*_[0-9]*_add_user_role\.ts$'
ok "... and it is a migration" git cvx list
fails_saying "a table that the schema lacks" "no table 'rooms'" git cvx new --table=rooms x
second=$(cd convex/cvx && git cvx new --force --table=rooms -- rename-rooms)
ok "new, from a folder below" grep -q '"rooms"' "$second"
fails_with 129 "no name" git cvx new
fails_with 129 "an impossible name" git cvx new 'a/b'

# ---- and back

ok "undo with migrations" git cvx init --undo
same "... leaves them, and what they need" " D .cvx.ini
 M convex/convex.config.ts
$(component_files convex | sed 's/^??/ D/')
 D convex/cvxStart.ts
?? $first
?? $second" "$(changes)"
ok "... their component is still mounted" grep -q 'app.use(migrations)' convex/convex.config.ts
ok "... ours isn't" sh -c '! grep -q cvx convex/convex.config.ts'
rm -r convex/migrations && git checkout -q .
mkdir convex/cvx/_generated
echo '/* THIS CODE IS AUTOMATICALLY GENERATED. */' >convex/cvx/_generated/api.ts
ok "undo without" git cvx init --undo
same "... is as before init" '' "$(git diff HEAD~1 && git status --short | grep -v '^ [DM]')"
ok "... and the folder is gone" test ! -e convex/cvx
fails_with 1 "... the clone has left" grep -q 'enabled = "true"' .git/cvx/config.ini
same "undo again has nothing to do" \
	"nothing to undo: git-cvx isn't in this app, or was changed" "$(git cvx init --undo 2>&1)"
git checkout -q .
echo '// mine' >>convex/cvx/rows.ts
echo '// mine' >>convex/migrate.ts
ok "undo after changes" git cvx init --undo
ok "... keeps the component whole" test -f convex/cvx/ledger.ts -a -f convex/cvx/rows.ts
ok "... and the file that was changed" grep -q mine convex/migrate.ts
git checkout -q .
rm -f .git/cvx/init
ok "undo in another clone" git cvx init --undo
ok "... doesn't take what it can't know to be ours" grep -q migrations package.json
ok "... nor unmounts it" grep -q 'app.use(migrations)' convex/convex.config.ts

# ---- edits count if what comes out can be read: within a comment nothing is mounted

make_app commented
printf '%s\n' 'import { defineApp } from "convex/server"; /* the' ' app */' 'const app = defineApp();' \
	'export default app;' >convex/convex.config.ts
git add -A && git commit -qm 'a comment over a line end'
ok "a comment that goes on over the end of the line" git cvx init
same "... both are mounted" "ok    component      mounted" \
	"$(git cvx doctor | grep -o '^ok *component *mounted')"
ok "... undo" git cvx init --undo
same "... is as before" '' "$(changes)"
printf '%s\n' 'import { defineApp } from "convex/server";' 'const app = defineApp(); /* and so on' \
	'export default app;' >convex/convex.config.ts
before=$(changes)
fails_with 4 "a comment that has no end" git cvx init
same "... is refused, and nothing is written" "$before" "$(changes)"
same "... with the lines to add by hand" 2 "$(echo "$said" | grep -c '^hint:   *\(import\|app.use\)')"
git checkout -q .
git cvx init 2>/dev/null
sed -i 's/^app.use(cvx)/app.use(cvx, { name: "cvx" })/' convex/convex.config.ts
before=$(changes)
fails_with 4 "undo where one of the lines was changed" git cvx init --undo
same "... changes nothing" "$before" "$(changes)"
sed -i '/cvx/d' convex/convex.config.ts
sed -i 's/^app.use(migrations)/app.use(migrations, { name: "m" })/' convex/convex.config.ts
ok "... once they are taken out by hand" git cvx init --undo
ok "... a component that stays mounted keeps its package" grep -q convex-dev/migrations package.json

# ---- what is in the way

make_app foreign
mkdir convex/cvx && echo 'export const x = 1;' >convex/cvx/ledger.ts
echo 'export const other = 1;' >convex/migrate.ts
echo 'export default 1;' >convex/convex.config.ts
before=$(changes)
fails_with 4 "files of somebody else" git cvx init
same "... all of them are named" "conflict  convex/cvx/ledger.ts: it isn't git-cvx's
conflict  convex/migrate.ts: it doesn't export 'migrations'
conflict  convex/convex.config.ts: convex.config.ts is written in a way that git-cvx can't \
edit: it doesn't mount '@convex-dev/migrations/convex.config'" \
	"$(echo "$said" | grep ^conflict)"
same "... and nothing is written" "$before" "$(changes)"
fails_with 4 "... a dry run says the same" git cvx init -n
rm -r convex/cvx convex/migrate.ts
printf 'import { defineApp } from "convex/server";\nimport migrations from "@convex-dev/%s";\n%s' \
	migrations/convex.config 'const app = defineApp();
app.use(migrations);
export default app;
' >convex/convex.config.ts
cat >convex/migrate.ts <<'END'
export const migrations = new Migrations<DataModel>(components.migrations);
END
git add -A && git commit -qm 'migrations by hand'
ok "an app that has the official component" git cvx init
same "... keeps its own file" "keep      convex/migrate.ts: it is yours, and exports \
'migrations'" "$(git cvx init | grep migrate.ts)"
ok "undo" git cvx init --undo
same "... leaves it as it was" '' "$(changes)"

# ---- an app whose migrations are exports of a module

rm -f convex/migrate.ts
cat >convex/migrations.ts <<'END'
import { Migrations } from '@convex-dev/migrations';
export const m = new Migrations<DataModel>(components.migrations);
export const setRole = m.define({ table: 'users', migrateOne: () => ({ role: 'member' }) });
END
git add -A && git commit -qm 'the official way'
ok "an app with migrations in a module" git cvx init
fails_with 1 "... needs no migrate.ts" test -e convex/migrate.ts
same "... and its module stays as it is" '' "$(git status --short convex/migrations.ts)"
same "... new says where it wrote" convex/migrations.ts \
	"$(git cvx new --table users add-nick_name)"
ok "... two more exports" grep -q '^export const addNick_name = m.define' convex/migrations.ts
ok "... the second one is the reverse" \
	grep -q '^export const addNick_nameDown = m.define' convex/migrations.ts
same "... they are one more migration" 'setRole
addNick_name' "$(git cvx list | sed 's/ .*//')"
fails_saying "a name that is taken" "exports 'setRole' already" git cvx new -t users setRole
fails_saying "the name of a reverse" "would be the reverse of" git cvx new -t users setRoleDown
fails_saying "a name that begins with a digit" "can't be called" git cvx new -t users 2x
git checkout -q convex/migrations.ts
echo '/* from here on' >>convex/migrations.ts
before=$(cksum <convex/migrations.ts)
fails_saying "new, into a comment that has no end" "add 'later' and 'laterDown' to it by hand" \
	git cvx new -t users later
same "... writes nothing" "$before" "$(cksum <convex/migrations.ts)"
git checkout -q convex/migrations.ts
ok "undo" git cvx init --undo
same "... leaves what the app had, and its migrations need" ' M package.json' \
	"$(git status --short | grep -v '^??')"

# ---- an app in a folder below

git init -q -b main "$here/mono" && cd "$here/mono" || exit 99
echo '{ "private": true }' >package.json
write_app apps/web
printf '{ "functions": "server/functions/" }\n' >apps/web/convex.json
mkdir -p apps/web/server && mv apps/web/convex apps/web/server/functions
git add -A && git commit -qm 'a workspace'
fails_with 128 "at the top there is no app" git cvx init
(cd apps/web/server && git cvx init >/dev/null 2>&1)
ok "found from within" test -f apps/web/server/functions/cvx/ledger.ts
ok "... the settings say where it is" grep -qx 'path = apps/web' .cvx.ini
ok "... and are obeyed" git cvx list
path=$(cd apps && git cvx new x)
ok "... by new as well" test -f "$path"
fails_with 128 "the top, by name" git cvx init .
rm "$path"
ok "undo" git cvx init --undo
same "... is as before" '' "$(changes)"
ok "by name" git cvx init apps/web
fails_with 129 "a folder elsewhere" git cvx init ..
git checkout -q . && git clean -qfdx
mkdir plain
fails_with 128 "no package.json" git cvx init plain
same "... writes nothing" '' "$(changes)"

# ---- several apps

git checkout -q . && git clean -qfdx
write_app apps/admin && write_app tools/admin && git add -A && git commit -qm 'more apps'
(cd apps/web && git cvx init) >/dev/null 2>&1
ok "a second app" git cvx init apps/admin
same "... is named by its folder" '[app "admin"]
path = apps/admin' "$(tail -2 .cvx.ini)"
before=$(changes)
git cvx init apps/admin >/dev/null 2>&1
same "... once" "$before" "$(changes)"
write_one() { # folder of the functions, id
	mkdir -p "$1/migrations"
	echo 'export const up = 1;' >"$1/migrations/$2.ts"
}
write_one apps/admin/convex 1_admin
write_one apps/web/server/functions 1_web
one() { sed 's/ .*//'; }
same "an app's folder says which" 1_admin "$(cd apps/admin/convex && git cvx list | one)"
same "... and --app does, before the command" 1_web "$(git cvx --app web list | one)"
same "... or behind it" 1_web "$(cd apps/admin && git cvx list --app=web | one)"
fails_with 129 "without either" git cvx list
same "... the apps are listed" "error: which app? the repository holds 2
hint: git cvx --app admin ...: that of 'apps/admin'
hint: git cvx --app web ...: that of 'apps/web'" "$(git cvx list 2>&1 | sed '/-h/d')"
same "an app that isn't there" "error: there is no app 'shop'
hint: git cvx --app admin ...: that of 'apps/admin'
hint: git cvx --app web ...: that of 'apps/web'" "$(git cvx --app shop list 2>&1)"
ok "new, in its folder" sh -c 'cd apps/admin && git cvx new x | grep -q ^apps/admin/convex/'
git cvx init tools/admin >/dev/null 2>&1
same "a third one, whose name is taken, is called by its path" '[app "tools-admin"]' \
	"$(tail -2 .cvx.ini | head -1)"
sed 's/tools-admin/web/' .cvx.ini >x && cp .cvx.ini y && mv x .cvx.ini
fails_saying "two of one name" "are called 'web'" git cvx list
mv y .cvx.ini
ok "undo of one" git cvx init --undo apps/admin
ok "... leaves the other" test -f apps/web/server/functions/cvx/ledger.ts
ok "... which the clone still uses" grep -q 'enabled = "true"' .git/cvx/config.ini

finish
