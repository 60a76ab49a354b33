/* past.c - what the repository's past holds, and what the ledger says of where it was. */
#include "core/past.h"

#include "base/clock.h"

#include <string.h>

const struct past_code *past_find(const struct past *past, const char *id)
{
	for (size_t i = 0; past && i < past->count; i++)
		if (!strcmp(past->items[i].id, id))
			return &past->items[i];
	return NULL;
}

const char *past_origin(const struct ledger_row *row, struct arena *arena)
{
	double when = row->completed_at > 0 ? row->completed_at : row->started_at;
	char date[CLOCK_TEXT_SIZE];
	const char *text = "applied";

	if (when > 0)
		text = arena_printf(arena, "applied %s", clock_text(date, (int64_t)when));
	if (row->clone_name)
		text = arena_printf(arena, "%s by '%s'", text, row->clone_name);
	if (row->commit)
		text = arena_printf(arena, "%s from commit %.10s", text, row->commit);
	if (row->branch)
		text = arena_printf(arena, "%s (%s)", text, row->branch);
	if (!row->clone_name && !row->commit)
		text = arena_printf(arena, "%s; the ledger doesn't say by whom, nor from which "
		                    "commit", text);
	return text;
}
