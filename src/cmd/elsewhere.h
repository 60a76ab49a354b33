/* elsewhere.h - what the other worktrees of this clone need of the same deployment. */
#ifndef CVX_CMD_ELSEWHERE_H
#define CVX_CMD_ELSEWHERE_H

#include "cmd/context.h"

/* What recorded state calls the linked deployment: its key and its ledger's id, which may be
 * NULL. */
const char *elsewhere_name(struct context *ctx, const char *ledger_id);

/* Ids that another worktree's recorded state holds as applied on the linked deployment, or
 * that lie in its folder of migrations: a hook doesn't undo them. *out is NULL if there are
 * none; ERR_IO if what another worktree has can't be read. Lives in ctx->arena. Asks the
 * deployment who it is, if another worktree has one of the same URL. In the module layout only
 * the recorded state counts. */
int elsewhere_needed(const struct plan_needs **out, struct context *ctx, struct err *err)
	CVX_CHECK;

#endif
