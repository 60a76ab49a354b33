/* start.c - start one migration in one transaction, whatever becomes of the answer. */
#include "run/internal.h"

#define START_TRIES 3
#define BRIDGES_MOST 4      /* one push, and three more after others' pushes */

/* The answer was lost: the row of a new life says whether the start was committed. */
static int was_committed(struct run *run, const struct work *work, bool *committed,
                         struct err *err)
{
	struct deployment *d = &run->deployment;
	struct ledger ledger;
	const struct ledger_row *row, *before = work->step->row;

	/* To go on twice is to go on once: the component knows what is done. */
	*committed = false;
	if (work->resume)
		return 0;
	if (d->ops->read(d->self, run->arena, &ledger, err))
		return -1;
	row = ledger_find(&ledger, work->row.id);
	*committed = row && row->status == ROW_RUNNING &&
	             row->direction == work->row.direction &&
	             (!before || row->sequence != before->sequence ||
	              row->started_at != before->started_at);
	return 0;
}

/* What is started, and what starts it, must be deployed: somebody's push may have removed
 * either. A running `convex dev` that pushes the target brings a start function, too. */
static int have_functions(struct run *run, const struct work *work, struct err *err)
{
	run->push.start_path = start_path_live(run);
	if (run->push.start_path && names_contain(&run->deployed.functions, work->fn))
		return 0;
	if (run->push.bridges >= BRIDGES_MOST)
		return err_set(err, ERR_RACE, "somebody keeps pushing other code to the deployment");
	return push_bridge(run, err);
}

static int start_once(struct run *run, const struct work *work, struct err *err)
{
	struct deployment *d = &run->deployment;
	struct start_request request = {
		.token = run->lease.token, .row = &work->row, .fn = work->fn,
		.reset = work->reset, .resume = work->resume, .cursor = work->cursor,
	};

	if (lease_keep(run, err) || have_functions(run, work, err))
		return -1;
	request.start_path = run->push.start_path;
	run->changed = true;
	return d->ops->start(d->self, &request, err);
}

int work_start(struct run *run, struct work *work, struct err *err)
{
	struct deployment *d = &run->deployment;

	for (int tries = 1; start_once(run, work, err); tries++) {
		bool lost = err->code == ERR_UNKNOWN_OUTCOME, committed = false;

		if (tries == START_TRIES || (!lost && err->code != ERR_NOT_FOUND))
			return -1;
		err_clear(err);
		if (lost ? was_committed(run, work, &committed, err)
		         : d->ops->deployed(d->self, run->arena, &run->deployed, err))
			return -1;
		if (committed)
			return 0;
	}
	return 0;
}
