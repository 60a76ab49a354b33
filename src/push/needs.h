/* needs.h - what a bundle refers to on the deployment: functions and components.
 *
 * Read from a bundle of the app's own code in which packages and _generated/api were
 * left as imports, so that `internal.agg.bump` still says so. References that are put
 * together at run time aren't seen. */
#ifndef CVX_PUSH_NEEDS_H
#define CVX_PUSH_NEEDS_H

#include "core/migration.h"

/* Functions as "agg:bump"; components as "aggregate", or "aggregate/btree:insert" where
 * the function is named. Functions in module `own` ("migrations/x", "migrations") and
 * in its folder are the migrations themselves, and are left out. */
void needs_read(struct names *functions, struct names *components, struct arena *arena,
                const char *text, const char *own);

#endif
