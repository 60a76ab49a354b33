/* plan_case.h - one folder of tests/plans, read into what plan_make() takes. */
#ifndef CVX_TESTS_CORE_PLAN_CASE_H
#define CVX_TESTS_CORE_PLAN_CASE_H

#include "core/plan.h"

struct plan_case {
	struct arena arena;
	struct lineup target;
	struct ledger ledger;
	struct component_statuses statuses;
	struct names history, redo;
	struct plan_needs elsewhere;
	struct plan_begun begun;
	struct plan_input input;
	bool bad;            /* a line that isn't understood */
};

/* The case holds pointers into itself: it must stay where it is. Its arena is disposed
 * of by the caller. */
void plan_case_read(struct plan_case *c, const char *folder);

/* The text of a file of the folder, in the case's arena; NULL if there is none. */
char *plan_case_text(struct plan_case *c, const char *folder, const char *name);

#endif
