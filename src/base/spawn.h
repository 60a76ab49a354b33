/* spawn.h - start a program: its own process group, no signals, files or terminal of ours,
 * and dead as soon as we are. What becomes of it then is the caller's part. */
#ifndef CVX_BASE_SPAWN_H
#define CVX_BASE_SPAWN_H

#include "base/err.h"

#include <sys/types.h>

struct spawn {
	const char *const *argv;      /* argv[0] is a path; ends in NULL */
	const char *cwd;
	char *const *env;             /* the whole environment */
	int in, out, err;             /* become 0, 1 and 2; -1: /dev/null */
	int keep_fd;                  /* the program holds it open as 3; -1: none */
};

/* The caller keeps what it gave, and reaps the process. ERR_IO if the program can't be
 * run: then there is nothing to reap. */
int spawn_start(pid_t *out, const struct spawn *what, struct err *err) CVX_CHECK;

#endif
