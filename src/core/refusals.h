/* refusals.h - what forbids a plan, and what is worth a line, in words for a person.
 *
 * Reads the decisions in a delta and fills the plan's refusals and notes, all of them
 * at once. Changes no decision. */
#ifndef CVX_CORE_REFUSALS_H
#define CVX_CORE_REFUSALS_H

#include "core/delta.h"

/* The steps must be in the plan already: their number matters. */
void refusals_add(struct plan *plan, struct arena *arena, const struct plan_input *input,
                  const struct delta *delta);

void notes_add(struct plan *plan, struct arena *arena, const struct plan_input *input,
               const struct delta *delta);

/* About to run for the first time or again, and nothing of it is in the data. */
bool item_is_pending(const struct delta_item *item);

#endif
