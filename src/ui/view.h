/* view.h - plan, lineup, difference and status as text for people.
 *
 * Values in, text out; computes nothing. Words are those of the design: "applied, but
 * not on this branch", "schema validation off for the move". */
#ifndef CVX_UI_VIEW_H
#define CVX_UI_VIEW_H

#include "base/buf.h"
#include "core/exchange.h"
#include "core/preview.h"

/* Steps with their reasons, and the pushes among them, numbered; refusals before them. */
void view_plan(struct buf *out, const struct preview *preview);

/* One line: "undo 2, run 1". */
void view_plan_short(struct buf *out, const struct plan *plan);

/* `git cvx list`: a line per migration; state from the ledger, which may be NULL. */
void view_list(struct buf *out, const struct lineup *lineup, const struct ledger *ledger);

/* `git cvx diff`: migrations only in a, only in b, and in both with another source. */
void view_diff(struct buf *out, const struct lineup *a, const struct lineup *b);

struct view_status {
	const char *branch;             /* NULL: detached */
	const char *commit;             /* may be NULL */
	const char *url, *name;
	const char *environment, *chosen; /* and how it was chosen; NULL: none */
	const char *production;         /* why it counts as production; NULL: it doesn't */
	const struct probe *probe;
	const struct lineup *target;
	const struct ledger *ledger;
	const struct deployed *deployed;
	const struct plan *plan;
	const char *interrupted;        /* why an earlier run stopped; "" unknown; NULL none */
	const char *running;            /* lines about a run nobody watches, or NULL */
	const char *hooks;              /* a line about hooks that are missing, or NULL */
};

void view_status(struct buf *out, const struct view_status *view);

/* Advice below a line: each of its lines in brackets. */
void view_advice(struct buf *out, const char *indent, const char *advice);

#endif
