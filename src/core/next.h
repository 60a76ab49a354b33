/* next.h - what to do next with one migration: the runner's brain, without I/O.
 *
 * The unfinished table of the design, and what follows each poll, as one function of
 * the row and of what the component says. */
#ifndef CVX_CORE_NEXT_H
#define CVX_CORE_NEXT_H

#include "core/ledger.h"

enum action {
	ACTION_START,     /* start or resume it */
	ACTION_WAIT,      /* in progress: poll again */
	ACTION_CANCEL,    /* in progress, and must not be: cancel, then look again */
	ACTION_FINISH,    /* ended well: write the row */
	ACTION_FAIL,      /* ended badly: write the row, stop */
	ACTION_UNDONE,    /* nothing was ever committed: mark it rolled back */
	ACTION_PARTIAL,   /* stopped half way: somebody has to decide */
};

/* What the target holds of a migration. A truth value converts to the first two. */
enum target_holds {
	TARGET_LACKS,
	TARGET_HOLDS,        /* with the source that was started, or one isn't known */
	TARGET_HOLDS_EDITED, /* with another source */
};

/* What follows for a row that was started (status running or failed) when the component
 * says `status` (NULL: it knows nothing) of the function that was started.
 *   target       another source, or none, must not run on: what is in progress is
 *                cancelled, and looked at again
 *   started_now  this run has started it: a stop is a failure, not something to resume */
enum action next_action(const struct ledger_row *row, const struct component_status *status,
                        enum target_holds target, bool started_now);

#endif
