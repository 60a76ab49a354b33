/* delta.c - target and ledger side by side: per id, where it stands. */
#include "core/delta.h"

#include <stdlib.h>
#include <string.h>

/* What is asked of the input for every migration, sorted: there may be thousands. */
struct sight {
	const struct component_status **statuses; /* by name, known ones only */
	size_t status_count;
	struct names history;
	bool has_history;
	const char *down_suffix; /* of the target's layout */
	const struct past *past;
};

static int by_name(const void *a, const void *b)
{
	const struct component_status *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

static void look(struct sight *out, struct arena *arena, const struct plan_input *in)
{
	const struct component_statuses *all = in->statuses;
	size_t count = all ? all->count : 0;

	*out = (struct sight){ .has_history = in->history != NULL, .past = in->past,
		.down_suffix = in->target->down_suffix };
	out->statuses = arena_alloc(arena, (count + 1) * sizeof(*out->statuses));
	for (size_t i = 0; i < count; i++)
		if (all->items[i].known)
			out->statuses[out->status_count++] = &all->items[i];
	qsort(out->statuses, out->status_count, sizeof(*out->statuses), by_name);
	if (in->history)
		out->history = names_sorted(in->history, arena);
}

static const struct component_status *status_of(const struct sight *in, const char *name)
{
	const struct component_status key = { .name = name }, *want = &key;
	const struct component_status **found;

	if (!name)
		return NULL;
	found = bsearch(&want, in->statuses, in->status_count, sizeof(*in->statuses), by_name);
	return found ? *found : NULL;
}

/* When the function ended well; negative if it didn't. */
static double success_end(const struct sight *in, const char *name)
{
	const struct component_status *status = status_of(in, name);

	return status && status->state == COMPONENT_SUCCESS ? status->latest_end : -1;
}

/* The path under which somebody would run the down by hand. What the deployment runs
 * for us is a sealed copy with a path of its own. */
static const char *own_down_path(const struct delta_item *item, const struct sight *in,
                                 struct arena *arena)
{
	const char *up = item->row ? item->row->up_path : NULL;
	size_t n = up ? strlen(up) : 0;

	if (item->migration)
		return item->migration->down_path;
	if (n >= 3 && !strcmp(up + n - 3, ":up"))
		return arena_printf(arena, "%.*s:down", (int)(n - 3), up);
	return up && in->down_suffix ? arena_printf(arena, "%s%s", up, in->down_suffix) : NULL;
}

static const char *up_path(const struct delta_item *item)
{
	if (item->row && item->row->up_path)
		return item->row->up_path;
	return item->migration ? item->migration->up_path : NULL;
}

static enum standing stand_unfinished(const struct sight *in,
                                      const struct delta_item *item)
{
	const struct ledger_row *row = item->row;
	bool down = row->direction == DIRECTION_DOWN;
	const struct component_status *status =
		status_of(in, down ? row->down_path : up_path(item));

	if (status && status->state == COMPONENT_SUCCESS)
		return down ? STANDING_DOWN_ENDED : STANDING_UP_ENDED;
	if (down)
		return STANDING_DOWN_OPEN;
	/* Either may have forgotten: nobody takes what was touched for untouched. */
	return row->processed > 0 || row_is_sealed_up(row) || (status && status->processed > 0)
	       ? STANDING_UP_PARTIAL : STANDING_UP_UNTOUCHED;
}

static bool is_at_work(const struct sight *in, const struct delta_item *item)
{
	const struct component_status *status;

	if (item->standing != STANDING_UP_PARTIAL && item->standing != STANDING_UP_UNTOUCHED)
		return false;
	status = status_of(in, up_path(item));
	return status && status->state == COMPONENT_IN_PROGRESS;
}

static enum standing stand(const struct sight *in, struct arena *arena,
                           const struct delta_item *item)
{
	const struct ledger_row *row = item->row;
	double down_end;

	if (row && row_is_unfinished(row))
		return stand_unfinished(in, item);
	if (row && row->status != ROW_COMPLETED)
		return STANDING_ABSENT;
	down_end = success_end(in, own_down_path(item, in, arena));
	if (!row)
		return item->was_run && down_end <= success_end(in, up_path(item))
		               ? STANDING_BY_HAND : STANDING_ABSENT;
	if (down_end > 0 && down_end > row->completed_at &&
	    down_end > success_end(in, up_path(item)))
		return STANDING_HAND_UNDONE;
	return STANDING_APPLIED;
}

static void add_tables(struct names *to, struct arena *arena, const char *table,
                       const struct names *tables)
{
	if (table)
		names_add(to, arena, table);
	for (size_t i = 0; i < tables->count; i++)
		names_add(to, arena, tables->items[i]);
}

static void add_item(struct delta *out, struct arena *arena, const struct sight *in,
                     const struct migration *m, const struct ledger_row *row)
{
	struct delta_item item = { .id = m ? m->id : row->id, .migration = m, .row = row };

	if (m)
		add_tables(&item.tables, arena, m->table, &m->tables);
	if (row)
		add_tables(&item.tables, arena, row->table, &row->tables);
	if (m)
		item.place = PLACE_TARGET;
	else if (in->has_history && names_find(&in->history, item.id))
		item.place = PLACE_RETIRED;
	else
		item.place = PLACE_NOWHERE;
	if (row && !row->seal)
		item.past = past_find(in->past, item.id);
	if (item.past && !item.past->commit)
		item.past = NULL;
	item.was_run = success_end(in, up_path(&item)) >= 0;
	item.standing = stand(in, arena, &item);
	item.at_work = is_at_work(in, &item);
	out->items = arena_grow(arena, out->items, out->count, sizeof(item));
	out->items[out->count++] = item;
	if (!item_on_data(&item))
		return;
	out->applied_end = out->count;
	out->strays += !m;
}

static void merge_by_id(struct delta *out, struct arena *arena, const struct sight *sight,
                        const struct plan_input *input)
{
	const struct lineup *target = input->target;
	const struct ledger *ledger = input->ledger;
	size_t t = 0, r = 0;

	while (t < target->count || r < ledger->count) {
		int order = t == target->count ? 1 : r == ledger->count ? -1 :
			strcmp(target->items[t].id, ledger->rows[r].id);

		add_item(out, arena, sight, order <= 0 ? &target->items[t] : NULL,
		         order >= 0 ? &ledger->rows[r] : NULL);
		t += order <= 0;
		r += order >= 0;
	}
}

/* What only the ledger has has no place in the target's file: it comes first. */
static void merge_by_file(struct delta *out, struct arena *arena,
                          const struct sight *sight, const struct plan_input *input)
{
	const struct lineup *target = input->target;
	const struct ledger *ledger = input->ledger;

	for (size_t r = 0; r < ledger->count; r++)
		if (!lineup_find(target, ledger->rows[r].id))
			add_item(out, arena, sight, NULL, &ledger->rows[r]);
	for (size_t t = 0; t < target->count; t++)
		add_item(out, arena, sight, &target->items[t],
		         ledger_find(ledger, target->items[t].id));
}

void delta_make(struct delta *out, struct arena *arena, const struct plan_input *input)
{
	struct sight sight;

	look(&sight, arena, input);
	*out = (struct delta){ .items = NULL };
	if (input->target->down_suffix)
		merge_by_file(out, arena, &sight, input);
	else
		merge_by_id(out, arena, &sight, input);
}

struct delta_item *delta_find(const struct delta *delta, const char *id)
{
	for (size_t i = 0; i < delta->count; i++)
		if (!strcmp(delta->items[i].id, id))
			return &delta->items[i];
	return NULL;
}

bool item_on_data(const struct delta_item *item)
{
	return item->standing == STANDING_APPLIED || item->standing == STANDING_UP_ENDED ||
	       item->standing == STANDING_UP_PARTIAL || item->standing == STANDING_DOWN_OPEN;
}

bool item_is_edited(const struct delta_item *item)
{
	return item->migration && item->row && item->migration->source && item->row->source &&
	       strcmp(item->migration->source, item->row->source) != 0;
}

bool item_is_foreign(const struct delta_item *item)
{
	return item->row && row_is_foreign(item->row) && item->standing == STANDING_APPLIED;
}

bool item_is_reversible(const struct delta_item *item)
{
	if (item->past)
		return item->past->has_down;
	if (item->row->seal || !item->migration || item_is_edited(item))
		return item->row->down_path != NULL;
	return item->migration->down_path != NULL;
}

bool item_has_down_code(const struct delta_item *item)
{
	return item->row->seal || item->past || (item->migration && !item_is_edited(item));
}

bool item_is_later(const struct delta_item *a, const struct delta_item *b)
{
	if (a->row->sequence != b->row->sequence)
		return a->row->sequence > b->row->sequence;
	return strcmp(a->id, b->id) > 0;
}
