/* follow.h - show, on stderr, what a run writes into its text as it grows.
 *
 * It was written by ui/out and is shown as it is; only where stderr is no terminal the
 * lines of progress, which overwrite each other, are left out. */
#ifndef CVX_CMD_FOLLOW_H
#define CVX_CMD_FOLLOW_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdio.h>

struct follow {
	FILE *to;
	bool terminal;
	bool is_open;         /* the line that was written last has no end; on a terminal */
	int fd;               /* -1: it isn't there yet */
	struct buf line;      /* not whole yet; not on a terminal */
};

/* Begin at its beginning. */
void follow_open(struct follow *follow, FILE *to, bool terminal);
/* Show what has been added at that path. */
void follow_more(struct follow *follow, const char *path);
/* Show what is left, and end on an empty line. */
void follow_close(struct follow *follow, const char *path);

#endif
