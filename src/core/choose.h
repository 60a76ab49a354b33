/* choose.h - which migrations must be undone, run or recorded, taken one by one.
 *
 * Marks the items of a delta as scope, `--to` and policy ask for. What follows from
 * that for others is riders.c's part, what forbids it refusals.c's. */
#ifndef CVX_CORE_CHOOSE_H
#define CVX_CORE_CHOOSE_H

#include "core/delta.h"

void choose_items(struct delta *delta, const struct plan_input *input);

/* Nobody has written it yet: running it would only spend its first life, and what is written
 * then would count as edited. It runs when it is asked for by name. */
bool choose_leaves_alone(const struct plan_input *input, const struct delta_item *item);

#endif
