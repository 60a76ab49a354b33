/* riders.c - what else must be undone, because it was applied on top. */
#include "core/riders.h"

#include <string.h>

static bool can_move(const struct delta_item *x)
{
	return item_is_reversible(x) && !item_is_foreign(x);
}

/* Both are applied and stay, but the one that comes first was applied last: a retired
 * one has come back with a branch that still holds it. */
static bool is_inverted(const struct delta_item *x, const struct delta_item *first)
{
	return x->row && first->row && item_is_later(first, x) && first->migration &&
	       item_on_data(first) && can_move(x) && can_move(first);
}

/* x has to go before `under` can be undone, or before it can be run: if they share a
 * table, which is asked last. Items of the target are in its order, and so are
 * their addresses. */
static bool rides_on(const struct delta_item *x, const struct delta_item *under, bool replay)
{
	bool rides = under->undo && x != under &&
	             (x->standing == STANDING_BY_HAND || item_is_later(x, under));

	if (!rides)
		rides = replay && x->migration && x > under &&
		        (under->run || is_inverted(x, under));
	return rides && names_overlap(&x->tables, &under->tables);
}

/* Those that something may ride on, sorted as the delta is: mostly few of very many. */
struct bases {
	struct delta_item **items;
	size_t count;
};

static bool may_be_base(const struct delta_item *item, bool replay)
{
	return item->undo || (replay && (item->run || (item->migration && item_on_data(item))));
}

static void find_bases(struct bases *out, struct delta *delta, bool replay)
{
	out->count = 0;
	for (size_t i = 0; i < delta->count; i++)
		if (may_be_base(&delta->items[i], replay))
			out->items[out->count++] = &delta->items[i];
}

static const struct delta_item *find_under(const struct bases *bases,
                                           const struct delta_item *x, bool replay)
{
	for (size_t i = 0; i < bases->count; i++)
		if (rides_on(x, bases->items[i], replay))
			return bases->items[i];
	return NULL;
}

/* Whoever ran it by hand did so at a time that we don't know: it is left alone. */
static bool can_ride(const struct delta_item *x)
{
	return !x->undo && !x->stays &&
	       (item_on_data(x) || (x->standing == STANDING_BY_HAND && x->record));
}

void riders_close(struct delta *delta, struct arena *arena, bool replay)
{
	struct bases bases = { arena_alloc(arena, (delta->count + 1) * sizeof(*bases.items)), 0 };
	bool changed = true;

	while (changed) {
		changed = false;
		find_bases(&bases, delta, replay);
		for (size_t i = 0; bases.count && i < delta->count; i++) {
			struct delta_item *x = &delta->items[i];
			const struct delta_item *under;

			if (!can_ride(x) || !(under = find_under(&bases, x, replay)))
				continue;
			x->because_of = under->id;
			if (!x->migration || !x->row || !can_move(x)) {
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
	const struct delta_item *end = delta->items + delta->applied_end;

	for (const struct delta_item *x = item + 1; x < end; x++)
		if (x->migration && item_on_data(x) && !x->undo &&
		    names_overlap(&x->tables, &item->tables))
			return x;
	return NULL;
}
