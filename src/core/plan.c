/* plan.c - the plan: lineup, ledger and policy in; ordered steps out. */
#include "core/plan.h"

#include "core/choose.h"
#include "core/refusals.h"
#include "core/riders.h"

#include <stdlib.h>

static struct step *add_step(struct plan *plan, struct arena *arena, enum step_kind kind,
                             const struct delta_item *item)
{
	struct step *step;

	plan->steps = arena_grow(arena, plan->steps, plan->step_count, sizeof(*step));
	step = &plan->steps[plan->step_count++];
	*step = (struct step){
		.kind = kind, .id = item->id, .because_of = item->because_of,
		.migration = item->migration, .row = item->row, .tables = item->tables,
	};
	return step;
}

/* The ledger is brought up to date first: what happened without us, happened before. */
static void add_record(struct plan *plan, struct arena *arena, const struct delta_item *item)
{
	struct step *step;

	switch (item->standing) {
	case STANDING_BY_HAND:
		if (!item->record)
			return;
		step = add_step(plan, arena, STEP_ADOPT, item);
		step->reason = REASON_RAN_BY_HAND;
		step->because_of = NULL;
		break;
	case STANDING_HAND_UNDONE:
	case STANDING_UP_UNTOUCHED:
		if (!item->record)
			return;
		step = add_step(plan, arena, STEP_UNDONE, item);
		step->reason = item->standing == STANDING_HAND_UNDONE ? REASON_RAN_BY_HAND
		                                                      : REASON_UNFINISHED;
		break;
	case STANDING_UP_ENDED:
	case STANDING_DOWN_ENDED:
		if (!item->record && !item->undo)
			return;
		step = add_step(plan, arena, STEP_FINISH, item);
		step->reason = REASON_UNFINISHED;
		step->because_of = NULL;
		break;
	default:
		break;
	}
}

static void add_cancel(struct plan *plan, struct arena *arena, const struct delta_item *item)
{
	struct step *step = add_step(plan, arena, STEP_CANCEL, item);

	step->reason = item->migration ? REASON_EDITED_AT_WORK : REASON_STRAY_AT_WORK;
	step->because_of = NULL;
	plan->cancels++;
}

static int newest_first(const void *a, const void *b)
{
	const struct delta_item *const *x = a, *const *y = b;

	return *x == *y ? 0 : item_is_later(*x, *y) ? -1 : 1;
}

static void add_rest(struct plan *plan, struct arena *arena, const struct delta_item *item)
{
	struct step *step = add_step(plan, arena, STEP_COMPLETE, item);

	step->life = LIFE_RESUME;
	step->reason = REASON_UNFINISHED;
	step->bridge = BRIDGE_YES;
}

static void add_downs(struct plan *plan, struct arena *arena, const struct delta *delta)
{
	const struct delta_item **items;

	items = arena_alloc(arena, (delta->count + 1) * sizeof(*items));
	for (size_t i = 0; i < delta->count; i++)
		if (delta->items[i].undo)
			items[plan->downs++] = &delta->items[i];
	qsort(items, plan->downs, sizeof(*items), newest_first);
	for (size_t i = 0; i < plan->downs; i++) {
		struct step *step;

		if (items[i]->finish_first)
			add_rest(plan, arena, items[i]);
		step = add_step(plan, arena, STEP_DOWN, items[i]);
		step->life = items[i]->standing == STANDING_DOWN_OPEN ? LIFE_RESUME
		                                                      : LIFE_AGAIN;
		step->reason = items[i]->undo_reason;
		step->bridge = BRIDGE_YES;
	}
}

static enum step_life life_of_up(const struct delta_item *item)
{
	if (item->undo)
		return LIFE_AGAIN;
	switch (item->standing) {
	case STANDING_UP_PARTIAL:
	case STANDING_UP_UNTOUCHED:
		return item->restart ? LIFE_AGAIN : LIFE_RESUME;
	case STANDING_ABSENT:
		/* Run and undone by hand: without a reset the component would say that it
		 * is done already. */
		if (item->was_run || (item->row && item->row->status == ROW_ROLLED_BACK))
			return LIFE_AGAIN;
		return LIFE_FIRST;
	default:
		return LIFE_AGAIN;
	}
}

static void add_up(struct plan *plan, struct arena *arena, const struct delta_item *item)
{
	struct step *step = add_step(plan, arena, STEP_UP, item);

	step->life = life_of_up(item);
	step->bridge = BRIDGE_IF_REFUSED;
	if (item->undo && item->undo_reason == REASON_RIDER)
		step->reason = REASON_REPLAY;
	else if (item->undo && item->undo_reason != REASON_UNFINISHED)
		step->reason = item->undo_reason;
	else if (step->life == LIFE_RESUME || item->restart)
		step->reason = REASON_UNFINISHED;
	else
		step->reason = REASON_PENDING;
	plan->ups++;
}

void plan_make(struct plan *out, struct arena *arena, const struct plan_input *input)
{
	const struct policy *policy = &input->policy;
	bool replay = policy->order == ORDER_REPLAY && !policy->strict;
	struct delta delta;

	*out = (struct plan){ .close_bridge = input->ledger->bridge_run || input->left_open };
	delta_make(&delta, arena, input);
	choose_items(&delta, input);
	riders_close(&delta, arena, replay && input->scope != PLAN_UP);
	for (size_t i = 0; i < delta.count; i++)
		if (delta.items[i].cancel)
			add_cancel(out, arena, &delta.items[i]);
	for (size_t i = 0; i < delta.count; i++)
		add_record(out, arena, &delta.items[i]);
	add_downs(out, arena, &delta);
	for (size_t i = 0; i < delta.count; i++)
		if (delta.items[i].run)
			add_up(out, arena, &delta.items[i]);
	refusals_add(out, arena, input, &delta);
	notes_add(out, arena, input, &delta);
}

bool plan_is_empty(const struct plan *plan)
{
	return !plan->step_count && !plan->refusal_count && !plan->close_bridge;
}
