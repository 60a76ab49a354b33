/* linear.c - files that a branch can hold cost as much as they are long: four times the file is
 * about four times the work, counted, not timed. Built by t-linear.sh. */
#include "app/convex_config.h"
#include "app/new_parts.h"
#include "app/package_json.h"
#include "conf/config.h"
#include "conf/dotenv.h"
#include "conf/environment.h"
#include "core/scan.h"
#include "git/json_peek.h"
#include "push/needs.h"
#include "tap.h"

#include <setjmp.h>
#include <stdlib.h>

#define SMALL ((size_t)48 * 1024)
#define TIMES 4
/* A sort takes a little more than its share; what is quadratic takes 16 times as much. */
#define MOST 6

unsigned long long work;
static unsigned long long limit;
static jmp_buf too_much;

void __sanitizer_cov_trace_pc(void);
void __sanitizer_cov_trace_pc(void)
{
	if (++work > limit)
		longjmp(too_much, 1);
}

static struct arena arena;

/* ---- what is done with a file ------------------------------------------------------ */

static void mounts(const char *text)
{
	scan_mounts(text, strlen(text), "cvx/convex.config");
}

static void source(const char *text)
{
	struct scan scan;

	scan_source(&scan, &arena, text, strlen(text));
	scan_has_conflict_markers(text, strlen(text));
}

static void exports(const char *text)
{
	struct scan_exports all;
	struct buf pure = BUF_INIT;

	scan_exports(&all, &arena, text, strlen(text));
	scan_mark_pure(&pure, text, strlen(text));
	buf_dispose(&pure);
}

static void needs(const char *text)
{
	struct names functions = { 0 }, components = { 0 };

	needs_read(&functions, &components, &arena, text, "migrations/x");
	names_join(&functions, &arena);
}

static void settings(const char *text)
{
	struct config_file file = { .name = ".cvx.ini", .text = text, .is_committed = true };
	struct environment_wish wish = { .branch = "feature/some-branch", .option = "none" };
	struct environment environment;
	struct config config;
	struct err err = ERR_INIT;

	config_init(&config, &arena);
	if (!config_apply(&config, &arena, &file, &err))
		(void)!environment_choose(&environment, &arena, &config, &wish, &err);
}

static void env_file(const char *text)
{
	struct dotenv env;

	dotenv_read(&env, &arena, text);
	dotenv_find(&env, "CONVEX_DEPLOYMENT");
}

static void mount(const char *text)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	bool removed;

	(void)!convex_config_mount(&out, text, &err);
	buf_dispose(&out);
	convex_config_unmount(&out, text, CONVEX_CONFIG_CVX, &removed);
	buf_dispose(&out);
}

static void package(const char *text)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;

	package_json_is_app(text);
	(void)!package_json_add(&out, text, &err);
	buf_dispose(&out);
}

static void schema(const char *text)
{
	struct names tables;

	schema_tables(&tables, &arena, text);
}

static void peek(const char *text)
{
	const char *const keys[] = { "functions", NULL };
	const char *value;

	json_peek(&value, &arena, text, keys);
}

/* ---- files ------------------------------------------------------------------------- */

