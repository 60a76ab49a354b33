/* test_new_migration.c - names, tables, ids. */
#include "app/new_migration.h"
#include "app/disk.h"
#include "base/buf.h"
#include "base/file.h"
#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

static struct arena arena;

static void is_name(const char *typed, const char *want)
{
	struct err err = ERR_INIT;

	is_str(new_migration_name(&arena, typed, &err), want, typed);
}

static void is_no_name(const char *typed, const char *why)
{
	struct err err = ERR_INIT;

	ok(!new_migration_name(&arena, typed, &err) && err.code == ERR_USAGE &&
	   strstr(err.msg, why), why);
}

static void names(void)
{
	is_name("add_role", "add_role");
	is_name("addUserRole", "add_user_role");
	is_name("add-user role", "add_user_role");
	is_name("HTTPServer2Names", "http_server2_names");
	is_name("--a__b--", "a_b");
	is_name("v2", "v2");
	is_name("abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqr",
	        "abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqr");
	is_no_name("abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrs", "at most 45");
	is_no_name("", "needs a name");
	is_no_name("-_-", "needs a name");
	is_no_name("gr\xc3\xb6\xc3\x9f" "e", "can't be called");
	is_no_name("../x", "can't be called");
	is_no_name("a.b", "can't be called");
}

static void has_tables(const char *name, const char *text, const char *want)
{
	struct buf out = BUF_INIT;
	struct names tables;
	/* "..." at the end: there may be more. */
	bool all = schema_tables(&tables, &arena, text);

	for (size_t i = 0; i < tables.count; i++)
		buf_addf(&out, "%s%s", i ? " " : "", tables.items[i]);
	buf_adds(&out, all ? "" : "...");
	is_str(out.text, want, name);
	buf_dispose(&out);
}

static void tables(void)
{
	has_tables("the usual schema", "import { v } from \"convex/values\";\n"
	           "export default defineSchema({\n  users: defineTable({ name: v.string(), age: "
	           "v.number() }).index(\"by_name\", [\"name\"]),\n  rooms: defineTable({}),\n},\n"
	           "{ schemaValidation: true });\n", "users rooms");
	has_tables("quotes, short forms, comments", "// defineSchema({ no: 1 })\n"
	           "export default defineSchema({ \"a\": one, b, /* c: 1, */ 'd': two })", "a b d");
	has_tables("what is spread can't be seen", "defineSchema({ ...authTables, users: x })",
	           "users...");
	has_tables("nor behind others", "defineSchema({ users: x.index(\"a\", []), ...more })",
	           "users...");
	has_tables("members of members", "defineSchema({ a: f({ b: 1, c: { d: 2 } }, [e, g]) })",
	           "a");
	has_tables("a variable", "defineSchema(tables)", "...");
	has_tables("no schema", "export const x = 1;", "...");
	has_tables("an empty one", "export default defineSchema({});", "");
}

/* Both in the second of 2025-10-08 15:30:00. */
static void files(const char *top)
{
	struct new_migration wanted = { .worktree = top, .functions = "app/convex",
		.name = "addRole", .now_ms = 1759937400123 };
	const char *migrate = arena_printf(&arena, "%s/app/convex/migrate.ts", top);
	const char *schema = arena_printf(&arena, "%s/app/convex/schema.ts", top);
	const char *path, *text;
	struct err err = ERR_INIT;

	ok(new_migration_write(&path, &arena, &wanted, &err) && err.code == ERR_NO_APP,
	   "before init");
	err_clear(&err);
	ok(!disk_create(&arena, migrate, "x", &err) &&
	   !disk_create(&arena, schema, "defineSchema({ users: 1 })", &err), "an app");
	ok(!new_migration_write(&path, &arena, &wanted, &err), "the table of the schema");
	is_str(path, "app/convex/migrations/20251008_153000_add_role.ts", "... its path");
	ok(!file_text(&text, &arena, arena_printf(&arena, "%s/%s", top, path), &err) && text &&
	   strstr(text, "as 20251008_153000_add_role.") && strstr(text, "table: \"users\"") &&
	   !strchr(text, '@'), "... its text");
	ok(!new_migration_write(&path, &arena, &wanted, &err), "once more");
	is_str(path, "app/convex/migrations/20251008_153001_add_role.ts",
	       "... has a second of its own");
	wanted.table = "rooms";
	ok(new_migration_write(&path, &arena, &wanted, &err) && err.code == ERR_USAGE &&
	   strstr(err.hint, "--table users"), "a table that the schema lacks");
	err_clear(&err);
	wanted.force = true;
	ok(!new_migration_write(&path, &arena, &wanted, &err), "another table");
	wanted.table = "x\"; evil";
	ok(new_migration_write(&path, &arena, &wanted, &err) && err.code == ERR_USAGE,
	   "what is no table");
	err_clear(&err);
	wanted.table = NULL;
	ok(!disk_write(&arena, schema, "defineSchema({ users: 1, rooms: 2 })", &err) &&
	   new_migration_write(&path, &arena, &wanted, &err) && err.code == ERR_USAGE,
	   "which of two tables?");
	is_str(err.hint, "--table users\n--table rooms", "... is asked");
}

static void clean_up(const char *top)
{
	const char *folder = arena_printf(&arena, "%s/app/convex/migrations", top);
	char **left;
	int count = disk_list(&left, folder);

	for (int i = 0; i < count; i++) {
		unlink(arena_printf(&arena, "%s/%s", folder, left[i]));
		free(left[i]);
	}
	free(left);
	is_int(count, 3, "nothing else was written");
	rmdir(folder);
	unlink(arena_printf(&arena, "%s/app/convex/migrate.ts", top));
	unlink(arena_printf(&arena, "%s/app/convex/schema.ts", top));
	rmdir(arena_printf(&arena, "%s/app/convex", top));
	rmdir(arena_printf(&arena, "%s/app", top));
	rmdir(top);
}

int main(void)
{
	char top[] = "/tmp/cvx-test.XXXXXX";

	if (!mkdtemp(top))
		return 99;
	names();
	tables();
	files(top);
	clean_up(top);
	arena_dispose(&arena);
	return done();
}
