/* test_view_log.c - the log as people and scripts see it, at two widths. */
#include "ui/view_log.h"

#include "tap.h"
#include "ui/fit.h"
#include "ui/pager.h"

#include <stdlib.h>

#define COUNT(items) (sizeof(items) / sizeof(*(items)))
#define AT 1760518800000.0     /* 2025-10-15 09:00 UTC */
#define CUT "\xe2\x80\xa6"
#define ADA { "c1", "Ada@fern", "r1", "migrate", "1a2b3c4d5e6f", "feature/split-name" }

static const char *split[] = { "20251015_090000_split_user_name" };
static const char *two[] = { "20250901_120000_users", "20250915_090000_roles" };
static const char *tables[] = { "users", "rooms" };

static struct ledger_row row = { .tables = { .items = tables, .count = 2 },
                                 .seal = "8c1f0e2d4b6a79881c1f0e2d" };
static struct release release = { .environment = "production", .tag = "v1.4.0",
                                  .commit = "9fceb02d0ae598", .by = "ada@fern" };

static struct log_entry entries[] = {
	{ .action = LOG_RELEASE, .result = LOG_RELEASED, .ids = { .items = split, .count = 1 },
	  .ended = AT + 240000,
	  .began = AT, .processed = -1, .ms = -1, .by = ADA, .release = &release,
	  .release_id = "rel-1" },
	{ .action = LOG_UP, .result = LOG_APPLIED, .ids = { .items = split, .count = 1 }, .began = AT,
	  .ended = AT + 120000, .processed = 25, .ms = 500, .resumed = true, .by = ADA, .row = &row },
	{ .action = LOG_UP, .result = LOG_FAILED, .ids = { .items = split, .count = 1 },
	  .began = AT, .ended = AT + 60000,
	  .processed = 12, .ms = 200000, .by = ADA,
	  .error = "[Request ID: 1f] Server Error\nUncaught Error: no blank in 'Plato'\n    at a.ts" },
	{ .action = LOG_DOWN, .result = LOG_UNDONE, .ids = { .items = split, .count = 1 },
	  .began = AT, .ended = AT,
	  .processed = 1, .ms = 7500000, .by = { .clone_name = "bo@oak" } },
	{ .action = LOG_MARK, .result = LOG_FOREIGN, .ids = { .items = split, .count = 1 },
	  .began = -1, .ended = AT,
	  .processed = -1, .ms = -1, .by = ADA, .note = "by agreement" },
	{ .action = LOG_BASELINE, .result = LOG_APPLIED, .ids = { .items = two, .count = 2 }, .began = -1,
	  .ended = -1, .processed = -1, .ms = -1, .by = ADA },
};

static const struct log log_of_all = { entries, COUNT(entries), COUNT(entries) };

static char *printed(void (*print)(struct out *, const struct view_log *),
                     const struct view_log *view)
{
	struct out out = { .prefix = "" };
	char *text = NULL;
	size_t len = 0;

	out.results = out.messages = open_memstream(&text, &len);
	print(&out, view);
	fclose(out.results);
	return text;
}

static void is_view(void (*print)(struct out *, const struct view_log *), struct view_log view,
                    const char *want, const char *name)
{
	char *text;

	view.log = &log_of_all;
	text = printed(print, &view);
	is_str(text, want, name);
	free(text);
}

static void test_whole(void)
{
	is_view(view_log, (struct view_log){ .count = 6, .columns = 80, .unicode = false },
	        "2025-10-15 09:04  released     production v1.4.0\n"
	        "                  1 migration, from 9fceb02, by ada@fern\n"
	        "2025-10-15 09:02  applied      20251015_090000_split_user_name\n"
	        "                  25 documents in 0.5 s, resumed,\n"
	        "                  from 1a2b3c4 (feature/split-name), by Ada@fern\n"
	        "2025-10-15 09:01  failed       20251015_090000_split_user_name\n"
	        "                  after 12 documents in 3 min 20 s,\n"
	        "                  from 1a2b3c4 (feature/split-name), by Ada@fern\n"
	        "                  no blank in 'Plato'\n"
	        "2025-10-15 09:00  undone       20251015_090000_split_user_name\n"
	        "                  1 document in 2 h 5 min, by bo@oak\n"
	        "2025-10-15 09:00  marked       20251015_090000_split_user_name\n"
	        "                  as foreign, from 1a2b3c4 (feature/split-name), by Ada@fern\n"
	        "                  by agreement\n"
	        "                  recorded     2 migrations\n"
	        "                  as applied: the deployment was empty,\n"
	        "                  from 1a2b3c4 (feature/split-name), by Ada@fern\n", "at 80 columns");
	is_view(view_log, (struct view_log){ .count = 2, .columns = 120, .unicode = true },
	        "2025-10-15 09:04  released     production v1.4.0\n"
	        "                  1 migration, from 9fceb02, by ada@fern\n"
	        "2025-10-15 09:02  applied      20251015_090000_split_user_name\n"
	        "                  25 documents in 0.5 s, resumed, from 1a2b3c4 (feature/split-name), "
	        "by Ada@fern\n", "at 120, the two newest");
	is_view(view_log, (struct view_log){ .count = 3, .columns = 40, .unicode = true },
	        "2025-10-15 09:04  released     prod\xe2\x80\xa6.4.0\n"
	        "                  1 migration,\n"
	        "                  from 9fceb02,\n"
	        "                  by ada@fern\n"
	        "2025-10-15 09:02  applied      2025\xe2\x80\xa6name\n"
	        "                  25 documents in 0.5 s,\n"
	        "                  resumed,\n"
	        "                  from 1a2b3c4 (featur\xe2\x80\xa6,\n"
	        "                  by Ada@fern\n"
	        "2025-10-15 09:01  failed       2025\xe2\x80\xa6name\n"
	        "                  after 12 documents i\xe2\x80\xa6,\n"
	        "                  from 1a2b3c4 (featur\xe2\x80\xa6,\n"
	        "                  by Ada@fern\n"
	        "                  no blank in 'Plato'\n", "a narrow one");
}