/* The unit is repeated; each # in it is the number of the repetition. */
static const struct {
	void (*read)(const char *text);
	const char *begin, *unit, *end, *what;
} files[] = {
	{ mounts, "", "import a from 'cvx/convex.config';\n", "", "imports of one name" },
	{ mounts, "", "import a# from 'cvx/convex.config';\n", "", "imports of many names" },
	{ mounts, "", "import a# from 'x/cvx/convex.config'; app.use(b#);", "", "imports and uses" },
	{ mounts, "", "import a ", "", "imports of nothing" },
	{ mounts, "", "import { default as ", "", "imports that go on" },
	{ mounts, "", "\\u0061", "", "a long name of escapes" },
	{ source, "", "db.insert('t#');", "", "many tables" },
	{ source, "", "a.define({ table: 't#' });", "", "many defines" },
	{ source, "export const tables = [", "'t#',", "]", "a long list of tables" },
	{ source, "export const a", ": b, c", ";", "declarators without values" },
	{ source, "export const a", ": b, description", ";", "one name again and again" },
	{ source, "", "export const a ", "", "exports of nothing" },
	{ source, "", "export {", "", "exports that aren't closed" },
	{ source, "", "a.define<", "", "type arguments without an end" },
	{ source, "", "a.define<", "(", "type arguments with one end" },
	{ source, "", "a.define(", "", "calls in calls" },
	{ source, "", "a.define({ table: 'x', b: ", "", "defines in defines" },
	{ source, "", "/[", "", "classes that aren't closed" },
	{ source, "", "\\/", "", "slashes that don't count" },
	{ source, "/[", "\\/\\/\\/[", "", "both" },
	{ source, "/", "[/]", "", "slashes in classes" },
	{ source, "/", "[\\]/]\\[", "", "brackets that don't count" },
	{ source, "", "/[\n", "", "many lines of them" },
	{ source, "", "`${", "", "templates in templates" },
	{ source, "", "([{", "", "brackets in brackets" },
	{ source, "", "'a", "", "quotes" },
	{ source, "", "<<<<<<", "", "no conflict marker" },
	{ exports, "", "const a ", "", "constants of nothing" },
	{ exports, "", "const a# = m.define({ migrateOne() {} });\nexport { a# };", "",
	  "migrations that are exported by list" },
	{ exports, "", "export const a# = m.define({ migrateOne: () => {} });", "", "migrations" },
	{ exports, "", "const a = b.define<", "", "type arguments without an end" },
	{ exports, "", "const a = b.define<", "(", "type arguments with one end" },
	{ exports, "const a = b", ".c(d)", "", "a long chain of calls" },
	{ exports, "const a = ", "b.define({ migrateOne: ", "", "defines in defines" },
	{ needs, "", "import { ", "", "imports that aren't closed" },
	{ needs, "import { internal } from './_generated/api'; internal", ".a", ";", "a long path" },
	{ needs, "import { internal } from './_generated/api';", "internal.a#.b;", "",
	  "many functions" },
	{ needs, "", "import { internal as a# } from './_generated/api'; a#.b.c;", "",
	  "many names for one thing" },
	{ settings, "", "[cvx]\nunknown-# = 1\n", "", "unknown keys" },
	{ settings, "", "[what#]\na = 1\n", "", "unknown sections" },
	{ settings, "", "[hook]\nurl-# = x\n", "", "what is ignored in a committed file" },
	{ settings, "", "[env \"e#\"]\nbranch = b#\n", "", "environments" },
	{ settings, "", "[app \"a#\"]\npath = b#\n", "", "apps" },
	{ settings, "[env \"e\"]\nbranch = ", "b# ", "", "patterns for branches" },
	{ settings, "[env \"e\"]\nbranch = ", "*", "a", "one pattern" },
	{ settings, "[env \"e\"]\nbranch = ", "*a", "", "one pattern that may match anywhere" },
	{ settings, "", "[env \"e\"]\nbranch = a#\n", "", "one key again and again" },
	{ settings, "", "\n", "", "blank lines" },
	{ env_file, "", "\n", "", "blank lines" },
	{ env_file, "", "\n", "none", "blank lines before what is nothing" },
	{ env_file, "A=", "\n", "none", "blank lines behind a key" },
	{ env_file, "", "a\n\n", "", "words and blank lines" },
	{ env_file, "", " ", "", "blanks" },
	{ env_file, "", "A='\n", "", "quotes that aren't closed" },
	{ env_file, "", "A='\\'\n", "", "quotes that don't count" },
	{ env_file, "A='", "\\' x", "", "quotes with more behind them" },
	{ env_file, "", "A#=\"b\nB#='\nC=`\n", "", "quotes of all kinds" },
	{ env_file, "", "export A#\n", "", "exports of nothing" },
	{ env_file, "", "A# = b # c\n", "", "assignments" },
	{ mount, "import { defineApp } from 'convex/server'; ", "import a# from 'x'; ",
	  "\nconst app = defineApp();\n", "imports on one line" },
	{ mount, "import { defineApp } from 'convex/server'\n", "import a# from 'x' ",
	  "\nconst app = defineApp()\n", "the same without semicolons" },
	{ mount, "import { defineApp } from 'convex/server';\nconst app = defineApp();\n",
	  "app.use(a#);\n", "", "uses" },
	{ mount, "import { defineApp } from 'convex/server'; const app = defineApp(); ",
	  "app.use(a#); ", "", "uses on one line" },
	{ mount, "", "const a ", "", "constants of nothing" },
	{ mount, "", "import cvx from './cvx/convex.config';\n", "", "lines of ours" },
	{ mount, "", "app.use(cvx);\n", "", "uses of ours" },
	{ mount, "", "app.use(cvx) ", "", "uses of ours on one line" },
	{ package, "{ \"dependencies\": { \"convex\": \"1\"", ", \"a#\": \"1\"", "} }",
	  "dependencies" },
	{ package, "{ ", "\"dependencies\": { \"convex\": \"1\" }, ", "\"a\": 1 }",
	  "dependencies again and again" },
	{ package, "{ ", "\"\\u0061#\": {", "", "objects in objects" },
	{ schema, "export default defineSchema({", "t#: defineTable({}),", "});", "tables" },
	{ schema, "export default ", "defineSchema(", "", "schemas" },
	{ peek, "{ \"a\": 1", ", \"b#\": \"\\u0061\"", "}", "members" },
	{ peek, "{ \"a\": ", "[", "", "lists in lists" },
	{ peek, "{ \"", "\\u0061", "\": 1 }", "a long key" },
};

