/* test_log.c - events, put together to what happened. */
#include "core/log.h"
#include "tap.h"

#include <stdlib.h>

#define COUNT(items) (sizeof(items) / sizeof(*(items)))
#define BY(run) { "c1", "ada", run, "migrate", "1a2b3c4d", "main" }
#define START(id_, at_, direction_) { .kind = EVENT_START, .id = id_, .at = at_, \
	.direction = direction_, .by = BY("r"), .processed = -1, .ms = -1 }
#define RESUME(id_, at_) { .kind = EVENT_RESUME, .id = id_, .at = at_, .by = BY("r"), \
	.processed = -1, .ms = -1 }
#define FINISH(id_, at_, direction_, status_) { .kind = EVENT_FINISH, .id = id_, .at = at_, \
	.direction = direction_, .status = status_, .by = BY("r"), .processed = 25, .ms = 40 }

static struct arena arena;

/* "action result ids began-ended; …", newest first. */
static const char *told(const struct log *log)
{
	const char *text = "";

	for (size_t i = 0; i < log->count; i++) {
		const struct log_entry *e = &log->items[i];
		const char *ids = names_join(&e->ids, &arena);

		text = arena_printf(&arena, "%s%s%s %s %s %.0f-%.0f%s", text, i ? "; " : "",
		                    log_action_word(e->action), log_result_word(e->result),
		                    ids ? ids : "-", e->began, e->ended,
		                    e->resumed ? " resumed" : "");
	}
	return text;
}

static struct log make(struct ledger_event *items, size_t count, const char *id)
{
	static struct ledger ledger;
	struct ledger_events events = { items, count };
	struct names ids = { .items = &id, .count = 1 };
	struct log log;

	log_make(&log, &arena, &(struct log_input){ .events = &events, .is_all = true,
	         .ledger = &ledger, .ids = id ? &ids : NULL });
	return log;
}

static void test_there_and_back(void)
{
	struct ledger_event items[] = {
		FINISH("b", 9, DIRECTION_DOWN, ROW_ROLLED_BACK), START("b", 8, DIRECTION_DOWN),
		{ .kind = EVENT_OTHER, .at = 7 },
		FINISH("b", 6, DIRECTION_UP, ROW_COMPLETED), FINISH("a", 5, DIRECTION_UP, ROW_COMPLETED),
		START("a", 4, DIRECTION_UP), START("b", 3, DIRECTION_UP),
	};
	struct log log = make(items, COUNT(items), NULL);

	is_str(told(&log), "down undone b 8-9; up applied b 3-6; up applied a 4-5",
	       "a start and its end are one, whatever comes between them");
	ok(log.items[0].processed == 25 && log.items[0].ms == 40 &&
	   !strcmp(log.items[0].by.clone_name, "ada"), "with what its end tells");
	log = make(items, COUNT(items), "a");
	is_str(told(&log), "up applied a 4-5", "only what was asked for");
}

static void test_unfinished(void)
{
	struct ledger_event items[] = {
		START("c", 9, DIRECTION_UP),
		FINISH("b", 8, DIRECTION_UP, ROW_COMPLETED), RESUME("b", 7),
		FINISH("b", 6, DIRECTION_UP, ROW_FAILED), START("b", 5, DIRECTION_UP),
		START("b", 4, DIRECTION_UP),
		FINISH("a", 3, DIRECTION_UP, ROW_ROLLED_BACK), START("a", 2, DIRECTION_UP),
	};
	struct log log = make(items, COUNT(items), NULL);

	is_str(told(&log), "up unfinished c 9--1; up applied b 7-8 resumed; up failed b 5-6; "
	       "up interrupted b 4--1; up nothing-done a 2-3", "each attempt is told");
}

static void test_failed_twice(void)
{
	struct ledger_event items[] = {
		FINISH("a", 4, DIRECTION_UP, ROW_FAILED), FINISH("a", 3, DIRECTION_UP, ROW_FAILED),
		START("a", 2, DIRECTION_UP),
	};
	struct log log = make(items, COUNT(items), NULL);

	is_str(told(&log), "up failed a -1-4; up failed a 2-3", "an end that was told twice");
}

static void test_records(void)
{
	const char *two[] = { "a", "b" }, *one[] = { "c" };
	struct ledger_event items[] = {
		{ .kind = EVENT_RECORD, .at = 9, .ids = { .items = one, .count = 1 }, .reason = "mark",
		  .status = ROW_ROLLED_BACK, .by = BY("s"), .note = "restored" },
		{ .kind = EVENT_RECORD, .at = 8, .ids = { .items = one, .count = 1 }, .reason = "adopted",
		  .status = ROW_COMPLETED, .by = BY("s") },
		{ .kind = EVENT_BASELINE, .at = 7, .by = BY("r") },
		{ .kind = EVENT_RECORD, .at = 6, .ids = { .items = two, .count = 2 }, .reason = "baseline",
		  .status = ROW_COMPLETED, .by = BY("r") },
		{ .kind = EVENT_BASELINE, .at = 5, .by = BY("q") },
	};
	struct log log = make(items, COUNT(items), NULL);

	is_str(told(&log), "mark undone c -1-9; adopt applied c -1-8; baseline applied a b -1-6; "
	       "baseline applied - -1-5", "a baseline is told once");
	is_str(log.items[0].note, "restored", "with its note");
	log = make(items, COUNT(items), "b");
	is_str(told(&log), "baseline applied b -1-6", "one of those recorded together");
}

