/* manual.h - open a page of the manual, as git's own commands do for --help. */
#ifndef CVX_CMD_MANUAL_H
#define CVX_CMD_MANUAL_H

struct context;

/* The page of the commands; the others are called git-cvx-<topic>. */
#define MANUAL_PAGE "git-cvx"

/* Become `man <page>`. It is looked for beside this program, too: in a build or a package
 * that isn't installed, `man` alone wouldn't find it. A pager that is less begins at the
 * section of `command`, unless that is NULL. Returns only if the page can't be shown: the
 * exit status, once it is said what helps. */
int manual_open(struct context *ctx, const char *page, const char *command);

#endif
