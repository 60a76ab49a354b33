/* choose.c - which migrations must be undone, run or recorded, taken one by one. */
#include "core/choose.h"

#include <string.h>

static void want_undone(const struct plan_input *in, struct delta_item *item,
                        enum step_reason reason)
{
	item->undo_reason = reason;
	if (in->policy.irreversible == IRREVERSIBLE_SKIP && in->scope != PLAN_DOWN &&
	    item->standing != STANDING_DOWN_OPEN && !item_is_reversible(item))
		item->skipped = true;
	else
		item->undo = true;
}

/* In the target, and not beyond `--to`. */
static bool is_wanted(const struct plan_input *in, const struct delta_item *item)
{
	return item->migration && (!in->id || strcmp(item->id, in->id) <= 0);
}

static void choose_applied(const struct plan_input *in, struct delta_item *item)
{
	if (item->place == PLACE_NOWHERE)
		want_undone(in, item, REASON_PHANTOM);
	else if (item->place == PLACE_TARGET && !is_wanted(in, item))
		want_undone(in, item, REASON_ASKED);
}

static void choose_to_align(const struct plan_input *in, struct delta_item *item)
{
	bool wanted = is_wanted(in, item);

	switch (item->standing) {
	case STANDING_ABSENT:
		item->run = wanted;
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
		item->record = !wanted;
		break;
	case STANDING_UP_PARTIAL:
		item->run = wanted;
		if (!wanted && item->migration)
			want_undone(in, item, REASON_ASKED);
		else if (!wanted && in->undo_partial)
			want_undone(in, item, REASON_UNFINISHED);
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

void choose_items(struct delta *delta, const struct plan_input *input)
{
	for (size_t i = 0; i < delta->count; i++) {
		struct delta_item *item = &delta->items[i];

		if (input->scope == PLAN_DOWN) {
			if (input->id && !strcmp(item->id, input->id))
				choose_to_undo(input, item);
		} else if (input->scope == PLAN_ALIGN || is_wanted(input, item)) {
			choose_to_align(input, item);
		}
	}
}
