/* unfinished.h - which schema another client submitted to a deployment and never made active,
 * as `convex dev` does with a type error, `convex codegen`, or `--dry-run`: a run has waited for
 * it, and the next one needn't.
 *
 * One small file per deployment beside its journal, under the journal's lock. `path` NULL:
 * nothing is remembered. */
#ifndef CVX_RUN_UNFINISHED_H
#define CVX_RUN_UNFINISHED_H

#include "base/err.h"

#include <stdbool.h>

/* schema: struct deployed, pending_schema. */
int unfinished_note(const char *path, const char *schema, struct err *err) CVX_CHECK;
bool unfinished_is(const char *path, const char *schema);
/* What isn't there is fine. */
int unfinished_forget(const char *path, struct err *err) CVX_CHECK;

#endif
