/* wanted.h - a mark that a worktree wants its deployment brought in line with it, left by a
 * hook that could not do so itself: a run of its own is at work, or the deployment isn't
 * there. The run looks at it, and so does `git cvx migrate --wait`.
 *
 * One small file in the worktree's git dir. */
#ifndef CVX_RUN_WANTED_H
#define CVX_RUN_WANTED_H

#include "base/err.h"

#include <stdbool.h>

/* key: the deployment's, a file name. */
int wanted_leave(const char *git_dir, const char *key, struct err *err) CVX_CHECK;
bool wanted_is_there(const char *git_dir, const char *key);
/* What isn't there is fine. */
int wanted_clear(const char *git_dir, struct err *err) CVX_CHECK;

#endif
