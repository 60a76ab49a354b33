/* tools.h - the app's own programs: its Node, its convex CLI, its esbuild.
 *
 * Found the way Node finds them, from the app's folder in the scratch tree upwards;
 * nothing is downloaded and no npx is used. tools_run() is the one way in which they are
 * started: in the app's folder, with the scratch tree's lock held, watched. */
#ifndef CVX_PUSH_TOOLS_H
#define CVX_PUSH_TOOLS_H

#include "push/child.h"

#define NODE_MAJOR_MIN 20

struct tools {
	struct arena *arena;
	const char *top;           /* of the scratch tree */
	const char *app;           /* the app's folder in it */
	const char *node;          /* program; NULL until tools_find_node() */
	const char *node_version;  /* "20.11.1" */
	int node_major;
	char *const *env;          /* of every tool; its PATH begins with that Node's folder */
	int lock_fd;
	struct child_watch watch;
};

/* Find a Node that is new enough: `named` (CVX_NODE; may be NULL), else the first in
 * PATH. ERR_NOT_FOUND. */
int tools_find_node(struct tools *tools, char *const *environment, const char *named,
                    struct err *err) CVX_CHECK;

/* Programs; ERR_NOT_FOUND tells to run npm install. */
int tools_find_convex(const char **out, const struct tools *tools, struct err *err)
	CVX_CHECK;
int tools_find_esbuild(const char **out, const struct tools *tools, struct err *err)
	CVX_CHECK;

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
