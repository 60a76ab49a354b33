/* test_next.c - the table of unfinished migrations, row by row. */
#include "core/next.h"
#include "tap.h"

static const char *word(enum action action)
{
	static const char *const words[] = {
		[ACTION_START] = "start", [ACTION_WAIT] = "wait", [ACTION_CANCEL] = "cancel",
		[ACTION_FINISH] = "finish", [ACTION_FAIL] = "fail", [ACTION_UNDONE] = "undone",
		[ACTION_PARTIAL] = "partial",
	};

	return words[action];
}

/* What follows for the target holding it, holding it edited, lacking it. */
static void row_of_table(const char *name, enum direction direction,
                         const struct component_status *status, const char *const want[3])
{
	static const enum target_holds holds[] = {
		TARGET_HOLDS, TARGET_HOLDS_EDITED, TARGET_LACKS,
	};
	struct ledger_row row = { .id = "a", .status = ROW_RUNNING, .direction = direction,
	                          .processed = -1 };

	for (int i = 0; i < 3; i++)
		is_str(word(next_action(&row, status, holds[i], false)), want[i], name);
}

static struct component_status state(enum component_state state, int64_t processed)
{
	return (struct component_status){ .name = "a", .known = true, .state = state,
	                                  .processed = processed };
}

#define SAME(word) (const char *const[]){ word, word, word }

int main(void)
{
	struct component_status never = { .name = "a" };
	struct component_status going = state(COMPONENT_IN_PROGRESS, 3);
	struct component_status ended = state(COMPONENT_SUCCESS, 9);
	struct component_status stopped = state(COMPONENT_CANCELED, 0);
	struct component_status half = state(COMPONENT_FAILED, 4);
	struct component_status lost = state(COMPONENT_UNKNOWN, 4);
	struct ledger_row row = { .id = "a", .status = ROW_RUNNING, .processed = 7 };

	row_of_table("up, in progress", DIRECTION_UP, &going,
	             (const char *const[]){ "wait", "cancel", "cancel" });
	row_of_table("up, ended well", DIRECTION_UP, &ended, SAME("finish"));
	row_of_table("up, never started", DIRECTION_UP, &never,
	             (const char *const[]){ "start", "start", "undone" });
	row_of_table("up, nothing known", DIRECTION_UP, NULL,
	             (const char *const[]){ "start", "start", "undone" });
	row_of_table("up, stopped before the first document", DIRECTION_UP, &stopped,
	             (const char *const[]){ "start", "start", "undone" });
	row_of_table("up, stopped half way", DIRECTION_UP, &half,
	             (const char *const[]){ "start", "start", "partial" });
	row_of_table("up, its worker is gone", DIRECTION_UP, &lost,
	             (const char *const[]){ "start", "start", "partial" });
	row_of_table("down, in progress", DIRECTION_DOWN, &going, SAME("wait"));
	row_of_table("down, ended well", DIRECTION_DOWN, &ended, SAME("finish"));
	row_of_table("down, never started", DIRECTION_DOWN, NULL, SAME("start"));
	row_of_table("down, stopped half way", DIRECTION_DOWN, &half, SAME("start"));
	ok(next_action(&row, NULL, TARGET_LACKS, false) == ACTION_PARTIAL,
	   "what the ledger remembers counts where the component has forgotten");
	ok(next_action(&row, &half, TARGET_HOLDS, true) == ACTION_FAIL &&
	   next_action(&row, &stopped, TARGET_HOLDS, true) == ACTION_FAIL,
	   "a stop of what this run has started is a failure");
	ok(next_action(&row, &going, TARGET_HOLDS, true) == ACTION_WAIT &&
	   next_action(&row, &ended, TARGET_HOLDS, true) == ACTION_FINISH,
	   "otherwise it is followed to its end");
	return done();
}
