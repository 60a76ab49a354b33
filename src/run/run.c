/* run.c - the order of a run: look, lease, baseline, plan, push, move, prove. */
#include "run/internal.h"

#include "base/file.h"

int64_t run_now(const struct run *run)
{
	return run->clock->now_ms(run->clock->self);
}

void run_event(struct run *run, const struct run_event *event)
{
	struct run_event timed = *event;

	if (!run->callbacks.event)
		return;
	timed.at_ms = run_now(run) - run->started_ms;
	run->callbacks.event(run->callbacks.payload, &timed);
}

int run_read(struct run *run, struct err *err)
{
	struct deployment *d = &run->deployment;

	if (d->ops->deployed(d->self, run->arena, &run->deployed, err))
		return -1;
	if (run->ledger.mounted && d->ops->read(d->self, run->arena, &run->ledger, err))
		return -1;
	run->statuses = (struct component_statuses){ 0 };
	if (!run->deployed.migrations_mounted)
		return 0;
	if (d->ops->poll_all(d->self, run->arena, &run->statuses, err))
		return -1;
	return run->statuses.more ? statuses_complete(run, err) : 0;
}

/* To look is allowed to whoever asked for it. */
static bool is_a_look(const struct run *run)
{
	return run->mode == RUN_DRY && !run->by_hook;
}

static int refuse(const struct run *run, struct err *err)
{
	return kind_refuse(&run->verdict, &run->claims, run->by_hook ? NULL : run->command, err);
}

/* What nothing but a release may ever touch, and what can't run anything. */
static int guard(const struct run *run, struct err *err)
{
	if (is_a_look(run))
		return 0;
	if (run->verdict.kind == KIND_PRODUCTION)
		return refuse(run, err);
	if (run->probe.paused) {
		err_set(err, ERR_DECISION, "the deployment is paused: no migration can run");
		return err_hint(err, "unpause it in the Convex dashboard, then: git cvx migrate");
	}
	return 0;
}

/* What counts as production whatever it answers isn't asked. */
static int guard_unasked(struct run *run, struct err *err)
{
	return !is_a_look(run) && kind_is_settled(&run->verdict, &run->claims)
		? refuse(run, err) : 0;
}

static int greet(struct run *run, struct err *err)
{
	struct deployment *d = &run->deployment;

	if (guard_unasked(run, err) || d->ops->probe(d->self, run->arena, &run->probe, err))
		return -1;
	run->verdict = kind_judge(&run->claims, &run->probe.kind);
	if (guard(run, err))
		return -1;
	return d->ops->hello(d->self, run->arena, &run->ledger, &run->holder, err);
}

int run_journal(struct run *run, const char *why, struct err *err)
{
	static const char *const scopes[] = { "align", "up", "down", "redo" };
	struct journal_record record = {
		.run_id = run->lease.run_id, .token = run->lease.token, .tree = run->tree,
		.ledger_id = run->ledger.ledger_id,
		.commit = run->commit, .branch = run->branch, .command = run->command,
		.scope = run->mode == RUN_ADOPT ? "adopt" : scopes[run->scope],
		.id = run->redo ? names_join(run->redo, run->arena) : run->id, .error = why,
	};

	if (run->begun) {
		record.riders = names_join(&run->begun->riders, run->arena);
		record.since = arena_printf(run->arena, "%lld", (long long)run->begun->since);
	}
	return journal_write(run->journal, &record, err);
}

/* The ledger isn't deployed: the first push of the target mounts it. */
static int mount(struct run *run, struct err *err)
{
	if (run_read(run, err) || agreement_check_baseline(run, err))
		return -1;
	if (run->by_hook && run->deployed.has_documents && !run->ledger.was_mounted) {
		err_set(err, ERR_DECISION, "the deployment doesn't have git-cvx yet, and it holds "
		        "documents");
		err_hint(err, "its documents are this branch's already: git cvx adopt");
		return err_hint(err, "or run this branch's migrations on them: git cvx migrate");
	}
	if (push_strict(run, err)) {
		if (err->code != ERR_SCHEMA)
			return -1;
		if (run->mode == RUN_ADOPT) {
			err_hint(err, "adopt on the branch that the documents fit, or run the "
			         "migrations: git cvx migrate");
			return -1;
		}
		err_clear(err);
		run->push.active = run->deployed.indexes;
		if (push_bridge(run, err))
			return -1;
	}
	return greet(run, err);
}

