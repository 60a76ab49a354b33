/* running.h - set up a run for a command, carry it out, and say what happened. */
#ifndef CVX_CMD_RUNNING_H
#define CVX_CMD_RUNNING_H

#include "cmd/context.h"
#include "cmd/plan_file.h"
#include "run/run.h"

#define WAIT_MOST_MS (10 * 60 * 1000)   /* by hand, for whoever is in the way */

struct running {
	enum run_mode mode;
	enum plan_scope scope;
	const char *command;      /* for the ledger and for messages: "migrate" */
	const char *revision;     /* the target; NULL: the work tree */
	const char *tree;         /* the target of a run that is continued; else NULL */
	const char *tree_label;   /* what people call it; NULL: its id */
	const char *id;           /* --to, or the operand of down */
	const struct names *redo; /* the operands of redo */
	const struct plan_begun *begun; /* of a run that is continued */
	const struct marking *marking;  /* recorded first; NULL: nothing */
	bool by_hook, take_over, strict;
	struct half_done half_done;
	const struct plan_file *plan; /* a plan that was agreed to; NULL: none */
	bool yes;                 /* don't ask before migrations are undone */
	bool has_text;            /* the trail is being written already */
	struct journal *journal;  /* opened beforehand; running_execute() closes it. Else NULL */
};

/* With ERR_BUSY, say who has the lease. Returns -1. */
int running_explain_busy(const struct run *run, struct err *err);

/* Open what a run needs and fill *run for it; the parts live in ctx. */
int running_prepare(struct context *ctx, const struct running *what, struct run *run,
                    struct err *err) CVX_CHECK;

/* The linked deployment is one that no run touches: say so. */
void running_say_kind(struct context *ctx, const struct run *run);

/* Open the journal of the linked deployment. ERR_BUSY, saying who has it. */
int running_lock(struct context *ctx, struct journal **out, struct err *err) CVX_CHECK;

/* The text of a run that has ended was shown: it is removed, unless there is a new run. */
int running_seen(struct context *ctx, const struct trail *trail, struct err *err) CVX_CHECK;
/* Print the plan and change nothing; `mode` must be RUN_DRY. ERR_DECISION if the plan is
 * refused. */
int running_show(struct context *ctx, const struct running *what, struct err *err) CVX_CHECK;

/* Prepare, carry out, report, and leave behind what hooks compare with. 0 or -1. */
int running_execute(struct context *ctx, const struct running *what, struct err *err)
	CVX_CHECK;

#endif
