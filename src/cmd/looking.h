/* looking.h - ask a deployment without changing anything, on it or here. */
#ifndef CVX_CMD_LOOKING_H
#define CVX_CMD_LOOKING_H

#include "cmd/context.h"
#include "ui/pager.h"

/* Connect, make sure who answers, and read the ledger; *out isn't mounted where nothing of
 * git-cvx is deployed. What is told of URL and key in the cloud is neither kept nor forgotten
 * if ctx->keeps_nothing. */
int looking_ledger(struct ledger *out, struct context *ctx, struct err *err) CVX_CHECK;

/* A page or more of results, by the user's pager where there is a terminal: GIT_PAGER, else
 * core.pager, else PAGER, else less. */
void looking_begin_pages(struct pager *pager, struct context *ctx);

#endif