/* Whose run is it: a new one, or the one that an earlier process left behind? */
static int begin(struct run *run, struct err *err)
{
	struct journal_record *earlier = arena_alloc(run->arena, sizeof(*earlier));
	bool found;

	if (journal_read(run->journal, run->arena, earlier, &found, err))
		return -1;
	found = found && !journal_is_foreign(earlier, run->ledger.ledger_id);
	run->earlier = found ? earlier : NULL;
	run->lease.run_id = found ? earlier->run_id : random_id(run->arena);
	run->lease.token = found ? earlier->token : random_id(run->arena);
	run->changed = found;
	if (run_journal(run, NULL, err))
		return -1;
	if (!run->ledger.mounted && mount(run, err))
		return -1;
	if (!run->ledger.mounted)
		return err_set(err, ERR_SERVER, "the target was pushed, but its ledger doesn't answer");
	if (lease_take(run, found, err))
		return -1;
	/* Pushed when there was no ledger yet to say so in. */
	return run->push.bridged ? bridge_announce(run, err) : 0;
}

/* One push before the first document is touched. */
static int push_first(struct run *run, struct err *err)
{
	if (!run->plan.downs && !run->plan.ups)
		return 0;
	if (run->never_push)
		return 0;
	/* A bridge that is still open was opened because documents didn't fit. */
	if (!run->plan.downs)
		run->push.active = run->deployed.indexes;
	if (!run->plan.downs && !run->plan.close_bridge) {
		if (!push_strict(run, err)) {
			if (run->push.start_path)
				return 0;
			return push_bridge(run, err);
		}
		if (err->code != ERR_SCHEMA)
			return -1;
		run_event(run, &(struct run_event){ .kind = RUN_REFUSED, .text = err->msg });
		err_clear(err);
	}
	return push_bridge(run, err);
}

/* Something else is wanted: what is left of the plan isn't any more. */
static bool is_superseded(struct run *run)
{
	run->superseded = run->callbacks.superseded &&
	                  run->callbacks.superseded(run->callbacks.payload);
	return run->superseded;
}

static int carry_out(struct run *run, struct err *err)
{
	if (is_superseded(run))
		return 0;
	if (seals_gather(run, err) || push_first(run, err))
		return -1;
	for (size_t i = 0; i < run->plan.step_count; i++) {
		if (is_superseded(run))
			return 0;
		if (step_run(run, &run->plan.steps[i], err))
			return -1;
	}
	if (is_superseded(run))
		return 0;
	if (run->push.bridged || run->plan.close_bridge)
		return prove(run, err);
	return 0;
}

static int work(struct run *run, struct err *err)
{
	if (run_read(run, err) || agreement_check_baseline(run, err) ||
	    baseline_settle(run, err))
		return -1;
	if (run->marking && marks_write(run, err))
		return -1;
	if (run->mode == RUN_ADOPT)
		return run->ledger.bridge_run || bridge_is_left(run) ? prove(run, err) : 0;
	if (plan_and_approve(run, err)) {
		/* What was pushed and recorded until here is whole in itself, a bridge isn't. */
		run->refused = !run->push.bridged;
		return -1;
	}
	return carry_out(run, err);
}

/* The lease is given back first: as long as the journal is there, its token can be used
 * to take the lease again. The journal stays if something was begun and not ended, or if
 * whoever has the lease now may find us half way. */
static int end(struct run *run, int rc, struct err *err)
{
	struct err second = ERR_INIT;
	bool settled;

	if (run->superseded)
		return rc;
	run->lease.lost = run->lease.lost || (rc && err->code == ERR_LEASE_LOST);
	settled = lease_drop(run) && !(rc && run->changed && !run->refused) && !run->lease.lost;
	if (settled && !rc)
		return journal_clear(run->journal, err);
	if (run->refused && run->earlier ? journal_write(run->journal, run->earlier, &second)
	    : settled ? journal_clear(run->journal, &second)
	            : run_journal(run, rc ? err->msg : "the deployment couldn't be told that "
	                            "the run ended", &second))
		err_hint(err, "%s", second.msg);
	return rc;
}

int run_look(struct run *run, struct err *err)
{
	return greet(run, err);
}

static int plan_only(struct run *run, struct err *err)
{
	run->records_lineup = !run->ledger.has_baseline && !run->deployed.has_documents;
	if (!run->records_lineup && make_plan(run, err))
		return -1;
	run_event(run, &(struct run_event){ .kind = RUN_PLANNED, .plan = &run->plan });
	return 0;
}

int run_execute(struct run *run, struct err *err)
{
	int rc;

	run->started_ms = run_now(run);
	if (run_look(run, err) || agreement_check_ledger(run, err))
		return -1;
	if (run->mode == RUN_DRY) {
		return run_read(run, err) ? -1 : plan_only(run, err);
	}
	if (run->mode == RUN_MARK)
		return marks_only(run, err);
	rc = begin(run, err);
	if (!rc)
		rc = work(run, err);
	return end(run, rc, err);
}
