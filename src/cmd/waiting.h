/* waiting.h - `git cvx migrate --wait`: until the deployment is there and no other run of
 * this clone is at work. By hand only, with an end, and Ctrl-C ends it. */
#ifndef CVX_CMD_WAITING_H
#define CVX_CMD_WAITING_H

#include "cmd/running.h"

/* Wait, then take the journal into what->journal. If a hook has left word that there is
 * something to do, what->by_hook is set: it is done as the hook would have. ERR_UNREACHABLE
 * or ERR_BUSY when it has taken too long. */
int waiting_begin(struct context *ctx, struct running *what, struct err *err) CVX_CHECK;

#endif
