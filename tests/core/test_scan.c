/* test_scan.c - what the scanner sees in sources, and that no bytes harm it. */
#include "core/scan.h"
#include "core/token.h"
#include "tap.h"

#include <stdint.h>
#include <stdlib.h>

static struct arena arena;

static struct scan scan(const char *text)
{
	struct scan out;

	scan_source(&out, &arena, text, strlen(text));
	return out;
}

/* Names joined by commas. */
static const char *join(const struct names *names)
{
	const char *text = "";

	for (size_t i = 0; i < names->count; i++)
		text = arena_printf(&arena, "%s%s%s", text, i ? "," : "", names->items[i]);
	return text;
}

static const char plain[] =
	"import { migrations } from \"../migrate\";\n"
	"export const description = 'split the user\\'s name';\n"
	"export const up = migrations.define({\n"
	"  table: \"users\",\n"
	"  migrateOne: async (ctx, user) => {\n"
	"    // ctx.db.insert(\"commented\", {}); export const down = 1;\n"
	"    await ctx.db.insert('audit', { note: `export const down ${user.name + `}`}` });\n"
	"    const n = user.a / 2 / user.b, r = /[/\"]ctx.query(\"regex\")/.test(user.name);\n"
	"    for (const x of await ctx.db.query(`rooms`).collect()) if (x) /'/.exec(x);\n"
	"  },\n"
	"});\n";

static void test_plain(void)
{
	struct scan s = scan(plain);

	ok(s.has_up && !s.has_down && s.uses_define, "up, no down, made by define");
	is_str(s.table, "users", "its table");
	is_str(join(&s.tables), "users,audit,rooms", "and the tables it names");
	is_str(s.description, "split the user's name", "its description");
}

