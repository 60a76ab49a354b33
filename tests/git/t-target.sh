#!/bin/sh
# t-target.sh - what is a target, and which migrations it holds.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

ask=$builddir/tests/git/ask

write_migration() { # file
	mkdir -p "$(dirname "$1")" && cat >"$1" <<'END'
import { migrations } from "../migrate";

export const up = migrations.define({
  table: "users",
  migrateOne: () => ({ role: "member" }),
});

export const down = migrations.define({
  table: "users",
  migrateOne: () => ({ role: undefined }),
});
END
}

write_app() { # folder functions
	mkdir -p "$1/$2"
	echo '{ "dependencies": { "convex": "1.0.0" } }' >"$1/package.json"
	cat >"$1/$2/convex.config.ts" <<'END'
import { defineApp } from "convex/server";
import cvx from "./cvx/convex.config";

const app = defineApp();
app.use(cvx);
export default app;
END
}

id_of() { # file, by its content on disk
	git hash-object "$1"
}

git init -q -b main app && cd app || exit 99
write_app . convex
write_migration convex/migrations/20251008_153000_add_role.ts
git add -A && git commit -qm app
first=$(git rev-parse HEAD) tree=$(git rev-parse 'HEAD^{tree}')
row="20251008_153000_add_role $(id_of convex/migrations/20251008_153000_add_role.ts) users \
migrations/20251008_153000_add_role:up migrations/20251008_153000_add_role:down users"
same "the work tree" "work tree: $tree $first main convex/migrations
$row" "$("$ask" target - .)"
same "a commit" "HEAD~0: $tree $first - convex/migrations
$row" "$("$ask" target HEAD~0 .)"

cat >convex/migrations/20250101_000000_first.ts <<'END'
export const tables = ["rooms"];
const up = 1;
export { up };
END
echo 'export {};' >convex/migrations/_shared.ts
echo 'x' >convex/migrations/README.md
same "an untracked migration is in, sorted, without a down" \
	"20250101_000000_first $(id_of convex/migrations/20250101_000000_first.ts) - \
migrations/20250101_000000_first:up - rooms" \
	"$("$ask" target - . | sed -n 2p)"
same "but not in HEAD" 2 "$("$ask" target HEAD . | wc -l | tr -d ' ')"

# ---- files that can't be migrations

refused() { # sentence, file, words of the rule
	write_migration "convex/migrations/$2"
	fails_saying "$1: names the rule" "$3" "$ask" target - .
	fails_saying "$1: names the file" "config: 'convex/migrations/$2'" "$ask" target - .
	rm "convex/migrations/$2"
}
refused "a dash" 20251008-add.ts dash
refused "a second dot" 20251008.add.ts dot
refused "a name that is too long" \
	a23456789012345678901234567890123456789012345678901234567890_62.ts 61
refused "two files for one id" 20251008_153000_add_role.js 20251008_153000_add_role.ts
echo 'export const helper = 1;' >convex/migrations/helper.ts
fails_saying "a file without up" config: "$ask" target - .
same "says so" "config: 'convex/migrations/helper.ts' exports no 'up'" "$said"
rm convex/migrations/helper.ts
ln -s 20250101_000000_first.ts convex/migrations/20250102_link.ts
fails_saying "a symbolic link" config: "$ask" target - .
rm convex/migrations/20250102_link.ts

# ---- what is no target

git checkout -q --orphan docs && git rm -rfq . && git clean -fdxq && echo docs >index.md
git add -A && git commit -qm docs
fails_saying "a branch without an app" no-app: "$ask" target - .
same "is one line" "no-app: this work tree has no git-cvx app ('package.json' is missing); \
data stays as it is" "$said"
fails_saying "and so is its commit" no-app: "$ask" target docs .
git checkout -q -f main

