/* looking.h - ask a deployment without changing anything, on it or here. */
#ifndef CVX_CMD_LOOKING_H
#define CVX_CMD_LOOKING_H

#include "cmd/context.h"
#include "ui/pager.h"

struct looked {
	struct probe probe;
	struct kind_verdict verdict;
	struct ledger ledger;      /* not mounted where nothing of git-cvx is deployed */
};

/* Connect, unless that is done, make sure who answers, and read the ledger. */
int looking_at(struct looked *out, struct context *ctx, struct err *err) CVX_CHECK;

/* A page or more of results, by the user's pager where there is a terminal: GIT_PAGER, else
 * core.pager, else PAGER, else less. */
void looking_begin_pages(struct pager *pager, struct context *ctx);

#endif
