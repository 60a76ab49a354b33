/* plan_file.h - a file that `git cvx plan --json` has written, for `migrate --plan`. */
#ifndef CVX_CMD_PLAN_FILE_H
#define CVX_CMD_PLAN_FILE_H

#include "cmd/context.h"
#include "core/agreed.h"

struct plan_file {
	struct agreed agreed;
	const char *path;      /* from the top of the work tree; NULL: it lies elsewhere */
};

/* "-" is standard input. ERR_NOT_FOUND: there is no such file; ERR_CONFIG: it is no plan, or
 * one of another version; ERR_DECISION: it can't be carried out. */
int plan_file_read(struct plan_file *out, struct context *ctx, const char *path,
                   struct err *err) CVX_CHECK;

/* ERR_DECISION if the target's tree isn't the one that the plan was made for. The file
 * itself, if it lies in the work tree, doesn't count. */
int plan_file_check_target(const struct plan_file *file, struct context *ctx,
                           const struct target *target, struct err *err) CVX_CHECK;

#endif
