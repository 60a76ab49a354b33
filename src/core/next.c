/* next.c - what to do next with one migration that was started. */
#include "core/next.h"

/* It stopped, or its record is gone. */
static enum action after_stop(const struct ledger_row *row, int64_t processed,
                              enum target_holds target, bool started_now)
{
	if (started_now)
		return ACTION_FAIL;
	if (row->direction == DIRECTION_DOWN || target != TARGET_LACKS)
		return ACTION_START;
	return processed > 0 ? ACTION_PARTIAL : ACTION_UNDONE;
}

enum action next_action(const struct ledger_row *row, const struct component_status *status,
                        enum target_holds target, bool started_now)
{
	if (!status || !status->known)
		return after_stop(row, row->processed, target, started_now);
	switch (status->state) {
	case COMPONENT_SUCCESS:
		return ACTION_FINISH;
	case COMPONENT_IN_PROGRESS:
		if (row->direction == DIRECTION_DOWN || target == TARGET_HOLDS)
			return ACTION_WAIT;
		return ACTION_CANCEL;
	default:
		return after_stop(row, status->processed, target, started_now);
	}
}
