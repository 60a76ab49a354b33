/* past.h - what the repository's past holds of migrations whose code the ledger lacks.
 *
 * Pure values: git looks (cmd/archive.h), a run asks (run/past.c), the plan counts on it. */
#ifndef CVX_CORE_PAST_H
#define CVX_CORE_PAST_H

#include "core/ledger.h"

struct past_code {
	const char *id;
	const char *file;      /* the path that it was looked for at */
	const char *commit;    /* the newest that holds what was applied; NULL: none does */
	bool has_down;
	const char *other;     /* none does: the newest that holds another version; or NULL */
	bool complete;         /* all of the history is here */
};

struct past {
	struct past_code *items;
	size_t count;
};

const struct past_code *past_find(const struct past *past, const char *id);

/* When, by whom and from which commit it was applied, as far as the ledger says:
 * "applied 2025-10-15 09:00 UTC by 'Ada@host' from commit 1a2b3c4 (feature/x)". */
const char *past_origin(const struct ledger_row *row, struct arena *arena);

#endif
