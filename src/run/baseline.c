/* baseline.c - what is recorded as applied without being run: the lineup of an empty
 * deployment, an adopted one, and what somebody ran by hand. */
#include "run/internal.h"

int baseline_record(struct run *run, const struct migration *const *migrations, size_t count,
                    const char *reason, struct err *err)
{
	struct deployment *d = &run->deployment;
	struct ledger_row *rows = arena_alloc(run->arena, count * sizeof(*rows));

	/* Sealed at this moment: tomorrow's branch may no longer hold the code. */
	for (size_t i = 0; i < count; i++) {
		const struct migration *m = migrations[i];
		const char *hash;

		if (seal_store(run, m, NULL, &hash, err))
			return -1;
		rows[i] = seal_row(run, m, hash);
	}
	run->changed = true;
	return d->ops->record(d->self, run->lease.token, rows, count, reason, err);
}

/* Record every migration of the target that the ledger doesn't hold as applied. */
static int record_lineup(struct run *run, struct err *err)
{
	const struct lineup *target = run->target;
	const struct migration **missing;
	size_t count = 0;

	missing = arena_alloc(run->arena, (target->count + 1) * sizeof(*missing));
	for (size_t i = 0; i < target->count; i++) {
		const struct ledger_row *row = ledger_find(&run->ledger, target->items[i].id);

		/* One that nobody has written yet would count as edited as soon as it is. */
		if ((!row || row->status == ROW_ROLLED_BACK) && !target->items[i].is_stub)
			missing[count++] = &target->items[i];
	}
	if (count && baseline_record(run, missing, count, "baseline", err))
		return -1;
	run_event(run, &(struct run_event){ .kind = RUN_BASELINE, .count = (int64_t)count });
	return 0;
}

int baseline_settle(struct run *run, struct err *err)
{
	struct deployment *d = &run->deployment;
	bool record = run->mode == RUN_ADOPT;

	if (run->ledger.has_baseline && !record)
		return 0;
	if (!record && run->deployed.has_documents && run->by_hook) {
		err_set(err, ERR_DECISION, "the deployment holds documents, and nobody has said yet "
		        "which migrations they have been through");
		err_hint(err, "all of this branch's: git cvx adopt");
		return err_hint(err, "none of them, run them now: git cvx migrate");
	}
	if (record || !run->deployed.has_documents) {
		if (record_lineup(run, err))
			return -1;
	}
	if (!run->ledger.has_baseline) {
		run->changed = true;
		if (d->ops->set_baseline(d->self, run->lease.token, run->commit, err))
			return -1;
	}
	return run_read(run, err);
}