static void test_exports(void)
{
	struct { const char *text; bool up, down; } cases[] = {
		{ "export const up = 1, down = 2;", true, true },
		{ "export let up: Migration<A, B> = f(1, 2)\nexport var down = 2", true, true },
		{ "export async function up() {} export function* down() {}", true, true },
		{ "const up = 1, down = 2; export { up, down };", true, true },
		{ "export { a as up, up as b } from './x';", true, false },
		{ "export { type up, type as down };", false, true },
		{ "export type { up }; export type down = 1;", false, false },
		{ "export const { up, x: down = 3 } = both;", true, true },
		{ "export const { up: x, ...down } = both;", false, true },
		{ "export default { up }; const down = 1;", false, false },
		{ "function f() { export const up = 1; }", false, false },
		{ "const s = 'export const up = 1'; const t = \"\\\"; export const up\";", false, false },
		{ "/* export const up = 1; */ // export const down", false, false },
		{ "const t = `${`${'`'}`} export const up`; export const down = 1", false, true },
		{ "a = b / c; export const up = 1 / 2", true, false },
		{ "a = f() / 2; '/'; export const up = 1", true, false },
		{ "x! / 2; export const up = 1 / 3", true, false },
		{ "i++ / 2; export const up = 1 / 3", true, false },
		{ "const r = /[/]'\\/\"/g; export const up = 1", true, false },
		{ "\xef\xbb\xbf" "export const up = 1", true, false },
		{ "#!/usr/bin/env 'node\nexport const up = 1", true, false },
		{ "const s = 'never closed\nexport const up = 1", true, false },
		{ "export const upper = 1, downs = 2", false, false },
		{ "exports.up = 1; export", false, false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *text = cases[i].text;
		struct scan s = scan(text);

		ok(s.has_up == cases[i].up && s.has_down == cases[i].down,
		   arena_strndup(&arena, text, strcspn(text, "\n")));
	}
}

static void test_tables(void)
{
	struct scan s = scan("export const tables = [\"a\", `b`] as const;\n"
	                     "export const up = m.define<'c'>({ 'x': 1, table: 'c' });\n"
	                     "export const down = m.define({ table: \"d\" });\n"
	                     "ctx.db.insert('e', {})");

	is_str(s.table, "c", "the first define's table is the table");
	is_str(join(&s.tables), "c,d,a,b", "declared tables replace those of literals");
	s = scan("export const tables = []; export const up = m.define({ table: 'c' });"
	         "q.query('e')");
	is_str(join(&s.tables), "c", "also when none are declared");
	s = scan("export const up = m.define({ customRange: (q) => ({ table: 'no' }), table })");
	ok(!s.table && s.uses_define, "a table that is no literal isn't known");
	s = scan("ctx.db.patch('p', id, {}); m.delete('no'); x.get('no', 1); db.delete(id);"
	         "query('no'); ctx.db.query(`t${1}`)");
	is_str(join(&s.tables), "p", "only what surely names a table counts");
	s = scan("import { defineSchema } from 'x'; const table = { table: 'no' };");
	ok(!s.uses_define && !s.table, "no define, no table");
}

static void test_rest(void)
{
	struct scan s = scan("export const description: string = `two\\x41\\u00e4\\n`;");

	is_str(s.description, "twoA\xc3\xa4\n", "escapes are read");
	s = scan("export const description = `a ${b}`;");
	ok(!s.description, "a description with ${} isn't known");
}

static bool mounts(const char *text, const char *suffix)
{
	return scan_mounts(text, strlen(text), suffix);
}

static void test_mounts(void)
{
	const char *cvx = "cvx/convex.config";
	const char *good = "import { defineApp } from \"convex/server\";\n"
	                   "import ledger from './cvx/convex.config.js';\n"
	                   "import m from \"@convex-dev/migrations/convex.config\";\n"
	                   "const app = defineApp();\n"
	                   "app.use(ledger, { name: \"cvx\" });\napp.use(m)\n"
	                   "export default app;\n";

	ok(mounts(good, cvx), "a component used with options is mounted");
	ok(mounts(good, "@convex-dev/migrations/convex.config"), "and one without");
	ok(!mounts(good, "other/convex.config"), "another isn't");
	ok(mounts("import {default as c} from './cvx/convex.config'; app.use(c)", cvx),
	   "by its long name");
	ok(!mounts("import c from './mycvx/convex.config'; app.use(c)", cvx),
	   "a folder that only ends alike is another");
	ok(!mounts("import c from './cvx/convex.config'; // app.use(c)", cvx),
	   "a comment doesn't mount");
	ok(!mounts("// import c from './cvx/convex.config'\napp.use(c)", cvx), "nor import");
	ok(!mounts("import c from './cvx/convex.config'; app.use(d)", cvx),
	   "importing alone doesn't");
	ok(!mounts("import type c from './cvx/convex.config'; app.use(c)", cvx),
	   "nor does a type");
	ok(!mounts("import './x'\nimport c from './y'\napp.use(c, './cvx/convex.config')", cvx),
	   "imports aren't mixed up");
	ok(!mounts("", cvx), "nothing mounts nothing");
}

/* "a b", and "…" behind them if there may be more. */
static const char *mounted(const char *text)
{
	struct mounted out;
	const char *names;

	scan_mounted(&out, &arena, text, strlen(text));
	names = join(&out.names);
	return out.complete ? names : arena_printf(&arena, "%s...", names);
}

static void test_mounted(void)
{
	const char *head = "import { defineApp } from \"convex/server\";\n"
	                   "var component = defineComponent(\"tally\");\n"
	                   "var pool = defineComponent2(\"workpool\");\ncomponent.use(pool);\n"
	                   "var tally_default = component;\nvar app = defineApp();\n";
	const struct { const char *text, *mounts, *what; } cases[] = {
		{ "app.use(tally_default);\nexport { app as default };", "tally", "by its own name" },
		{ "app.use(tally_default, { httpPrefix: \"/t\", name: \"first\" });"
		  "app.use(component, { name: \"second\", env: { A: app.env.A } })",
		  "first,second", "under names of the app's, twice" },
		{ "app.use(component, { name });", "...", "a name that isn't written there" },
		{ "app.use(component, { name: `t${1}` });", "...", "one that is put together" },
		{ "app.use(component, { ...options });", "...", "options from elsewhere" },
		{ "app.use(component, options);", "...", "all of them" },
		{ "for (const c of all) app.use(c);", "...", "a list" },
		{ "app.use(pool); mountMore(app);", "workpool...", "a function that gets the app" },
		{ "app[\"use\"](component);", "...", "another way to call it" },
		{ "const { use } = app; use(component);", "...", "and another" },
		{ "other.use(component);", "...", "something that may be the app" },
		{ "var more = app; more.use(pool);", "workpool", "the app by another name" },
		{ "export { app as default };", "", "nothing" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		is_str(mounted(arena_printf(&arena, "%s%s", head, cases[i].text)), cases[i].mounts,
		       cases[i].what);
	is_str(mounted("use(x"), "...", "what is no config at all");
}

/* Work, not seconds: what is kept is bounded, whatever is written. */
static void test_mounted_much(void)
{
	struct buf text = BUF_INIT;
	struct mounted out;

	for (int i = 0; i < 20000; i++)
		buf_addf(&text, "var a%d = defineComponent(\"c%d\");\napp.use(a%d);\n", i, i, i);
	buf_adds(&text, "var app = defineApp();\n");
	scan_mounted(&out, &arena, text.text, text.len);
	ok(!out.complete && out.names.count <= 256, "more components than any app has aren't read");
	while (text.len <= 2 * 1024 * 1024)
		buf_adds(&text, "app.use(a0);\n");
	scan_mounted(&out, &arena, text.text, text.len);
	ok(!out.complete && !out.names.count, "nor is what is larger than any config");
	buf_dispose(&text);
}

static bool conflict(const char *text)
{
	return scan_has_conflict_markers(text, strlen(text));
}

static void test_conflicts(void)
{
	ok(conflict("<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n"), "a conflict");
	ok(conflict("a\n>>>>>>>"), "its end, at the end");
	ok(!conflict("a <<<<<<< b\n<<<<<<\n<<<<<<<<\n=======\n"), "not in a line, not others");
}

static uint64_t state;

static uint32_t pick(uint32_t n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(state >> 33) % n;
}

/* One of the bytes that mean something, or any. */
static char odd_byte(void)
{
	static const char special[] = "`$\\{}()[]/*'\"<>=!.,:\n";

	return pick(3) ? special[pick(sizeof(special) - 1)] : (char)pick(256);
}

static void test_mutations(void)
{
	const char *given = getenv("CVX_SEED");
	struct mounted config;
	struct scan out;
	size_t seen = 0;

	state = given ? strtoull(given, NULL, 10) : 20251008;
	printf("# CVX_SEED=%llu\n", (unsigned long long)state);
	for (int round = 0; round < 3000; round++) {
		size_t len = pick(sizeof(plain));
		char *copy = malloc(len ? len : 1); /* exact, so that ASan sees each step beyond */
		struct arena own = { 0 };

		memcpy(copy, plain, len);
		for (uint32_t n = pick(12); n && len; n--)
			copy[pick((uint32_t)len)] = odd_byte();
		scan_source(&out, &own, copy, len);
		seen += out.has_up;
		scan_mounts(copy, len, "migrate");
		scan_mounted(&config, &own, copy, len);
		scan_has_conflict_markers(copy, len);
		arena_dispose(&own);
		free(copy);
	}
	ok(seen > 100 && seen < 3000, "3000 damaged sources do no harm");
}

/* Bundlers write letters beyond ASCII as escapes, in names too. */
static void test_escapes(void)
{
	struct scan s = scan("export const \\u0075p = 1; export const do\\u{77}n = 2;");
	const char *const odd[] = {
		"\\", "\\u", "\\u00e", "\\u{", "\\u{}", "\\u{110000}", "import { a as \\", "a.\\u",
		"export const \\ = 1", "import { internal as \\u } from './_generated/api'",
	};
	static const char named[] = "export const \\u00e9t\\u00e9 = "
	                            "migrations.define({ table: 'a', migrateOne() {} });";
	static const char mounted[] = "import \\u00e9 from './cvx/convex.config'; app.use(\xc3\xa9)";
	struct scan_exports exports;

	ok(s.has_up && s.has_down, "escapes are letters of a name");
	s = scan("x.insert('\\u0072ooms'); x.insert('\\u{1F600}\\ud83d\\ude00\\ud83d\\x61')");
	is_str(join(&s.tables), "rooms,\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xef\xbf\xbd" "a",
	       "and of a text, halves of a pair replaced");
	scan_exports(&exports, &arena, named, strlen(named));
	ok(exports.count == 1 && !strcmp(exports.items[0].name, "\xc3\xa9t\xc3\xa9"),
	   "an export has the name that the escapes stand for");
	ok(scan_mounts(mounted, strlen(mounted), "cvx/convex.config"),
	   "however a name is written, it is the same");
	for (size_t i = 0; i < sizeof(odd) / sizeof(*odd); i++) {
		struct tokens tokens;

		tokens_read(&tokens, &arena, odd[i], strlen(odd[i]));
		for (size_t k = 0; k < tokens.count; k++)
			tokens_value(&tokens, k, &arena);
		scan(odd[i]);
	}
	ok(true, "what is no escape is a mark");
}

int main(void)
{
	test_plain();
	test_exports();
	test_tables();
	test_rest();
	test_mounts();
	test_mounted();
	test_mounted_much();
	test_conflicts();
	test_escapes();
	test_mutations();
	arena_dispose(&arena);
	return done();
}
