/* planning.c - from what was read to a plan that may be carried out. */
#include "run/internal.h"

#include "core/id.h"

#include <string.h>

static void plan_once_more(struct run *run)
{
	struct plan_input input = {
		.target = run->target, .ledger = &run->ledger, .statuses = &run->statuses,
		.history = run->history, .policy = run->policy, .scope = run->scope,
		.id = run->id, .redo = run->redo, .begun = run->begun,
		.clone_id = run->clone_id, .by_hook = run->by_hook,
		.take_over = run->take_over, .half_done = run->half_done, .elsewhere = run->elsewhere,
		.past = &run->past, .left_open = bridge_is_left(run),
	};

	plan_make(&run->plan, run->arena, &input);
}

/* What begins with it is called so from now on, if that is one. */
static const char *in_full(const struct run *run, const char *typed)
{
	const struct id_known known = { run->target, &run->ledger };
	const char *id = typed ? id_find(&known, typed) : NULL;

	return id ? id : typed;
}

static void find_ids(struct run *run)
{
	struct names *redo;

	run->id = in_full(run, run->id);
	if (!run->redo)
		return;
	redo = arena_alloc(run->arena, sizeof(*redo));
	for (size_t i = 0; i < run->redo->count; i++)
		names_add(redo, run->arena, in_full(run, run->redo->items[i]));
	run->redo = redo;
}

int make_plan(struct run *run, struct err *err)
{
	bool found;

	find_ids(run);
	plan_once_more(run);
	if (past_search(run, &found, err))
		return -1;
	if (found)
		plan_once_more(run);
	past_report(run);
	return 0;
}

static int refuse(const struct run *run, struct err *err)
{
	const struct refusal *first = run->plan.refusals;

	if (!run->plan.refusal_count)
		return 0;
	err_set(err, first->kind == REFUSAL_UNKNOWN_ID ? ERR_NOT_FOUND : ERR_DECISION, "%s",
	        first->text);
	if (first->hint)
		err_hint(err, "%s", first->hint);
	return -1;
}

/* With pushing switched off, the user's own push must have brought all that is run. */
static int need_no_push(struct run *run, struct err *err)
{
	const struct names *live = &run->deployed.functions;

	if (run->plan.downs || run->plan.close_bridge)
		return err_set(err, ERR_DECISION, "undoing a migration needs a push, and the settings "
		               "say never ([push] mode)");
	run->push.start_path = "cvxStart:start";
	for (size_t i = 0; i < run->plan.step_count; i++) {
		const struct step *s = &run->plan.steps[i];

		if (s->kind == STEP_UP && (!names_contain(live, s->migration->up_path) ||
		                           !names_contain(live, run->push.start_path)))
			return err_set(err, ERR_DECISION, "migration '%s' isn't deployed, and the settings "
			               "say never to push ([push] mode)", s->id);
	}
	return 0;
}

static bool has_down(const struct plan *plan, const char *id)
{
	for (size_t i = 0; i < plan->step_count; i++)
		if (plan->steps[i].kind == STEP_DOWN && !strcmp(plan->steps[i].id, id))
			return true;
	return false;
}

/* Nobody has agreed to a down that wasn't in the plan they saw. */
static bool undoes_more(const struct plan *now, const struct plan *approved)
{
	for (size_t i = 0; i < now->step_count; i++)
		if (now->steps[i].kind == STEP_DOWN && !has_down(approved, now->steps[i].id))
			return true;
	return false;
}

/* approved: what was agreed to already; NULL: nothing yet. */
static int plan_once(struct run *run, const struct plan *approved, struct err *err)
{
	bool news;

	if (make_plan(run, err))
		return -1;
	news = !approved || undoes_more(&run->plan, approved);
	if (news)
		run_event(run, &(struct run_event){ .kind = RUN_PLANNED, .plan = &run->plan });
	if (refuse(run, err) || agreement_check_plan(run, err))
		return -1;
	if (plan_is_empty(&run->plan))
		return 0;
	if (run->never_push && need_no_push(run, err))
		return -1;
	if (!news || !run->callbacks.approve)
		return 0;
	return run->callbacks.approve(run->callbacks.payload, &run->plan, err);
}

/* Once the first rider is undone, the ledger alone doesn't tell that it belongs to this run:
 * the journal does. */
static int write_begun(struct run *run, struct err *err)
{
	struct plan_begun *begun;

	if ((run->scope != PLAN_DOWN && run->scope != PLAN_REDO) || !run->plan.downs)
		return 0;
	begun = arena_alloc(run->arena, sizeof(*begun));
	*begun = run->begun ? *run->begun : (struct plan_begun){ .since = 0 };
	for (size_t i = 0; !run->begun && i < run->ledger.count; i++)
		if (run->ledger.rows[i].sequence > begun->since)
			begun->since = run->ledger.rows[i].sequence;
	for (size_t i = 0; i < run->plan.step_count; i++)
		if (run->plan.steps[i].kind == STEP_DOWN &&
		    run->plan.steps[i].reason == REASON_RIDER)
			names_add(&begun->riders, run->arena, run->plan.steps[i].id);
	run->begun = begun;
	return run_journal(run, NULL, err);
}

int plan_and_approve(struct run *run, struct err *err)
{
	bool disturbed, changed = run->changed;
	struct plan approved;

	if (plan_once(run, NULL, err))
		return -1;
	while (!plan_is_empty(&run->plan)) {
		if (step_quiet(run, &disturbed, err))
			return -1;
		if (!disturbed)
			return write_begun(run, err);
		/* What was waited for, or stopped, has changed what is to be done. */
		approved = run->plan;
		if (run_read(run, err))
			return -1;
		if (plan_once(run, &approved, err)) {
			/* What was stopped is there for any run to find: this one has nothing to
			 * go on with. */
			run->changed = changed;
			return -1;
		}
	}
	return 0;
}
