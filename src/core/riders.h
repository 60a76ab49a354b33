/* riders.h - what else must be undone, because it was applied on top.
 *
 * Takes the items marked `undo` and `run`, and marks those that ride on them, until
 * nothing changes any more. Tables are what connects two migrations. */
#ifndef CVX_CORE_RIDERS_H
#define CVX_CORE_RIDERS_H

#include "core/delta.h"

/* With `replay` the target's order counts, too: what comes after one that is about to
 * run, or that was applied later, and shares a table with it, rides on it. A rider of
 * the target is undone and run again; one without a down, or that the target lacks,
 * gets `stays`. */
void riders_close(struct delta *delta, struct arena *arena, bool replay);

/* The first item of the target in id order that is applied, stays applied, comes after
 * `item`, one of the delta's, and shares a table with it; NULL if there is none. */
const struct delta_item *riders_find_newer(const struct delta *delta,
                                           const struct delta_item *item);

#endif