static void test_verbose(void)
{
	const int64_t sizes[] = { -1, 69012, -1, -1, -1, -1 };

	is_view(view_log, (struct view_log){ .count = 3, .columns = FIT_ALL, .whole = true,
	        .seal_sizes = sizes },
	        "2025-10-15 09:04  released     production v1.4.0\n"
	        "                  1 migration, from 9fceb02, by ada@fern\n"
	        "                  git cvx migrate, run r1, clone c1\n"
	        "2025-10-15 09:02  applied      20251015_090000_split_user_name\n"
	        "                  25 documents in 0.5 s, resumed, from 1a2b3c4 (feature/split-name), "
	        "by Ada@fern\n"
	        "                  tables users, rooms, seal 8c1f0e2d4b6a7988 (69.0 kB)\n"
	        "                  git cvx migrate, run r1, clone c1\n"
	        "2025-10-15 09:01  failed       20251015_090000_split_user_name\n"
	        "                  after 12 documents in 3 min 20 s, from 1a2b3c4 "
	        "(feature/split-name), by Ada@fern\n"
	        "                  no blank in 'Plato'\n"
	        "                      at a.ts\n"
	        "                  git cvx migrate, run r1, clone c1\n", "all that is known");
}

static void test_short(void)
{
	is_view(view_log_short, (struct view_log){ .count = 6, .columns = 80, .unicode = true },
	        "2025-10-15 09:04  released     production v1.4.0                         1a2b3c4\n"
	        "2025-10-15 09:02  applied      20251015_09000" CUT "plit_user_name    25 docs  1a2b3c4\n"
	        "2025-10-15 09:01  failed       20251015_09000" CUT "plit_user_name    12 docs  1a2b3c4\n"
	        "2025-10-15 09:00  undone       20251015_09000" CUT "plit_user_name     1 doc\n"
	        "2025-10-15 09:00  marked       20251015_09000" CUT "plit_user_name             1a2b3c4\n"
	        "                  recorded     2 migrations                              1a2b3c4\n",
	        "a line each");
}

static void porcelain(struct out *out, const struct view_log *view)
{
	view_log_porcelain(out, view, false);
}

static void test_porcelain(void)
{
	struct view_log view = { .log = &log_of_all, .count = 3 };
	struct out out = { .prefix = "" };
	char *text = NULL;
	size_t len = 0;

	is_view(porcelain, view, "# version 1\n"
	        "1760519040000\trelease\tsucceeded\t20251015_090000_split_user_name\t\t\t1a2b3c4d5e6f\t"
	        "feature/split-name\tAda@fern\trel-1\t\n"
	        "1760518920000\tup\tapplied\t20251015_090000_split_user_name\t25\t500\t1a2b3c4d5e6f\t"
	        "feature/split-name\tAda@fern\t\t\n"
	        "1760518860000\tup\tfailed\t20251015_090000_split_user_name\t12\t200000\t1a2b3c4d5e6f\t"
	        "feature/split-name\tAda@fern\t\tno blank in 'Plato'\n", "fields with tabs between");
	out.results = open_memstream(&text, &len);
	view_log_porcelain(&out, &view, true);
	fclose(out.results);
	ok(len > 30 && !memcmp(text, "# version 1\0" "1760519040000\trelease", 33) &&
	   !memcmp(text + len - 32, "no blank in 'Plato'\n    at a.ts", 32),
	   "with -z lines end in NUL, and a text has all of its lines");
	free(text);
}

/* Results go where they went: the pager isn't one, or can't be run. */
static void test_no_pager(void)
{
	static const char *const commands[] = { NULL, "", "cat", "less | tee x", "/nowhere/pager -R" };
	struct out out = { .prefix = "", .results = stdout };
	struct pager pager;

	for (size_t i = 0; i < COUNT(commands); i++) {
		pager_begin(&pager, &out, commands[i]);
		ok(out.results == stdout, commands[i] ? commands[i] : "none");
		pager_end(&pager);
	}
}

int main(void)
{
	setenv("TZ", "UTC", 1);
	test_whole();
	test_verbose();
	test_short();
	test_porcelain();
	test_no_pager();
	return done();
}
