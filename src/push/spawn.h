/* spawn.h - start a child: its own process group, no signals, files or terminal of ours,
 * and dead as soon as we are. What becomes of it then is child.c's part. */
#ifndef CVX_PUSH_SPAWN_H
#define CVX_PUSH_SPAWN_H

#include "push/child.h"

#include <sys/types.h>

struct spawned {
	pid_t pid;
	int out, err;     /* our ends of its outputs, non-blocking; the caller closes them */
};

/* ERR_IO if the program can't be run. */
int spawn(struct spawned *out, const struct child *child, struct err *err) CVX_CHECK;

#endif
