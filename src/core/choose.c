/* choose.c - which migrations must be undone, run or recorded, taken one by one. */
#include "core/choose.h"

#include <string.h>

static void want_undone(const struct plan_input *in, struct delta_item *item,
                        enum step_reason reason)
{
	item->undo_reason = reason;
	if (in->policy.irreversible == IRREVERSIBLE_SKIP && in->scope == PLAN_ALIGN &&
	    item->standing != STANDING_DOWN_OPEN && !item_is_reversible(item))
		item->skipped = true;
	else
		item->undo = true;
}

/* In the target, and not beyond `--to`. */
static bool is_wanted(const struct plan_input *in, const struct delta_item *item)
{
	return item->migration &&
	       (!in->id || lineup_reaches(in->target, item->id, in->id));
}

static void choose_applied(const struct plan_input *in, struct delta_item *item)
{
	if (item_is_foreign(item))
		return;
	if (item->place == PLACE_NOWHERE)
		want_undone(in, item, REASON_PHANTOM);
	else if (item->place == PLACE_TARGET && !is_wanted(in, item))
		want_undone(in, item, REASON_ASKED);
	else if (in->policy.edited == EDITED_REDO && in->scope == PLAN_ALIGN &&
	         item_is_edited(item)) {
		want_undone(in, item, REASON_EDITED);
		item->run = item->undo;
	}
}

/* Once its rest is being run, that goes on. */
static void choose_half_done(const struct plan_input *in, struct delta_item *item)
{
	item->run = is_wanted(in, item);
	item->restart = in->half_done.restart;
	if (item->run)
		return;
	if (item->migration)
		want_undone(in, item, REASON_ASKED);
	else if (in->half_done.finish || (row_is_sealed_up(item->row) && !in->by_hook &&
	                                  !in->half_done.undo)) {
		want_undone(in, item, REASON_UNFINISHED);
		item->finish_first = item->undo;
	} else if (in->half_done.undo) {
		want_undone(in, item, REASON_UNFINISHED);
	}
}

bool choose_leaves_alone(const struct plan_input *in, const struct delta_item *item)
{
	return item->migration && item->migration->is_stub &&
	       !(in->id && !strcmp(in->id, item->id));
}

static void choose_to_align(const struct plan_input *in, struct delta_item *item)
{
	bool wanted = is_wanted(in, item);

	switch (item->standing) {
	case STANDING_ABSENT:
		item->run = wanted && !choose_leaves_alone(in, item);
		break;
	case STANDING_APPLIED:
		choose_applied(in, item);
		break;
	case STANDING_BY_HAND:
		item->record = wanted;
		break;
	case STANDING_HAND_UNDONE:
	case STANDING_DOWN_ENDED:
		item->record = true;
		item->run = wanted;
		break;
	case STANDING_UP_ENDED:
		item->record = true;
		choose_applied(in, item);
		break;
	case STANDING_UP_UNTOUCHED:
		item->run = wanted;
		/* While it is at work nobody knows what there will be to record. */
		item->record = !wanted && (item->migration || !item->at_work);
		break;
	case STANDING_UP_PARTIAL:
		choose_half_done(in, item);
		break;
	case STANDING_DOWN_OPEN:
		want_undone(in, item, REASON_UNFINISHED);
		item->run = wanted;
		break;
	}
}

static void choose_to_undo(const struct plan_input *in, struct delta_item *item)
{
	switch (item->standing) {
	case STANDING_ABSENT:
	case STANDING_BY_HAND:
		break;
	case STANDING_HAND_UNDONE:
	case STANDING_DOWN_ENDED:
	case STANDING_UP_UNTOUCHED:
		item->record = true;
		break;
	case STANDING_UP_ENDED:
	case STANDING_APPLIED:
	case STANDING_UP_PARTIAL:
		want_undone(in, item, REASON_ASKED);
		break;
	case STANDING_DOWN_OPEN:
		want_undone(in, item, REASON_UNFINISHED);
		break;
	}
}

/* One that is redone, or (not `asked`) that a run which goes on may have undone and not yet
 * run again. */
static void choose_to_redo(const struct plan_input *in, struct delta_item *item, bool asked)
{
	switch (item->standing) {
	case STANDING_ABSENT:
	case STANDING_BY_HAND:
		item->run = item->migration && in->begun;
		break;
	case STANDING_HAND_UNDONE:
	case STANDING_DOWN_ENDED:
		item->record = true;
		item->run = item->migration;
		break;
	case STANDING_UP_UNTOUCHED:
		item->run = item->migration;
		item->record = !item->run;
		break;
	case STANDING_DOWN_OPEN:
		want_undone(in, item, REASON_UNFINISHED);
		item->run = item->migration;
		break;
	case STANDING_APPLIED:
	case STANDING_UP_ENDED:
	case STANDING_UP_PARTIAL:
		if (in->begun && item->row->sequence > in->begun->since) {
			item->run = item->standing == STANDING_UP_PARTIAL;
			item->record = item->standing == STANDING_UP_ENDED;
		} else if (asked) {
			want_undone(in, item, REASON_ASKED);
			item->run = item->migration;
		}
		break;
	}
}

static void choose_named(const struct plan_input *in, struct delta_item *item)
{
	if (in->scope == PLAN_DOWN && in->id && !strcmp(item->id, in->id))
		choose_to_undo(in, item);
	else if (in->scope == PLAN_REDO && names_contain(in->redo, item->id))
		choose_to_redo(in, item, true);
	else if (in->begun && names_contain(&in->begun->riders, item->id))
		choose_to_redo(in, item, false);
}

/* Nothing may be at work while data is written. What the target holds as it is, or what is
 * finished before it is undone, is waited for; all else is stopped. */
static void choose_canceled(struct delta *delta, const struct plan_input *in)
{
	bool writes = in->scope == PLAN_ALIGN;

	for (size_t i = 0; i < delta->count; i++)
		writes |= delta->items[i].undo || delta->items[i].run || delta->items[i].record;
	for (size_t i = 0; writes && i < delta->count; i++) {
		struct delta_item *item = &delta->items[i];

		item->cancel = item->at_work &&
		               (item->migration ? item_is_edited(item) : !item->finish_first);
	}
}

void choose_items(struct delta *delta, const struct plan_input *input)
{
	for (size_t i = 0; i < delta->count; i++) {
		struct delta_item *item = &delta->items[i];

		if (input->scope == PLAN_DOWN || input->scope == PLAN_REDO) {
			choose_named(input, item);
		} else if (input->scope == PLAN_ALIGN || is_wanted(input, item)) {
			choose_to_align(input, item);
		}
	}
	choose_canceled(delta, input);
}
