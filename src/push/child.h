/* child.h - run one program to its end, under our eyes.
 *
 * No shell: a path and an argument vector. The program gets a process group of its own,
 * /dev/null as input, an environment that was built for it, and a time limit; it dies
 * with us (where the system has PR_SET_PDEATHSIG), and its whole group with it. Output
 * is kept up to CHILD_OUTPUT_MAX bytes per stream, the newest, without registered secrets.
 * It doesn't look at what the output means. */
#ifndef CVX_PUSH_CHILD_H
#define CVX_PUSH_CHILD_H

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"

#include <stdint.h>

#define CHILD_OUTPUT_MAX ((size_t)16 * 1024 * 1024)
#define CHILD_TICK_MS 250

/* What looks after a child while it runs; all functions may be NULL. */
struct child_watch {
	/* Called about every CHILD_TICK_MS. Returning -1, with *err set, ends the child. */
	int (*tick)(void *payload, struct err *err);
	/* Called with every line it writes, without secrets and line end. */
	void (*line)(void *payload, const char *line);
	void *payload;
};

struct child {
	const char *const *argv;      /* argv[0] is a path; ends in NULL */
	const char *cwd;
	char *const *env;             /* the whole environment, see child_env() */
	int64_t time_limit_ms;        /* 0: none */
	int keep_fd;                  /* the child holds it open, too; -1: none */
	struct child_watch watch;
};

struct child_result {
	int status;                   /* exit status, or 128 + signal */
	struct buf out, err;
};

#define CHILD_RESULT_INIT { 0, BUF_INIT, BUF_INIT }

/* Run it. 0 whenever it ended by itself, whatever its status. ERR_IO: it couldn't be
 * started; ERR_UNKNOWN_OUTCOME: the time limit ended it; or what tick said. */
int child_run(struct child_result *out, const struct child *child, struct err *err)
	CVX_CHECK;
void child_result_dispose(struct child_result *result);

/* An environment for programs of the app: `base` (ours) without GIT_*, CONVEX_*, CVX_*
 * and what makes the CLI talk to others or trust them unseen, or programs load code from a
 * relative path (it would be the branch's), plus CI=1, so that it neither
 * asks nor reports, with path_first (may be NULL) in front of PATH and `more` (may be NULL)
 * in the place of what has their names. */
char *const *child_env(struct arena *arena, char *const *base, const char *path_first,
                       const char *const *more);

#endif
