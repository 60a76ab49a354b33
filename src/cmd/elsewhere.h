/* elsewhere.h - what the other worktrees of this clone need of the same deployment. */
#ifndef CVX_CMD_ELSEWHERE_H
#define CVX_CMD_ELSEWHERE_H

#include "cmd/context.h"

/* Ids that another worktree's recorded state holds as applied on the linked deployment: a
 * hook doesn't undo them. NULL if there are none. Lives in ctx->arena. */
const struct names *elsewhere_needed(struct context *ctx);

#endif
