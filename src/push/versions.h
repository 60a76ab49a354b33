/* versions.h - which versions of the app's packages, and of Node, git-cvx works with.
 *
 * Asked before a run's first push, by doctor, init and status, always in the same words. The
 * table in README.md says the same. What is installed counts, not what package.json asks for. */
#ifndef CVX_PUSH_VERSIONS_H
#define CVX_PUSH_VERSIONS_H

#include "push/tools.h"

/* The first whose functions can ask for their own names (ctx.meta.getFunctionMetadata), as
 * @convex-dev/migrations does. */
#define CONVEX_MINIMUM "1.35.0"
/* Newer ones need Node 22. */
#define CONVEX_OF_NODE_20 "1.48"

/* The installed convex and migrations component; their versions in *version. ERR_UNSUPPORTED:
 * too old, with what to type; ERR_NOT_FOUND: not installed. */
int versions_check_convex(const char **version, const struct tools *tools, struct err *err)
	CVX_CHECK;
int versions_check_migrations(const char **version, const struct tools *tools, struct err *err)
	CVX_CHECK;

/* Let tools_find_node() look for one that the installed convex takes. */
int versions_need_node(struct tools *tools, struct err *err) CVX_CHECK;

#endif
