/* ask_git.h - what only git itself can say, or change in its own settings. */
#ifndef CVX_CMD_ASK_GIT_H
#define CVX_CMD_ASK_GIT_H

#include "cmd/context.h"

/* Run git with these arguments (ending in NULL) at the top of the work tree. *out is what
 * it printed, without the last line end; NULL if that is nothing or it failed. */
int ask_git(const char **out, struct context *ctx, const char *const *args, struct err *err)
	CVX_CHECK;

/* The same where git must not fail. */
int tell_git(struct context *ctx, const char *const *args, struct err *err) CVX_CHECK;

/* Is it at least of this version? */
int git_is_since(bool *out, struct context *ctx, int major, int minor, struct err *err)
	CVX_CHECK;

#endif
