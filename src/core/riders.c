/* riders.c - what else must be undone, because it was applied on top. */
#include "core/riders.h"

#include <string.h>

/* Both are applied and stay, but the one that comes first was applied last: a retired
 * one has come back with a branch that still holds it. */
static bool is_inverted(const struct delta_item *x, const struct delta_item *first)
{
	return x->row && first->migration && item_on_data(first) && item_is_reversible(x) &&
	       item_is_reversible(first) && item_is_later(first, x);
}

/* x has to go before `under` can be undone, or before it can be run. */
static bool rides_on(const struct delta_item *x, const struct delta_item *under, bool replay)
{
	if (x == under || !names_overlap(&x->tables, &under->tables))
		return false;
	if (under->undo && (x->standing == STANDING_BY_HAND || item_is_later(x, under)))
		return true;
	return replay && x->migration && strcmp(x->id, under->id) > 0 &&
	       (under->run || is_inverted(x, under));
}

static const struct delta_item *find_under(const struct delta *delta,
                                           const struct delta_item *x, bool replay)
{
	for (size_t i = 0; i < delta->count; i++)
		if (rides_on(x, &delta->items[i], replay))
			return &delta->items[i];
	return NULL;
}

/* Whoever ran it by hand did so at a time that we don't know: it is left alone. */
static bool can_ride(const struct delta_item *x)
{
	return !x->undo && !x->stays &&
	       (item_on_data(x) || (x->standing == STANDING_BY_HAND && x->record));
}

void riders_close(struct delta *delta, bool replay)
{
	bool changed = true;

	while (changed) {
		changed = false;
		for (size_t i = 0; i < delta->count; i++) {
			struct delta_item *x = &delta->items[i];
			const struct delta_item *under;

			if (!can_ride(x) || !(under = find_under(delta, x, replay)))
				continue;
			x->because_of = under->id;
			if (!x->migration || !x->row || !item_is_reversible(x)) {
				x->stays = true;
				continue;
			}
			x->undo = x->run = changed = true;
			x->undo_reason = REASON_RIDER;
		}
	}
}

const struct delta_item *riders_find_newer(const struct delta *delta,
                                           const struct delta_item *item)
{
	for (size_t i = 0; i < delta->count; i++) {
		const struct delta_item *x = &delta->items[i];

		if (x->migration && item_on_data(x) && !x->undo &&
		    strcmp(x->id, item->id) > 0 && names_overlap(&x->tables, &item->tables))
			return x;
	}
	return NULL;
}
