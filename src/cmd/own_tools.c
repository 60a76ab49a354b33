/* own_tools.c - the app's packages and Node as they are in the work tree. */
#include "cmd/own_tools.h"

#include "base/version.h"
#include "push/versions.h"

#include <stdlib.h>

#define USUAL_NODE "20.0.0"

extern char **environ;

void own_tools(struct own_tools *out, struct context *ctx, const char *app_folder)
{
	out->tools = (struct tools){
		.arena = &ctx->arena, .lock_fd = -1,
		.node_named = getenv("CVX_NODE"), .node_remembered = ctx->config.node,
	};
	if (!app_folder)
		return;
	out->from = (struct repo_source){ .repo = ctx->repo };
	out->source = repo_source(&out->from);
	out->tools.source = &out->source;
	out->tools.top = repo_worktree(ctx->repo);
	out->tools.app = app_folder;
}

int own_tools_find_node(struct own_tools *own, struct err *err)
{
	struct err ignored = ERR_INIT;

	if (own->tools.app && versions_need_node(&own->tools, &ignored))
		err_clear(&ignored);
	return tools_find_node(&own->tools, environ, err);
}

/* What isn't installed yet comes as package.json asks for it. */
static bool is_fine(int rc, struct err *err)
{
	if (!rc)
		return true;
	if (err->code != ERR_NOT_FOUND || !(err->says & ERR_SAYS_INSTALL))
		return false;
	err_clear(err);
	return true;
}

/* To ask a Node for its version takes longer than all the rest: only where the usual one might
 * not do. */
static int check(struct own_tools *own, struct err *err)
{
	struct tools *tools = &own->tools;
	const char *version;

	if (!is_fine(versions_check_convex(&version, tools, err), err) ||
	    !is_fine(versions_check_migrations(&version, tools, err), err) ||
	    !is_fine(versions_need_node(tools, err), err))
		return -1;
	return tools->node_range && !version_is_in(USUAL_NODE, tools->node_range)
	       ? tools_find_node(tools, environ, err) : 0;
}

void own_tools_warn(struct context *ctx, const char *app_folder)
{
	struct err err = ERR_INIT;
	struct own_tools own;

	own_tools(&own, ctx, app_folder);
	if (!check(&own, &err))
		return;
	out_warning(&ctx->out, "%s", err.msg);
	out_hint(&ctx->out, ADVICE_SETUP, err.hint);
}
