/* seals.c - the code that undoes a migration travels with the data it changed: made and
 * stored before its migration starts, fetched again to run a down. */
#include "run/internal.h"

#include <string.h>

const char *seal_down_path(struct arena *arena, const char *hash)
{
	return arena_printf(arena, "cvxSealed/s%.16s:down", hash);
}

const char *seal_up_path(struct arena *arena, const char *hash)
{
	return arena_printf(arena, "cvxSealed/s%.16s:up", hash);
}

int seal_store(struct run *run, const struct migration *m, struct index_list *indexes,
               const char **hash, struct err *err)
{
	struct deployment *d = &run->deployment;
	struct pusher *p = &run->pusher;
	struct seal seal;

	if (push_stage(run, err) || lease_keep(run, err))
		return -1;
	if (p->ops->seal(p->self, run->arena, m, &seal, err))
		return err_wrap(err, "cannot bundle migration '%s'", m->id);
	seal.indexes = indexes;
	run->changed = true;
	if (d->ops->seal_put(d->self, run->lease.token, &seal, err))
		return -1;
	*hash = seal.hash;
	return 0;
}

struct ledger_row seal_row(const struct run *run, const struct migration *m, const char *hash)
{
	return (struct ledger_row){
		.id = m->id, .status = ROW_COMPLETED, .direction = DIRECTION_UP,
		.source = m->source, .seal = hash, .description = m->description,
		.table = m->table, .tables = m->tables, .up_path = m->up_path,
		.down_path = m->down_path && hash ? seal_down_path(run->arena, hash) : NULL,
		.commit = run->commit, .branch = run->branch, .environment = run->environment,
		.clone_id = run->clone_id, .clone_name = run->clone_name, .processed = -1,
	};
}

/* Everything the seal refers to must be in the target. */
static int check_needs(struct run *run, const struct step *step, const struct seal *seal,
                       struct err *err)
{
	struct pusher *p = &run->pusher;
	struct provided provided;

	if (p->ops->provides(p->self, seal, run->arena, &provided, err))
		return -1;
	if (!provided.missing && provided.unread)
		run_event(run, &(struct run_event){ .kind = RUN_WARNING, .text = arena_printf(
		          run->arena, "undoing '%s' needs '%s'; the convex.config of this branch "
		          "doesn't say in so many words whether it mounts that, so the server "
		          "decides, before any document is changed", step->id, provided.unread) });
	if (!provided.missing)
		return 0;
	err_set(err, ERR_DECISION, "undoing '%s' needs '%s', which this branch doesn't have",
	        step->id, provided.missing);
	return err_hint(err, "go back to a branch that has it, and undo it there: "
	                "git cvx down %s", step->id);
}

/* Adopted, or applied by something older: the target may hold the very same code, or git. */
static int make_seal(struct run *run, const struct step *step, const char **hash,
                     struct err *err)
{
	const struct migration *m = step->migration;
	bool same = m && (!step->row->source || !strcmp(step->row->source, m->source));

	if (same ? seal_store(run, m, NULL, hash, err) : past_seal(run, step->row, hash, err))
		return -1;
	if (*hash)
		return 0;
	err_set(err, ERR_DECISION, "the code that undoes '%s' was never stored", step->id);
	return err_hint(err, "check out the branch that holds it and run: git cvx down %s",
	                step->id);
}

static int fetch(struct run *run, const struct step *step, struct seal *out, struct err *err)
{
	struct deployment *d = &run->deployment;
	const char *hash = step->row->seal;

	if (hash) {
		if (!d->ops->seal_get(d->self, run->arena, hash, out, err))
			return 0;
		/* The ledger may have lost it. */
		if (err->code != ERR_NOT_FOUND)
			return -1;
		err_clear(err);
	}
	return make_seal(run, step, &hash, err) ||
	       d->ops->seal_get(d->self, run->arena, hash, out, err) ? -1 : 0;
}

static int gather(struct run *run, const struct step *step, struct seal *out, struct err *err)
{
	if (fetch(run, step, out, err))
		return err->code == ERR_DECISION ? -1 : err_wrap(err, "cannot get the code that "
		       "undoes '%s'", step->id);
	return check_needs(run, step, out, err);
}

int seals_gather(struct run *run, struct err *err)
{
	if (!run->plan.downs)
		return 0;
	if (push_stage(run, err))
		return -1;
	run->push.seals = arena_alloc(run->arena, run->plan.step_count * sizeof(struct seal));
	run->push.seal_count = 0;
	for (size_t i = 0; i < run->plan.step_count; i++) {
		const struct step *step = &run->plan.steps[i];
		struct seal *seal = &run->push.seals[run->push.seal_count];

		if (step->kind != STEP_DOWN)
			continue;
		if (lease_keep(run, err) || gather(run, step, seal, err))
			return -1;
		run->push.seal_count++;
	}
	run->push.active = run->deployed.indexes;
	return 0;
}
