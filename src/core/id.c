/* id.c - a migration by what somebody typed. */
#include "core/id.h"

#include "base/near.h"

#include <string.h>

/* Ids share their times: more letters than this are another one; and a third of a short one. */
#define FARTHEST 5
#define SHOWN 3

/* The n-th of both lists, the second without what is in the first; NULL: there are no more. */
static const char *nth(const struct id_known *known, size_t *n)
{
	const struct lineup *target = known->target;
	const struct ledger *ledger = known->ledger;

	if (*n < target->count)
		return target->items[(*n)++].id;
	while (*n - target->count < ledger->count) {
		const char *id = ledger->rows[(*n)++ - target->count].id;

		if (!lineup_find(target, id))
			return id;
	}
	return NULL;
}

static bool begins(const char *id, const char *typed)
{
	return *typed && !strncmp(id, typed, strlen(typed));
}

const char *id_find(const struct id_known *known, const char *typed)
{
	const char *only = NULL, *id;
	size_t count = 0, n = 0;

	while ((id = nth(known, &n))) {
		if (!strcmp(id, typed))
			return id;
		if (!begins(id, typed))
			continue;
		only = id;
		count++;
	}
	return count == 1 ? only : NULL;
}

/* Several begin so: the first of them. */
static const char *list_them(const struct id_known *known, struct arena *arena,
                             const char *typed)
{
	const char *text = NULL, *id;
	size_t count = 0, n = 0;

	while ((id = nth(known, &n))) {
		if (!begins(id, typed) || count++ >= SHOWN)
			continue;
		text = text ? arena_printf(arena, "%s, '%s'", text, id)
		            : arena_printf(arena, "several begin so: '%s'", id);
	}
	return count > SHOWN ? arena_printf(arena, "%s ...", text) : text;
}

const char *id_hint(const struct id_known *known, struct arena *arena, const char *typed)
{
	size_t most = strlen(typed) / 3 < FARTHEST ? strlen(typed) / 3 : FARTHEST;
	struct near near = { typed, NULL, most + 1 };
	const char *several = list_them(known, arena, typed), *id;
	size_t n = 0;

	if (several)
		return several;
	while ((id = nth(known, &n)))
		near_offer(&near, id);
	return near.best ? arena_printf(arena, "did you mean '%s'?", near.best) : "git cvx list";
}
