/* modules.h - a folder of modules, any of which may come to hold migrations: those that count
 * are told without a scanner, by what every migration in a module holds. */
#ifndef CVX_HOOK_MODULES_H
#define CVX_HOOK_MODULES_H

#include "base/buf.h"

struct modules_look {
	struct buf *seen;        /* a line for each that counts, as of look.h */
	struct buf *plain;       /* ... and for each that doesn't, NULL: not wanted */
	const char *recorded;    /* both, as they were: what is the same isn't read; NULL: all is */
};

/* Look at the files of a folder and those below, but for what is generated or installed. What
 * lies in its "migrations", and what makes a folder a component, counts in any case. */
void modules_look(const struct modules_look *look, const char *worktree, const char *folder);

#endif
