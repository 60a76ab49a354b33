/* preview.h - a plan and all that is to be said of it before it is carried out.
 *
 * One value, shown as text (ui/view.h) and as JSON (codec/record.h). Beside the steps it
 * holds what the plan was made for, the pushes that it entails and the tables that it
 * concerns. Computes no plan and asks nobody; whoever fills it counts the documents. */
#ifndef CVX_CORE_PREVIEW_H
#define CVX_CORE_PREVIEW_H

#include "core/plan.h"

/* Handing the target's code to the deployment. */
struct preview_push {
	bool last;           /* after the steps; else before them */
	bool validates;      /* schema validation on */
	bool if_refused;     /* only if the first push was refused: documents don't fit */
};

#define PREVIEW_PUSHES 3

struct preview_table {
	const char *name;
	int64_t documents;   /* negative: not known */
};

struct preview {
	const struct plan *plan;

	/* What it was made for; what isn't known is NULL, the revision negative. */
	const char *target;              /* for people: "main", "work tree" */
	const char *tree, *commit, *branch;
	bool is_worktree;
	const char *assumed;             /* in line with this lineup, no deployment was asked */
	const char *ledger_id;
	int64_t revision;

	/* What was asked for. */
	const char *to;
	bool strict, take_over;
	struct half_done half_done;

	bool records_lineup;             /* the deployment is empty: nothing is run */
	bool never_push;                 /* the settings say so */
	struct preview_push pushes[PREVIEW_PUSHES];
	size_t push_count;
	struct preview_table *tables;    /* of the steps that move data; each once */
	size_t table_count;
};

#define PREVIEW_INIT { .revision = -1 }

/* Fill in pushes and tables, whose sizes aren't known yet, for the plan that is set. */
void preview_fill(struct preview *preview, struct arena *arena);

const struct preview_table *preview_table(const struct preview *preview, const char *name);

#endif
