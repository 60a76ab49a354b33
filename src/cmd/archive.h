/* archive.h - struct archive_ops by means of git: code of migrations from old commits. */
#ifndef CVX_CMD_ARCHIVE_H
#define CVX_CMD_ARCHIVE_H

#include "cmd/context.h"
#include "run/run.h"

/* For a run whose target has its functions in this folder (from the top of the tree). All
 * of it lives in the context. */
struct archive archive_of_git(struct context *ctx, struct run *run, const char *functions);

#endif
