/* explain.c - what only commands know about an error from below. */
#include "cmd/cmd.h"
#include "cmd/context.h"

#include <string.h>
#include <unistd.h>

static void explain_refused_key(const struct link *link, struct err *err)
{
	switch (link->way) {
	case LINK_SELF_HOSTED:
	case LINK_LOCAL:
		err_hint(err, "the URL and its key are those of %s: do they belong together?",
		         link->source);
		break;
	case LINK_NAMED:
		err_hint(err, "the deployment is that of %s; log in as somebody who may use it: "
		         "npx convex login", link->source);
		break;
	case LINK_KEY:
	case LINK_PREVIEW_KEY:
	case LINK_PROJECT_KEY:
		err_hint(err, "the deploy key is that of %s: is it still one of yours?",
		         link->source);
		break;
	}
}

/* ---- a linked worktree begins without what git ignores ---------------------------- */

/* The app's folder in the main work tree; NULL if this is the main one, or there is none. */
static const char *main_app_folder(struct context *ctx)
{
	static const char below[] = "/.git";
	const char *common = repo_common_dir(ctx->repo), *path = ctx->config.app.path;
	size_t len = strlen(common), n = strlen(below);

	if (!strcmp(common, repo_git_dir(ctx->repo)) || len < n || strcmp(common + len - n, below))
		return NULL;
	return arena_printf(&ctx->arena, "%.*s%s%s", (int)(len - n), common, *path ? "/" : "", path);
}

static void explain_worktree(struct context *ctx, struct err *err)
{
	const char *main_folder = ctx->app_path ? main_app_folder(ctx) : NULL, *link;

	if (!main_folder)
		return;
	link = arena_printf(&ctx->arena, "%s/.env.local", main_folder);
	if (err->code == ERR_NOT_LINKED && !access(link, F_OK))
		err_hint(err, "or use the deployment of the main work tree: cp '%s' '%s/'", link,
		         context_app_folder(ctx));
	if (err->says & ERR_SAYS_INSTALL &&
	    access(arena_printf(&ctx->arena, "%s/node_modules", context_app_folder(ctx)), F_OK))
		err_hint(err, "this work tree has no packages yet: its app is in '%s'",
		         context_app_folder(ctx));
}

/* ---- all of them ------------------------------------------------------------------ */

static void explain_no_app(const struct context *ctx, struct err *err)
{
	if (ctx->repo && ctx->config.enabled)
		err_hint(err, "other branches of this clone have it; to bring it into this one, too: "
		         "git cvx init");
	else
		err_hint(err, "'git cvx init' brings git-cvx into a Convex app");
}

void cmd_explain(struct context *ctx, const struct cmd *cmd, struct err *err)
{
	explain_worktree(ctx, err);
	if (err->code == ERR_UNAUTHORISED && ctx->link.source)
		explain_refused_key(&ctx->link, err);
	if (err->code == ERR_NO_APP && !*err->hint)
		explain_no_app(ctx, err);
	if (err->code == ERR_USAGE && !*err->hint && !cmd->hidden)
		err_hint(err, "'git cvx %s -h' shows how it is used", cmd->name);
}
