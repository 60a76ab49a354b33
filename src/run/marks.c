/* marks.c - what a person says of the data, recorded without running anything. */
#include "run/internal.h"

#include "core/id.h"

#include "base/file.h"

#include <string.h>

static bool is_on_data(const struct ledger_row *row)
{
	return row && row->status != ROW_ROLLED_BACK;
}

static int not_applied(const char *id, struct err *err)
{
	return err_set(err, ERR_DECISION, "'%s' is not applied", id);
}

static const struct component_status *status_of(const struct run *run,
                                                const struct ledger_row *row)
{
	const char *fn = row->direction == DIRECTION_UP ? row->up_path : row->down_path;

	return fn ? statuses_find(&run->statuses, fn) : NULL;
}

static bool is_at_work(const struct run *run, const struct ledger_row *row)
{
	const struct component_status *status = row ? status_of(run, row) : NULL;

	return status && status->state == COMPONENT_IN_PROGRESS;
}

static int mark_applied(struct run *run, const struct migration *m,
                        const struct ledger_row *old, struct ledger_row *out,
                        struct err *err)
{
	const char *hash;

	if (m) {
		if (seal_store(run, m, NULL, &hash, err))
			return -1;
		*out = seal_row(run, m, hash);
		return 0;
	}
	if (!is_on_data(old)) {
		(void)not_applied(old->id, err);
		return err_hint(err, "the branch that holds it can say that it is: check it out "
		                "with CVX_SKIP=1, and mark it there");
	}
	*out = *old;
	out->foreign = false;
	return 0;
}

static int mark_foreign(struct run *run, const struct migration *m,
                        const struct ledger_row *old, struct ledger_row *out,
                        struct err *err)
{
	if (is_on_data(old))
		*out = *old;
	else if (m)
		*out = seal_row(run, m, NULL);
	else
		return not_applied(old->id, err);
	out->foreign = true;
	return 0;
}

static int mark_one(struct run *run, enum mark_kind kind, const char *id,
                    struct ledger_row *out, struct err *err)
{
	const struct ledger_row *old = ledger_find(&run->ledger, id);
	const struct migration *m = lineup_find(run->target, id);

	if (!old && !m) {
		const struct id_known known = { run->target, &run->ledger };

		err_set(err, ERR_NOT_FOUND, "there is no migration '%s'", id);
		return err_hint(err, "%s", id_hint(&known, run->arena, id));
	}
	if (is_at_work(run, old)) {
		err_set(err, ERR_DECISION, "'%s' is at work on the deployment", id);
		return err_hint(err, "stop it first: git cvx cancel");
	}
	switch (kind) {
	case MARK_UNDONE:
		if (!is_on_data(old))
			return not_applied(id, err);
		*out = *old;
		out->status = ROW_ROLLED_BACK;
		return 0;
	case MARK_APPLIED:
		if (mark_applied(run, m, old, out, err))
			return -1;
		break;
	default:
		if (mark_foreign(run, m, old, out, err))
			return -1;
	}
	out->status = ROW_COMPLETED;
	out->direction = DIRECTION_UP;
	out->clone_id = run->clone_id;
	out->clone_name = run->clone_name;
	return 0;
}

static int check_renamed(const struct run *run, const char *id, const char *from,
                         struct err *err)
{
	const struct ledger_row *old = ledger_find(&run->ledger, from);

	if (!lineup_find(run->target, id)) {
		err_set(err, ERR_NOT_FOUND, "'%s' is not on this branch", id);
		return err_hint(err, "git cvx list");
	}
	if (is_on_data(ledger_find(&run->ledger, id)))
		return err_set(err, ERR_DECISION, "'%s' is in the ledger already", id);
	if (!is_on_data(old))
		return not_applied(from, err);
	if (lineup_find(run->target, from))
		return err_set(err, ERR_DECISION, "'%s' is on this branch, too", from);
	if (!row_is_unfinished(old))
		return 0;
	err_set(err, ERR_DECISION, "'%s' was never finished", from);
	return err_hint(err, "finish it under its old name first");
}

/* What is on the data is the old one, with its source and the code that undoes it. */
static int mark_renamed(struct run *run, const char *id, const char *from,
                        struct ledger_row rows[2], struct err *err)
{
	const struct ledger_row *old = ledger_find(&run->ledger, from);
	const struct migration *m = lineup_find(run->target, id);
	const char *hash = old->seal;

