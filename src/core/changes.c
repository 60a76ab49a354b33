/* changes.c - how two lineups differ. */
#include "core/changes.h"

#include <string.h>

const char *change_word(enum change_kind kind)
{
	static const char *const words[] = {
		[CHANGE_REMOVED] = "removed", [CHANGE_ADDED] = "added", [CHANGE_EDITED] = "edited",
	};

	return words[kind];
}

/* What isn't written yet has no source. */
static bool same_source(const struct migration *a, const struct migration *b)
{
	return a->source && b->source ? !strcmp(a->source, b->source) : a->source == b->source;
}

void changes_make(struct changes *out, struct arena *arena, const struct lineup *from,
                  const struct lineup *to)
{
	out->items = arena_alloc(arena, (from->count + to->count + 1) * sizeof(*out->items));
	out->count = 0;
	for (size_t i = 0; i < from->count; i++)
		if (!lineup_find(to, from->items[i].id))
			out->items[out->count++] = (struct change){ CHANGE_REMOVED, &from->items[i],
			                                            NULL };
	for (size_t i = 0; i < to->count; i++)
		if (!lineup_find(from, to->items[i].id))
			out->items[out->count++] = (struct change){ CHANGE_ADDED, NULL,
			                                            &to->items[i] };
	for (size_t i = 0; i < from->count; i++) {
		const struct migration *m = lineup_find(to, from->items[i].id);

		if (m && !same_source(&from->items[i], m))
			out->items[out->count++] = (struct change){ CHANGE_EDITED, &from->items[i], m };
	}
}
