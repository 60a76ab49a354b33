/* test_ledger.c - rows, states and their words. */
#include "core/ledger.h"
#include "tap.h"

static struct ledger_row row(enum row_status status, enum direction direction)
{
	return (struct ledger_row){ .id = "a", .status = status, .direction = direction };
}

static void test_rows(void)
{
	struct ledger_row rows[] = { { .id = "b" }, { .id = "a" }, { .id = "c" } };
	struct ledger ledger = { .rows = rows, .count = 3 }, empty = { .count = 0 };
	struct ledger_row up = row(ROW_RUNNING, DIRECTION_UP);
	struct ledger_row down = row(ROW_FAILED, DIRECTION_DOWN);
	struct ledger_row finished = row(ROW_COMPLETED, DIRECTION_UP);
	struct ledger_row undone = row(ROW_ROLLED_BACK, DIRECTION_DOWN);

	ledger_sort(&ledger);
	ledger_sort(&empty);
	ok(ledger_find(&ledger, "a") == &rows[0] && ledger_find(&ledger, "c") == &rows[2],
	   "rows are found by id");
	ok(!ledger_find(&ledger, "d") && !ledger_find(&empty, "a"), "missing ones are not");
	ok(row_is_applied(&finished) && !row_is_unfinished(&finished), "completed is applied");
	ok(!row_is_applied(&undone) && !row_is_unfinished(&undone), "rolled back is not");
	ok(!row_is_applied(&up) && row_is_unfinished(&up), "a running up isn't yet");
	ok(row_is_applied(&down) && row_is_unfinished(&down), "a failed down still is");
}

static void test_words(void)
{
	enum row_status status = ROW_PENDING;
	enum direction direction = DIRECTION_UP;

	for (int i = ROW_PENDING; i <= ROW_ROLLED_BACK; i++)
		ok(!row_status_parse(row_status_word((enum row_status)i), &status) &&
		   (int)status == i, row_status_word((enum row_status)i));
	is_int(row_status_parse("done", &status), -1, "an unknown status is refused");
	is_int(row_status_parse(NULL, &status), -1, "so is none");
	ok(!direction_parse("down", &direction) && direction == DIRECTION_DOWN, "down");
	ok(!direction_parse("up", &direction) && direction == DIRECTION_UP, "up");
	is_int(direction_parse("sideways", &direction), -1, "an unknown direction is refused");
	is_str(direction_word(DIRECTION_DOWN), "down", "and has its word");
	for (int i = COMPONENT_UNKNOWN; i <= COMPONENT_CANCELED; i++)
		is_int(component_state_parse(component_state_word((enum component_state)i)), i,
		       component_state_word((enum component_state)i));
	is_int(component_state_parse("exploded"), COMPONENT_UNKNOWN,
	       "a state of a later version is unknown");
}

static void test_statuses(void)
{
	struct component_status items[] = { { .name = "migrations/a:up" },
	                                    { .name = "migrations/a:down" } };
	struct component_statuses statuses = { .items = items, .count = 2 };

	ok(statuses_find(&statuses, "migrations/a:down") == &items[1], "found by name");
	ok(!statuses_find(&statuses, "migrations/b:up"), "or not");
}

int main(void)
{
	test_rows();
	test_words();
	test_statuses();
	return done();
}
