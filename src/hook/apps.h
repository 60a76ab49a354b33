/* apps.h - what is kept in a worktree of several apps of one repository.
 *
 * The only app's state lies in the git dir; of several, each has a home of its own in it,
 * and a list names them. Needs nothing but the C library. */
#ifndef CVX_HOOK_APPS_H
#define CVX_HOOK_APPS_H

#include "base/err.h"
#include "core/migration.h"

/* The folder that takes the place of the git dir for one app; name NULL: the only one. */
const char *apps_home(struct arena *arena, const char *git_dir, const char *name);

/* Keep the list; none or one removes it. */
int apps_write(struct arena *arena, const char *git_dir, const struct names *names,
               struct err *err) CVX_CHECK;

/* The homes of all apps: the git dir, if there is no list. */
void apps_homes(struct names *out, struct arena *arena, const char *git_dir);

#endif
