/* hold.h - hooks leave a checked-out commit alone after `git cvx abort`.
 *
 * One small file in this worktree's git dir. Needs nothing but the C library. */
#ifndef CVX_HOOK_HOLD_H
#define CVX_HOOK_HOLD_H

#include "base/err.h"

#include <stdbool.h>

/* branch and commit may be NULL (detached, unborn). */
int hold_write(const char *git_dir, const char *branch, const char *commit,
               struct err *err) CVX_CHECK;
/* True in *out if there is a hold for this very branch and commit. */
int hold_is_for(const char *git_dir, const char *branch, const char *commit, bool *out,
                struct err *err) CVX_CHECK;
/* What isn't there is fine. */
int hold_delete(const char *git_dir, struct err *err) CVX_CHECK;

#endif
