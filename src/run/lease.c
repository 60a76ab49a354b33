/* lease.c - the lease of this run: taken once, renewed while anything goes on. */
#include "run/internal.h"

/* The server's lease expires after 120 s without a sign of life. We stop a little earlier:
 * what is begun in the last moment, and the stopping itself, take time. */
#define RENEW_AFTER_MS 20000
#define STOP_AFTER_MS 110000
#define ASK_AGAIN_MS 1000

/* Somebody else has it. By hand it is waited for: it is given back, or expires. */
static int wait_for_holder(struct run *run, int64_t until, bool *told, struct err *err)
{
	if (err->code != ERR_BUSY || run_now(run) >= until)
		return -1;
	if (!*told)
		run_event(run, &(struct run_event){ .kind = RUN_HELD, .holder = &run->holder });
	*told = true;
	run->clock->sleep_ms(run->clock->self, ASK_AGAIN_MS);
	err_clear(err);
	return lease_keep(run, err);
}

int lease_take(struct run *run, bool same_run, struct err *err)
{
	/* Mostly there is no revision to compare: everything is read again under the lease. */
	struct lease_request request = {
		.token = run->lease.token, .run_id = run->lease.run_id,
		.clone_id = run->clone_id, .clone_name = run->clone_name,
		.command = run->command, .commit = run->commit, .branch = run->branch,
		.revision = agreement_revision(run),
		.same_run = same_run,
	};
	struct deployment *d = &run->deployment;
	int64_t until = run_now(run) + run->wait_ms;
	bool told = false;

	run->lease.asked = true;
	for (int lost = 0; ; ) {
		/* It counts from when the server heard us: after now, before its answer. */
		run->lease.renewed_ms = run_now(run);
		if (!d->ops->lease_acquire(d->self, run->arena, &request, &run->holder, err))
			break;
		/* Acquiring is idempotent for the token, so a lost answer is asked again. */
		if (err->code == ERR_UNKNOWN_OUTCOME && lost++ < 2)
			err_clear(err);
		else if (wait_for_holder(run, until, &told, err))
			return agreement_explain(run, err);
	}
	if (told)
		run_event(run, &(struct run_event){ .kind = RUN_WAITED });
	run->lease.held = true;
	return 0;
}

int lease_keep(struct run *run, struct err *err)
{
	struct deployment *d = &run->deployment;
	int64_t now = run_now(run);

	run_event(run, &(struct run_event){ .kind = RUN_TICK });
	if (run->callbacks.interrupted && run->callbacks.interrupted(run->callbacks.payload))
		return err_set(err, ERR_INTERRUPTED, "interrupted");
	if (run->lease.lost)
		return err_set(err, ERR_LEASE_LOST, "another git-cvx has taken over the deployment");
	if (!run->lease.held || now - run->lease.renewed_ms < RENEW_AFTER_MS)
		return 0;
	if (!d->ops->lease_renew(d->self, run->lease.token, err)) {
		run->lease.renewed_ms = now;
		return 0;
	}
	/* One lost answer is no lost lease, as long as it can't have expired. */
	if (err->code != ERR_LEASE_LOST && run_now(run) - run->lease.renewed_ms < STOP_AFTER_MS) {
		err_clear(err);
		return 0;
	}
	run->lease.held = false;
	run->lease.lost = true;
	return -1;
}

int lease_confirm(struct run *run, struct err *err)
{
	struct deployment *d = &run->deployment;
	int64_t now = run_now(run);

	if (lease_keep(run, err))
		return -1;
	if (!run->lease.held)
		return 0;
	if (d->ops->lease_renew(d->self, run->lease.token, err))
		return -1;
	run->lease.renewed_ms = now;
	return 0;
}

int run_tick(void *run, struct err *err)
{
	return lease_keep(run, err);
}

bool lease_drop(struct run *run)
{
	struct deployment *d = &run->deployment;
	struct err ignored = ERR_INIT;

	if (!run->lease.asked || run->lease.lost)
		return true;
	run->lease.held = false;
	return !d->ops->lease_release(d->self, run->lease.token, &ignored) ||
	       ignored.code == ERR_LEASE_LOST;
}
