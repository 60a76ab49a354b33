/* preferences.h - git's settings about output: color.ui, color.cvx, advice.cvx and its kind. */
#ifndef CVX_CMD_PREFERENCES_H
#define CVX_CMD_PREFERENCES_H

#include "cmd/context.h"

/* Let ctx->out ask git's settings, once it prints something that depends on them. Reads
 * nothing itself. The context may not move afterwards. */
void preferences_of_git(struct context *ctx);

#endif
