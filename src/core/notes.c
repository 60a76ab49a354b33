/* notes.c - what is worth a line in a plan, and changes nothing. */
#include "core/refusals.h"

#include "core/choose.h"
#include "core/riders.h"

#include <string.h>

struct noter {
	struct plan *plan;
	struct arena *arena;
	const struct plan_input *in;
	const struct delta *delta;
};

static void note(struct noter *n, enum note_kind kind, const char *id, const char *text)
{
	struct plan *plan = n->plan;
	struct note one = { kind, id, text };

	plan->notes = arena_grow(n->arena, plan->notes, plan->note_count, sizeof(one));
	plan->notes[plan->note_count++] = one;
}

bool item_is_pending(const struct delta_item *item)
{
	return item->run && !item->undo && !item_on_data(item);
}

static void note_retired(struct noter *n, const struct delta_item *item)
{
	if (item->place != PLACE_RETIRED || !item_on_data(item) || item->undo ||
	    item->standing == STANDING_UP_PARTIAL)
		return;
	note(n, NOTE_RETIRED, item->id,
	     arena_printf(n->arena, "'%s' was removed from this branch and stays applied; to "
	                  "undo it: git cvx down %s", item->id, item->id));
}

static void note_edited(struct noter *n, const struct delta_item *item)
{
	if (!item_is_edited(item) || item->undo || item->skipped || !item_on_data(item))
		return;
	if (item->standing == STANDING_UP_PARTIAL && !item->restart)
		note(n, NOTE_EDITED, item->id,
		     arena_printf(n->arena, "'%s' was edited after it was started: the new "
		                  "version goes on where the old one stopped; from the start: "
		                  "git cvx migrate --restart", item->id));
	else if (item->standing != STANDING_UP_PARTIAL)
		note(n, NOTE_EDITED, item->id,
		     arena_printf(n->arena, "'%s' was edited after it was applied: the new "
		                  "version isn't run; to run it: git cvx redo %s", item->id,
		                  item->id));
}

static void note_canceled(struct noter *n, const struct delta_item *item)
{
	if (item->cancel && !item->undo && !item->run && n->in->scope == PLAN_ALIGN)
		note(n, NOTE_CANCELED, item->id,
		     arena_printf(n->arena, "how far '%s' has come decides what follows once it has "
		                  "stopped", item->id));
}

static void note_past(struct noter *n, const struct delta_item *item)
{
	if (item->undo && item->past)
		note(n, NOTE_FROM_PAST, item->id,
		     arena_printf(n->arena, "the ledger has no code that undoes '%s': that of "
		                  "commit %.10s is taken", item->id, item->past->commit));
}

static void note_order(struct noter *n, const struct delta_item *item)
{
	const struct delta_item *newer;

	if (n->in->policy.strict || !item_is_pending(item))
		return;
	newer = riders_find_newer(n->delta, item);
	if (!newer)
		return;
	note(n, NOTE_OUT_OF_ORDER, item->id,
	     arena_printf(n->arena, "'%s' runs on data that the newer '%s' has changed "
	                  "already", item->id, newer->id));
}

static void note_left(struct noter *n, const struct delta_item *item)
{
	if (item->skipped)
		note(n, NOTE_SKIPPED, item->id,
		     arena_printf(n->arena, item->undo_reason == REASON_EDITED
		                  ? "'%s' was edited after it was applied and has no down: the "
		                    "new version isn't run"
		                  : "'%s' is applied, not wanted here and has no down: it stays",
		                  item->id));
	else if (item->stays)
		note(n, NOTE_RIDER_STAYS, item->id,
		     arena_printf(n->arena, "'%s' builds on '%s' and can't be undone and run "
		                  "again with it: it stays as it is", item->id, item->because_of));
}

static void note_stub(struct noter *n, const struct delta_item *item)
{
	if (item->standing == STANDING_ABSENT && choose_leaves_alone(n->in, item))
		note(n, NOTE_STUB, item->id,
		     arena_printf(n->arena, "'%s' does nothing yet: it is left alone", item->id));
}

static void note_foreign(struct noter *n, const struct delta_item *item)
{
	if (item->undo)
		return;
	note(n, NOTE_FOREIGN, item->id,
	     arena_printf(n->arena, "'%s' is marked as foreign and left as it is; to change that: "
	                  "git cvx mark --applied %s, or --undone", item->id, item->id));
}

void notes_add(struct plan *plan, struct arena *arena, const struct plan_input *input,
               const struct delta *delta)
{
	struct noter n = { plan, arena, input, delta };

	for (size_t i = 0; i < delta->count; i++) {
		const struct delta_item *item = &delta->items[i];

		if (item_is_foreign(item)) {
			if (input->scope == PLAN_ALIGN)
				note_foreign(&n, item);
			continue;
		}
		note_left(&n, item);
		note_canceled(&n, item);
		note_past(&n, item);
		if (input->scope == PLAN_DOWN || input->scope == PLAN_REDO)
			continue;
		if (input->scope == PLAN_ALIGN)
			note_retired(&n, item);
		note_edited(&n, item);
		note_order(&n, item);
		note_stub(&n, item);
	}
}