rm -r convex && git add -A && git commit -qm "no functions"
fails_saying "without the functions folder" no-app: "$ask" target HEAD .
same "which is named" "no-app: this commit has no git-cvx app ('convex' is missing); \
data stays as it is" "$said"
git reset -q --hard "$first"
sed -i.orig '/app.use/d' convex/convex.config.ts && rm convex/convex.config.ts.orig
fails_saying "with the component not mounted" no-app: "$ask" target - .
git checkout -q .
rm convex/convex.config.ts
fails_saying "without convex.config.ts" no-app: "$ask" target - .
git checkout -q .
{ echo '<<<<<<< ours'; cat convex/migrations/*.ts; } >"$here/marked"
cp "$here/marked" convex/migrations/20251008_153000_add_role.ts
fails_saying "with conflict markers in a migration" no-app: "$ask" target - .
git checkout -q .
printf '<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n' >convex.json
fails_saying "with conflict markers in convex.json" no-app: "$ask" target - .
rm convex.json

git sparse-checkout set --no-cone '/*' '!/convex/' >/dev/null 2>&1
ok "the app isn't checked out" test ! -e convex
fails_saying "a sparse checkout without the app" no-app: "$ask" target - .
same "says so" "no-app: this work tree has no git-cvx app ('convex' is not checked out); \
data stays as it is" "$said"
git sparse-checkout set --no-cone '/*' '!/convex/migrations/' >/dev/null 2>&1
same "migrations that aren't checked out come from the index" "$row" \
	"$("$ask" target - . | sed -n 2p)"
git sparse-checkout disable >/dev/null 2>&1

git checkout -q -b theirs && echo 1 >file && git add file && git commit -qm theirs
git checkout -q main && echo 2 >file && git add file && git commit -qm ours
git merge -q theirs >/dev/null 2>&1
fails_saying "during a merge" decision: "$ask" target - .
same "says so" "decision: a merge is in progress" "$said"
git merge --abort && git reset -q --hard "$first"

# ---- other places

echo '{ "functions": "src/backend/" }' >convex.json
write_app . src/backend && write_migration src/backend/migrations/01_here.ts
same "the functions folder of convex.json" src/backend/migrations \
	"$("$ask" target - . | sed -n '1s/.* //p')"
echo '{ "functions": "../elsewhere" }' >convex.json
fails_saying "a functions folder outside of the app" unsupported: "$ask" target - .
echo '{ "functions": 7 }' >convex.json
fails_saying "a functions folder that is no text" config: "$ask" target - .
echo '{ "functions": "convex" ' >convex.json
fails_saying "a broken convex.json" config: "$ask" target - .
rm -r convex.json src
echo '{ "dependencies": { "react-scripts": "5.0.0" } }' >package.json
write_app extra src/convex && mkdir -p src && mv extra/src/convex src/ && rm -r extra
same "create-react-app keeps them in src" src/convex/migrations \
	"$("$ask" target - . | sed -n '1s/.* //p')"
rm -r src && git checkout -q .

write_app "apps/web shop" convex && write_migration "apps/web shop/convex/migrations/01_web.ts"
same "an app further down" "01_web" \
	"$("$ask" target - 'apps/web shop/' | sed -n '2s/ .*//p')"
fails_saying "an app outside of the repository" config: "$ask" target - ../other

# ---- exports of modules

rm -r convex/migrations
write_module() {
	cat >convex/migrations.ts <<'END'
import { Migrations } from "@convex-dev/migrations";
import { components, internal } from "./_generated/api.js";

export const migrations = new Migrations<DataModel>(components.migrations);
export const run = migrations.runner();

export const setRole = migrations.define({
  table: "users", // a comment
  migrateOne: async (ctx, user) => {
    await ctx.db.insert("log", { user: user._id });
    await ctx.db.patch(user._id, { role: "member" });
  },
});
export const setRoleDown = migrations.define<"users">({
  table: "users",
  migrateOne: () => ({ role: undefined }),
})

export const countDown = migrations.define({ table: "rockets", migrateOne: () => ({ n: 0 }) });
const addName: X<() => void> = migrations.define({ table: 'users', migrateOne() {} })
export { addName as name };
const unused = migrations.define({ table: "users", migrateOne: () => {} });
export const flow = workflow.define({ args: {}, handler: async () => { migrateOne({ a: 1 }) } });
export const runAll = migrations.runner([internal.migrations.setRole]);
END
}
ids() { # of the work tree, without their sources
	"$ask" target - . | sed -n '2,$s/ [0-9a-f]\{40\} / /p'
}
write_module
same "in the order of the file, with reverses, and nothing else" \
	"setRole users migrations:setRole migrations:setRoleDown users log
countDown rockets migrations:countDown - rockets
name users migrations:name - users" "$(ids)"
before=$("$ask" target - . | sed 1d)
sed -e 's/ *\/\/ a comment//' -e 's/{ n: 0 }/{ n: 0, }/' -e "s/\"log\"/'log'/" \
	-e 's/$/\r/' convex/migrations.ts >m && mv m convex/migrations.ts
same "comments, blanks, quotes and final commas are nobody's source" "$before" \
	"$("$ask" target - . | sed 1d)"
source_of() { # id
	"$ask" target - . | sed -n "s/^$1 \([0-9a-f]*\).*/\1/p"
}
old_role=$(source_of setRole) old_count=$(source_of countDown)
sed 's/role: undefined/role: null/' convex/migrations.ts >m && mv m convex/migrations.ts
fails_with 1 "another reverse is another source" test "$old_role" = "$(source_of setRole)"
same "... of this one only" "$old_count" "$(source_of countDown)"
sed 's/countDown/launch/' convex/migrations.ts >m && mv m convex/migrations.ts
same "another name isn't" "$old_count" "$(source_of launch)"
cat >>convex/migrations.ts <<'END'
export const fresh = migrations.define({ table: "a", migrateOne: async (ctx, d) => { /* */ } });
export const other = migrations.define({ table: "a", migrateOne: async (ctx, d) => {} });
END
fails_with 1 "... but where nothing is done yet" test "$(source_of fresh)" = "$(source_of other)"
write_module
mkdir -p convex/users convex/other
echo 'export const a = m.define({ table: "users", migrateOne: () => ({ a: 1 }) });' \
	>convex/users/moves.ts
echo 'export const b = m.define({ table: "users", migrateOne: () => ({ b: 1 }) });' \
	>convex/other/moves.ts
echo 'export default defineComponent("other");' >convex/other/convex.config.ts
same "a module is known by what it exports; a component's is not the app's" \
	"a users users/moves:a - users" "$(ids | grep '^[ab] ')"
echo 'export const setRole = m.define({ table: "users", migrateOne: () => ({ a: 1 }) });' \
	>convex/users/moves.ts
fails_saying "a name that two modules export" \
	"'convex/migrations.ts' and 'convex/users/moves.ts' are one migration, 'setRole'" \
	"$ask" target - .
rm -r convex/users convex/other
write_migration convex/migrations/01_first.ts
same "where files export up, they are the migrations" \
	"01_first users migrations/01_first:up migrations/01_first:down users" "$(ids)"
rm -r convex/migrations
echo 'export const run = migrations.runner();' >convex/migrations.ts
same "a migrations.ts that defines none is no obstacle" '' "$(ids)"

finish
