/* proving.c - the last push: the server accepts the target's own schema, so every document
 * fits. */
#include "run/internal.h"

#include <string.h>

#define REPEAT_DOWNS 2

/* A migration of the target that the run wasn't about, and that isn't applied. */
static const char *find_pending(const struct run *run)
{
	for (size_t i = 0; i < run->target->count; i++) {
		const char *id = run->target->items[i].id;
		const struct ledger_row *row = ledger_find(&run->ledger, id);

		if (strcmp(id, run->id) && (!row || !row_is_applied(row)))
			return id;
	}
	return NULL;
}

static int not_proved(const struct run *run, struct err *err)
{
	const char *pending;

	if (err->code != ERR_SCHEMA)
		return -1;
	err_says(err, ERR_SAYS_HOW_TO_GO_ON);
	if (run->scope != PLAN_DOWN)
		return err_hint(err, "the branch's schema isn't enforced until this is mended; "
		                "then: git cvx continue");
	/* Nothing went wrong: one schema can't have it both ways. */
	err->code = ERR_DECISION;
	pending = find_pending(run);
	err_hint(err, "'%s' is undone, and the branch's schema, which doesn't allow that, isn't "
	         "enforced:", run->id);
	if (pending)
		return err_hint(err, "'%s' isn't run either; 'git cvx migrate' runs all that the "
		                "branch holds, 'git cvx abort' leaves it as it is", pending);
	return err_hint(err, "change it, then: git cvx continue; or run it again: "
	                "git cvx migrate");
}

static bool is_run_again(const struct plan *plan, const char *id)
{
	for (size_t i = 0; i < plan->step_count; i++)
		if (plan->steps[i].kind == STEP_UP && !strcmp(plan->steps[i].id, id))
			return true;
	return false;
}

/* Documents may have been written behind the downs: those that stay undone are run once
 * more. How many there are, or -1. */
static int repeat_downs(struct run *run, struct err *err)
{
	int repeated = 0;

	for (size_t i = 0; i < run->plan.step_count; i++) {
		const struct step *step = &run->plan.steps[i];

		if (step->kind != STEP_DOWN || is_run_again(&run->plan, step->id))
			continue;
		if (step_repeat_down(run, step, err))
			return -1;
		repeated++;
	}
	return repeated;
}

int prove(struct run *run, struct err *err)
{
	struct deployment *d = &run->deployment;
	/* The schema of a branch that holds the migration may well ask for its effect. */
	bool repeat = run->push.seal_count && run->scope != PLAN_DOWN;

	run->push.proving = true;
	for (int round = 0; push_strict(run, err); round++) {
		struct err refused = *err;
		int repeated;

		if (err->code != ERR_SCHEMA || !repeat || round == REPEAT_DOWNS)
			return not_proved(run, err);
		err_clear(err);
		repeated = repeat_downs(run, err);
		if (repeated < 0)
			return -1;
		if (repeated)
			continue;
		*err = refused;
		return not_proved(run, err);
	}
	return d->ops->close_bridge(d->self, run->lease.token, err);
}