	if (!hash && old->source && !strcmp(old->source, m->source) &&
	    seal_store(run, m, NULL, &hash, err))
		return -1;
	rows[0] = *old;
	rows[0].id = id;
	rows[0].name = NULL;
	rows[0].up_path = m->up_path;
	rows[0].seal = hash;
	if (hash && m->down_path && !old->seal)
		rows[0].down_path = seal_down_path(run->arena, hash);
	rows[0].renamed_from = from;
	rows[1] = *old;
	rows[1].status = ROW_ROLLED_BACK;
	return 0;
}

static struct names find_failed(const struct run *run)
{
	struct names failed = { 0 };

	for (size_t i = 0; i < run->ledger.count; i++) {
		const struct ledger_row *row = &run->ledger.rows[i];
		const struct component_status *status = status_of(run, row);

		if (row->status == ROW_FAILED ||
		    (row->status == ROW_RUNNING && status &&
		     (status->state == COMPONENT_FAILED || status->state == COMPONENT_CANCELED)))
			names_add(&failed, run->arena, row->id);
	}
	return failed;
}

static void tell(struct run *run, const struct names *ids)
{
	static const char *const as[] = {
		[MARK_APPLIED] = "as applied", [MARK_UNDONE] = "as undone",
		[MARK_FOREIGN] = "as foreign", [MARK_SKIPPED] = "as foreign",
		[MARK_RENAMED] = "as the new name of",
	};
	const struct marking *marking = run->marking;

	for (size_t i = 0; i < ids->count; i++)
		run_event(run, &(struct run_event){ .kind = RUN_MARKED, .text = marking->from
		          ? arena_printf(run->arena, "'%s' %s '%s'", ids->items[i],
		                         as[marking->kind], marking->from)
		          : arena_printf(run->arena, "'%s' %s", ids->items[i], as[marking->kind]) });
}

/* What was said is believed; what it leaves in the data is said once. */
static void warn_half_done(struct run *run, const struct ledger_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct ledger_row *row = &rows[i];
		const char *rest = run->marking->kind == MARK_SKIPPED
			? "a schema that doesn't take both shapes will be refused. To have it undone: "
			  "'git cvx mark --applied <id>', then 'git cvx migrate' on a branch without it"
			: "nothing undoes them from now on";

		if (row_is_unfinished(ledger_find(&run->ledger, row->id)) && row->processed > 0)
			run_event(run, &(struct run_event){ .kind = RUN_WARNING, .text = arena_printf(
				run->arena, "'%s' is half done: %lld documents have been through it, and %s",
				row->id, (long long)row->processed, rest) });
	}
}

int marks_write(struct run *run, struct err *err)
{
	struct deployment *d = &run->deployment;
	const struct marking *marking = run->marking;
	struct names ids = marking->kind == MARK_SKIPPED ? find_failed(run) : marking->ids;
	struct ledger_row *rows = arena_alloc(run->arena, (ids.count + 1) * sizeof(*rows));
	size_t count = ids.count;

	if (!count) {
		err_set(err, ERR_DECISION, "no migration has failed: there is nothing to skip");
		return err_hint(err, "git cvx status");
	}
	if (marking->kind == MARK_RENAMED) {
		if (check_renamed(run, ids.items[0], marking->from, err) ||
		    mark_renamed(run, ids.items[0], marking->from, rows, err))
			return -1;
		count = 2;
	}
	for (size_t i = 0; marking->kind != MARK_RENAMED && i < count; i++)
		if (mark_one(run, marking->kind, ids.items[i], &rows[i], err))
			return -1;
	run->changed = true;
	if (lease_keep(run, err) ||
	    d->ops->record(d->self, run->lease.token, rows, count, "mark", err))
		return -1;
	tell(run, &ids);
	if (marking->kind == MARK_SKIPPED || marking->kind == MARK_UNDONE)
		warn_half_done(run, rows, count);
	return run_read(run, err);
}

/* No journal is written: there is nothing to continue, and one that is there belongs to
 * another run, whose lease this one may use. */
int marks_only(struct run *run, struct err *err)
{
	struct journal_record earlier;
	bool found;
	int rc;

	if (!run->ledger.mounted) {
		err_set(err, ERR_DECISION, "the deployment doesn't have git-cvx yet");
		return err_hint(err, "all of this branch's migrations are applied: git cvx adopt");
	}
	if (journal_read(run->journal, run->arena, &earlier, &found, err))
		return -1;
	run->lease.run_id = found ? earlier.run_id : random_id(run->arena);
	run->lease.token = found ? earlier.token : random_id(run->arena);
	if (lease_take(run, found, err))
		return -1;
	rc = run_read(run, err) || marks_write(run, err) ? -1 : 0;
	/* If this doesn't arrive, it expires. */
	(void)lease_drop(run);
	return rc;
}