static char *make_file(size_t which, size_t size)
{
	struct buf text = BUF_INIT;

	buf_adds(&text, files[which].begin);
	for (unsigned i = 0; text.len < size; i++)
		for (const char *p = files[which].unit; *p; p++)
			if (*p == '#')
				buf_addf(&text, "%u", i);
			else
				buf_addc(&text, *p);
	buf_adds(&text, files[which].end);
	return buf_detach(&text);
}

/* Not to its end, if it takes more than `most`. */
static unsigned long long work_on(size_t which, size_t size, unsigned long long most)
{
	char *text;

	limit = -1ull;
	text = make_file(which, size);
	work = 0;
	limit = most;
	if (!setjmp(too_much))
		files[which].read(text);
	limit = -1ull;
	return work;
}

/* So deep, and then out and in again: beside a power of two that may not be dearer. */
static unsigned long long work_at_depth(const char *in, const char *again, size_t depth)
{
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < depth; i++)
		buf_adds(&text, in);
	for (size_t i = 0; i < 4096; i++)
		buf_adds(&text, again);
	limit = -1ull;
	work = 0;
	source(text.text);
	buf_dispose(&text);
	return work;
}

static bool is_even(const char *in, const char *again)
{
	unsigned long long usual = work_at_depth(in, again, 4090);

	for (size_t depth = 4095; depth <= 4098; depth++)
		if (work_at_depth(in, again, depth) > 2 * usual)
			return false;
	return true;
}

static void test_depths(void)
{
	ok(is_even("(", ")("), "brackets that are closed and opened at any depth");
	ok(is_even("a.define(", ");a.define("), "defines that end and begin at any depth");
}

int main(void)
{
	/* What is slow shows where. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		unsigned long long small = work_on(i, SMALL, -1ull);
		unsigned long long large = work_on(i, SMALL * TIMES, small * MOST);
		bool good = small > 0 && large <= small * MOST;

		ok(good, files[i].what);
		if (!good)
			printf("# %llu for a file, %llu or more for one of %d times its size: %.60s\n",
			       small, large, TIMES, files[i].unit);
	}
	test_depths();
	return done();
}
