/* tools.h - the app's own programs: its Node, its convex CLI, its esbuild.
 *
 * Packages are found the way Node finds them, from the app's folder in the scratch tree
 * upwards; nothing is downloaded and no npx is used. tools_run() is the one way in which
 * programs are started: in the app's folder, with the scratch tree's lock held, watched.
 * Which programs of packages these are: see programs.h. */
#ifndef CVX_PUSH_TOOLS_H
#define CVX_PUSH_TOOLS_H

#include "push/child.h"
#include "push/file_set.h"

#define NODE_MAJOR_MIN 20

struct tools {
	struct arena *arena;
	const char *top;           /* of the scratch tree */
	const char *app;           /* the app's folder in it */
	const struct tree_source *source;  /* says what comes with a branch; NULL: nothing does */
	const char *node_named;    /* CVX_NODE: this one or none; NULL: not named */
	const char *node_remembered; /* where PATH has none that fits; NULL: nothing is */
	const char *node_range;    /* versions that will do, as npm writes them; NULL: any */
	const char *node_reason;   /* who says so: "convex 1.49.0" */
	const char *node;          /* the program itself; NULL until tools_find_node() */
	const char *node_version;  /* "20.11.1" */
	char *const *env;          /* of every tool; its PATH begins with that Node's folder */
	int lock_fd;
	struct child_watch watch;
	/* Asked before each start: may it still be run? NULL: it may. */
	int (*may_run)(void *payload, struct err *err);
	void *may_run_payload;
};

/* Find a Node that will do: the one that is named, else the first in PATH, else the one that is
 * remembered. One that a branch brings along isn't taken. A script that chooses among several
 * is asked in "/", where no branch has a say, and what it chooses is what is run.
 * ERR_NOT_FOUND. */
int tools_find_node(struct tools *tools, char *const *environment, struct err *err) CVX_CHECK;

/* The nearest `folder`/node_modules/`name`, from the folder up to the top; NULL: none. */
const char *tools_find_up(const struct tools *tools, const char *folder, const char *name);
/* Say that a package is missing, and what to do. Returns -1. */
int tools_not_installed(const struct tools *tools, const char *package, struct err *err);

/* The folder of a package as the app sees it; ERR_NOT_FOUND if it isn't installed. */
int tools_find_package(const char **out, const struct tools *tools, const char *package,
                       struct err *err) CVX_CHECK;
/* The same for its version. */
int tools_package_version(const char **out, const struct tools *tools, const char *package,
                          struct err *err) CVX_CHECK;

/* Run argv (ends in NULL) in the app's folder. */
int tools_run(struct child_result *out, const struct tools *tools, const char *const *argv,
              int64_t time_limit_ms, struct err *err) CVX_CHECK;

#endif
