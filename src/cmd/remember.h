/* remember.h - what a run leaves behind: recorded state for the hooks, and the ref that
 * says what the environment was last brought in line with. */
#ifndef CVX_CMD_REMEMBER_H
#define CVX_CMD_REMEMBER_H

#include "cmd/context.h"
#include "run/run.h"

/* Before the first write of a run: drop the recorded state of this worktree. */
int remember_forget(struct context *ctx, struct err *err) CVX_CHECK;

/* After a run that went well. `elsewhere`: its target wasn't the work tree, so there is
 * nothing that hooks could compare with. */
int remember_run(struct context *ctx, const struct run *run, bool elsewhere,
                 struct err *err) CVX_CHECK;

/* The ref that says what the run's environment was last brought in line with. */
const char *remember_ref(struct context *ctx, const struct run *run);

/* The work tree's contents, as far as they decide what to do, are those of the recorded
 * state (only times differ): refresh it, and say true in *same. */
int remember_compare(struct context *ctx, const struct target *target, bool *same,
                     struct err *err) CVX_CHECK;

#endif
