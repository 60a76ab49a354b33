/* ask_convex.h - ask the control plane how to get at the linked deployment.
 *
 * Which question is asked is decided by the way of the link, and as whom by its credential. The
 * answer isn't checked, nor kept. */
#ifndef CVX_CMD_ASK_CONVEX_H
#define CVX_CMD_ASK_CONVEX_H

#include "cmd/context.h"

/* Whom it asks: as for the CLI, from the process's own environment, never from a file. */
const char *ask_convex_host(void);

/* About ctx->link, which lacks URL or key. The errors of net/control_plane.h, with what may
 * help. */
int ask_convex(struct access *out, struct context *ctx, struct err *err) CVX_CHECK;

#endif
