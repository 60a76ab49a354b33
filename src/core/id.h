/* id.h - a migration by what somebody typed: its id, or as much of it as no other begins with. */
#ifndef CVX_CORE_ID_H
#define CVX_CORE_ID_H

#include "core/ledger.h"
#include "core/migration.h"

/* Those of the branch, and those that the ledger knows. */
struct id_known {
	const struct lineup *target;
	const struct ledger *ledger;
};

/* The id that is meant: this one if it is known, else the only one that begins with it. NULL:
 * none does, or several do. */
const char *id_find(const struct id_known *known, const char *typed);

/* What to say next where none was found: the one that may have been meant, or where they are
 * listed. */
const char *id_hint(const struct id_known *known, struct arena *arena, const char *typed);

#endif
