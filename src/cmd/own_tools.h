/* own_tools.h - the app's packages and Node as they are in the work tree: looked at by commands
 * that push nothing. What a push uses is the scratch tree's (push/pusher.h). */
#ifndef CVX_CMD_OWN_TOOLS_H
#define CVX_CMD_OWN_TOOLS_H

#include "cmd/context.h"
#include "push/repo_source.h"
#include "push/tools.h"

struct own_tools {
	struct tools tools;
	struct repo_source from;     /* of these: what comes with a branch */
	struct tree_source source;
};

/* For tools_ functions; borrows from ctx and from *out itself. app_folder: absolute; NULL: not
 * known, and only Node is. */
void own_tools(struct own_tools *out, struct context *ctx, const char *app_folder);

/* A Node that the installed packages, whatever is wrong with them, work with. */
int own_tools_find_node(struct own_tools *own, struct err *err) CVX_CHECK;

/* Say it if what is installed in this app, or Node, is too old for a push, in the words in which
 * one would be refused. */
void own_tools_warn(struct context *ctx, const char *app_folder);

#endif