/* Whatever has become of it since. */
static void test_marks(void)
{
	const char *one[] = { "c" };
	struct ledger_event items[] = {
		{ .kind = EVENT_RECORD, .at = 9, .ids = { .items = one, .count = 1 }, .reason = "mark",
		  .status = ROW_COMPLETED, .by = { .command = "mark --applied" } },
		{ .kind = EVENT_RECORD, .at = 8, .ids = { .items = one, .count = 1 }, .reason = "mark",
		  .status = ROW_ROLLED_BACK, .by = { .command = "mark --undone" } },
		{ .kind = EVENT_RECORD, .at = 7, .ids = { .items = one, .count = 1 }, .reason = "mark",
		  .status = ROW_COMPLETED, .by = { .command = "mark --foreign" } },
		{ .kind = EVENT_RECORD, .at = 6, .ids = { .items = one, .count = 1 }, .reason = "mark",
		  .status = ROW_COMPLETED, .by = { .command = "skip" } },
	};
	struct log log = make(items, COUNT(items), NULL);

	is_str(told(&log), "mark applied c -1-9; mark undone c -1-8; mark foreign c -1-7; "
	       "mark foreign c -1-6", "each mark tells what was said then");
}

static void test_releases(void)
{
	const char *ids[] = { "a" };
	struct release known = { .id = "rel", .status = "succeeded", .environment = "production",
	                         .migrations = { .items = ids, .count = 1 } };
	struct releases releases = { &known, 1 };
	struct ledger_event items[] = {
		{ .kind = EVENT_RELEASE, .at = 9, .release_id = "old", .release_status = "failed" },
		{ .kind = EVENT_RELEASE, .at = 8, .release_id = "rel", .release_status = "succeeded" },
		{ .kind = EVENT_RELEASE, .at = 7, .release_id = "rel", .release_status = "running" },
	};
	struct ledger_events events = { items, COUNT(items) };
	struct ledger ledger = { 0 };
	struct names wanted = { .items = ids, .count = 1 };
	struct log_input input = { .events = &events, .is_all = true, .ledger = &ledger,
	                           .releases = &releases };
	struct log log;

	log_make(&log, &arena, &input);
	is_str(told(&log), "release failed - 9-9; release succeeded a 7-8", "a release is one entry");
	ok(log.items[1].release == &known && !log.items[0].release, "with what is known of it");
	input.ids = &wanted;
	log_make(&log, &arena, &input);
	is_int((long long)log.count, 1, "of a migration: those that took it along");
}

static void test_rows(void)
{
	struct ledger_row row = { .id = "a", .started_at = 4, .completed_at = 5, .commit = "old",
	                          .branch = "x", .foreign = true };
	struct ledger ledger = { .rows = &row, .count = 1 };
	struct ledger_event items[] = {
		FINISH("a", 5, DIRECTION_UP, ROW_COMPLETED), START("a", 4, DIRECTION_UP),
		FINISH("a", 3, DIRECTION_UP, ROW_FAILED), START("a", 2, DIRECTION_UP),
	};
	struct ledger_events events = { items, COUNT(items) };
	struct log_input input = { .events = &events, .is_all = true, .ledger = &ledger };
	struct log log;

	items[0].by.commit = items[0].by.branch = NULL;
	log_make(&log, &arena, &input);
	ok(log.items[0].row == &row && !log.items[1].row, "a row tells of the last life");
	is_str(log.items[0].by.commit, "old", "and of the commit that an older client left out");
	is_str(log.items[1].by.commit, "1a2b3c4d", "the run's own otherwise");
}

static void test_pages(void)
{
	struct ledger_event items[] = {
		FINISH("b", 9, DIRECTION_UP, ROW_COMPLETED), START("b", 8, DIRECTION_UP),
		FINISH("a", 7, DIRECTION_UP, ROW_COMPLETED),
	};
	struct ledger_events events = { items, COUNT(items) };
	struct ledger ledger = { 0 };
	struct log_input input = { .events = &events, .ledger = &ledger };
	struct log log;

	log_make(&log, &arena, &input);
	ok(log.count == 2 && log.whole == 1, "a beginning may lie on the next page");
	input.is_all = true;
	log_make(&log, &arena, &input);
	is_int((long long)log.whole, 2, "unless there is none");
}

int main(void)
{
	test_there_and_back();
	test_unfinished();
	test_failed_twice();
	test_records();
	test_marks();
	test_releases();
	test_rows();
	test_pages();
	arena_dispose(&arena);
	return done();
}
