/* unknown_id.h - an operand that the ledger knows nothing of. */
#ifndef CVX_CMD_UNKNOWN_ID_H
#define CVX_CMD_UNKNOWN_ID_H

#include "cmd/context.h"

/* 0 if the work tree holds it: then it just wasn't run yet, which is noted. Else -1 with
 * ERR_NOT_FOUND, and the id that was meant, if one is close. */
int unknown_id(struct context *ctx, const struct ledger *ledger, const char *id,
               struct err *err) CVX_CHECK;

#endif
