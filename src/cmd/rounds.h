/* rounds.h - a run, and those that follow because another branch was checked out during it:
 * under the same lock and lease, until nothing is wanted. */
#ifndef CVX_CMD_ROUNDS_H
#define CVX_CMD_ROUNDS_H

#include "cmd/running.h"

/* One run under a journal that is open. *superseded: see run.h. */
int running_once(struct context *ctx, const struct running *what, struct journal *journal,
                 bool *superseded, struct err *err) CVX_CHECK;

/* True if a hook has left word that the work tree wants something else by now. */
bool round_is_stale(struct context *ctx, const struct run *run);

#endif
