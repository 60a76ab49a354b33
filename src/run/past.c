/* past.c - undo what the ledger has no code for, with what git still holds of it; say
 * exactly what is missing where it holds nothing. */
#include "run/internal.h"

#include <string.h>

static int look_for(struct run *run, const struct ledger_row *row, struct err *err)
{
	struct archive *archive = &run->archive;
	struct past *past = &run->past;
	struct past_code code;

	if (archive->ops->find(archive->self, run->arena, row, &code, err))
		return -1;
	past->items = arena_grow(run->arena, past->items, past->count, sizeof(code));
	past->items[past->count++] = code;
	return 0;
}

/* The plan would undo it, and the ledger has no code for that. */
static bool is_wanting(const struct run *run, const char *id)
{
	const struct ledger_row *row = ledger_find(&run->ledger, id);

	return row && !row->seal && !past_find(&run->past, id);
}

int past_search(struct run *run, bool *found, struct err *err)
{
	const struct plan *plan = &run->plan;
	size_t before = run->past.count;

	*found = false;
	if (!run->archive.ops)
		return 0;
	for (size_t i = 0; i < plan->step_count; i++)
		if (plan->steps[i].kind == STEP_DOWN && is_wanting(run, plan->steps[i].id) &&
		    look_for(run, plan->steps[i].row, err))
			return -1;
	for (size_t i = 0; i < plan->note_count; i++)
		if (plan->notes[i].kind == NOTE_SKIPPED && is_wanting(run, plan->notes[i].id) &&
		    look_for(run, ledger_find(&run->ledger, plan->notes[i].id), err))
			return -1;
	for (size_t i = before; i < run->past.count; i++)
		*found = *found || run->past.items[i].commit;
	return 0;
}

static const char *missing_text(struct run *run, const struct past_code *code)
{
	const struct ledger_row *row = ledger_find(&run->ledger, code->id);
	const char *other = !code->other ? "" : arena_printf(run->arena,
	                    "; commit %.10s holds another version of it", code->other);

	return arena_printf(run->arena, "'%s' must be undone, but the code that undoes it was never "
	                    "stored, and no commit or reflog entry here holds what was applied "
	                    "('%s'%s); it was %s", code->id, code->file, other,
	                    past_origin(row, run->arena));
}

static const char *missing_hint(struct run *run, const struct past_code *code)
{
	return arena_printf(run->arena, "%skeep what it did: git cvx mark --foreign %s\n"
	                    "its effect is gone already: git cvx mark --undone %s\n"
	                    "or restore a backup of the data from before it was applied",
	                    code->complete ? "" : "this clone doesn't have all of the history: "
	                    "git fetch --unshallow\n", code->id, code->id);
}

void past_report(struct run *run)
{
	for (size_t i = 0; i < run->plan.refusal_count; i++) {
		struct refusal *refusal = &run->plan.refusals[i];
		const struct past_code *code;

		if (refusal->kind != REFUSAL_NO_SEAL && refusal->kind != REFUSAL_IRREVERSIBLE)
			continue;
		code = past_find(&run->past, refusal->id);
		if (!code || code->commit)
			continue;
		refusal->kind = REFUSAL_NO_SEAL;
		refusal->text = missing_text(run, code);
		refusal->hint = missing_hint(run, code);
	}
}

int past_seal(struct run *run, const struct ledger_row *row, const char **hash,
              struct err *err)
{
	struct deployment *d = &run->deployment;
	struct archive *archive = &run->archive;
	const struct past_code *code;
	struct seal seal;

	*hash = NULL;
	if (!archive->ops || (!past_find(&run->past, row->id) && look_for(run, row, err)))
		return err->code == ERR_NONE ? 0 : -1;
	code = past_find(&run->past, row->id);
	if (!code->commit) {
		err_set(err, ERR_DECISION, "%s", missing_text(run, code));
		return err_hint(err, "%s", missing_hint(run, code));
	}
	if (archive->ops->seal(archive->self, run->arena, code, &seal, err))
		return err_wrap(err, "cannot bundle '%s' as it was in commit %.10s", row->id,
		                code->commit);
	run->changed = true;
	if (d->ops->seal_put(d->self, run->lease.token, &seal, err))
		return -1;
	*hash = seal.hash;
	return 0;
}
