/* overview.c - how a deployment stands against a branch: each migration in one state. */
#include "core/overview.h"

#include <string.h>

const char *overview_state_word(enum overview_state state)
{
	static const char *const words[] = {
		[OVERVIEW_APPLIED] = "applied", [OVERVIEW_PENDING] = "pending",
		[OVERVIEW_PHANTOM] = "phantom", [OVERVIEW_EDITED] = "edited",
		[OVERVIEW_FAILED] = "failed", [OVERVIEW_UNFINISHED] = "unfinished",
		[OVERVIEW_BY_HAND] = "by-hand", [OVERVIEW_RETIRED] = "retired",
		[OVERVIEW_FOREIGN] = "foreign", [OVERVIEW_UNKNOWN] = "unknown",
	};

	return words[state];
}

const char *overview_kind_word(enum deployment_kind kind)
{
	static const char *const words[] = {
		[KIND_LOCAL] = "local", [KIND_DEV] = "dev", [KIND_PREVIEW] = "preview",
		[KIND_PRODUCTION] = "production",
	};

	return words[kind];
}

static bool has_note(const struct plan *plan, enum note_kind kind, const char *id)
{
	for (size_t i = 0; i < plan->note_count; i++)
		if (plan->notes[i].kind == kind && plan->notes[i].id &&
		    !strcmp(plan->notes[i].id, id))
			return true;
	return false;
}

static void look_at_steps(struct overview_item *item, const struct plan *plan)
{
	bool seen = false;

	for (size_t i = 0; i < plan->step_count; i++) {
		const struct step *s = &plan->steps[i];

		if (strcmp(s->id, item->id))
			continue;
		if (!seen)
			item->reason = s->reason;
		seen = true;
		item->undo |= s->kind == STEP_DOWN;
		item->run |= s->kind == STEP_UP || s->kind == STEP_COMPLETE;
		item->record |= s->kind == STEP_ADOPT || s->kind == STEP_FINISH ||
		                s->kind == STEP_UNDONE;
	}
}

static bool is_edited(const struct overview_item *item, const struct plan *plan)
{
	return has_note(plan, NOTE_EDITED, item->id) || (item->undo && item->reason == REASON_EDITED);
}

static enum overview_state state_of_row(const struct overview_item *item,
                                        const struct plan *plan)
{
	if (row_is_foreign(item->row))
		return OVERVIEW_FOREIGN;
	if (row_is_unfinished(item->row))
		return item->row->status == ROW_FAILED ? OVERVIEW_FAILED : OVERVIEW_UNFINISHED;
	if (!item->migration)
		return has_note(plan, NOTE_RETIRED, item->id) ? OVERVIEW_RETIRED : OVERVIEW_PHANTOM;
	return is_edited(item, plan) ? OVERVIEW_EDITED : OVERVIEW_APPLIED;
}

static enum overview_state state_of(const struct overview *o, const struct overview_item *item)
{
	const struct ledger_row *row = item->row;

	if (item->record && item->reason == REASON_RAN_BY_HAND)
		return OVERVIEW_BY_HAND;
	if (row && (row_is_applied(row) || row_is_unfinished(row) || row_is_foreign(row)))
		return state_of_row(item, o->preview->plan);
	return o->ledger->has_baseline ? OVERVIEW_PENDING : OVERVIEW_UNKNOWN;
}

static void add(struct overview *o, struct overview_item item)
{
	look_at_steps(&item, o->preview->plan);
	item.is_stub = has_note(o->preview->plan, NOTE_STUB, item.id);
	item.state = state_of(o, &item);
	/* Undone, and not of this branch: nobody asks for it. */
	if (!item.migration && (item.state == OVERVIEW_PENDING || item.state == OVERVIEW_UNKNOWN))
		return;
	o->counts[item.state]++;
	o->items[o->count++] = item;
}

/* What of the branch's code is live can be told of its migrations only. */
static bool has_code(const struct overview *o)
{
	for (size_t i = 0; i < o->target->count; i++)
		if (!names_contain(&o->deployed->functions, o->target->items[i].up_path))
			return false;
	return true;
}

void overview_make(struct overview *o, struct arena *arena)
{
	o->items = arena_alloc(arena, (o->target->count + o->ledger->count + 1) *
	                       sizeof(*o->items));
	o->count = 0;
	memset(o->counts, 0, sizeof(o->counts));
	for (size_t i = 0; i < o->target->count; i++) {
		const struct migration *m = &o->target->items[i];

		add(o, (struct overview_item){ .id = m->id, .migration = m, .tables = &m->tables,
		    .row = ledger_find(o->ledger, m->id) });
	}
	for (size_t i = 0; i < o->ledger->count; i++) {
		const struct ledger_row *row = &o->ledger->rows[i];

		if (!lineup_find(o->target, row->id))
			add(o, (struct overview_item){ .id = row->id, .row = row,
			    .tables = &row->tables });
	}
	o->in_step = o->ledger->has_baseline && plan_is_empty(o->preview->plan);
	o->has_code = has_code(o);
}
