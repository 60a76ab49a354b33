/* agreed.h - a plan that somebody has looked at and agreed to: `migrate --plan <file>`.
 *
 * Nothing is executed from it. The run plans anew, and goes on only if what it would do is
 * what was agreed to, step by step. */
#ifndef CVX_CORE_AGREED_H
#define CVX_CORE_AGREED_H

#include "core/plan.h"

/* A step in the words of the plan's JSON. */
struct agreed_step {
	const char *step, *id, *life, *bridge;
};

struct agreed {
	const char *ledger_id;        /* NULL: the deployment had no ledger yet */
	int64_t revision;             /* negative then */
	const char *tree, *commit;    /* the target, for the caller; commit may be NULL */
	bool is_worktree;
	const char *to;               /* what was asked for */
	bool strict, take_over;
	struct half_done half_done;
	bool records_lineup;
	struct agreed_step *steps;
	size_t step_count;
	bool closes_bridge;
};

/* How the plan is another one than was agreed to, in words; NULL if it is the same. */
const char *agreed_difference(const struct agreed *agreed, const struct plan *plan,
                              struct arena *arena);

#endif
