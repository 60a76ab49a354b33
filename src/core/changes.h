/* changes.h - how two lineups differ: for `git cvx diff`. Pure values. */
#ifndef CVX_CORE_CHANGES_H
#define CVX_CORE_CHANGES_H

#include "core/migration.h"

enum change_kind {
	CHANGE_REMOVED,    /* only the first has it */
	CHANGE_ADDED,      /* only the second has it */
	CHANGE_EDITED,     /* both have it, with another source */
};

struct change {
	enum change_kind kind;
	const struct migration *from, *to;   /* NULL: that side lacks it */
};

struct changes {
	struct change *items;   /* removed ones, then added, then edited, each in its order */
	size_t count;
};

/* They live in the arena and point into the lineups. */
void changes_make(struct changes *out, struct arena *arena, const struct lineup *from,
                  const struct lineup *to);

/* "removed", "added", "edited" */
const char *change_word(enum change_kind kind);

#endif
