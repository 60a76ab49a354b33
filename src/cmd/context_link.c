/* context_link.c - which deployment a command is about. */
#include "cmd/context.h"

#include <stdlib.h>
#include <string.h>

static const char *variable(void *payload, const char *name)
{
	(void)payload;
	return getenv(name);
}

static bool is_named(void *payload, const char *url)
{
	const struct context *ctx = payload;

	return environment_is_named(&ctx->config, url);
}

static int is_tracked(bool *out, void *payload, const char *name, struct err *err)
{
	struct context *ctx = payload;

	return repo_comes_with(out, ctx->repo,
	                       folder_join(&ctx->arena, ctx->config.app.path, name), err);
}

static int choose_environment(struct environment *out, struct context *ctx,
                              const char *branch, struct err *err)
{
	const struct environment_wish wish = { ctx->wanted_env, getenv("CVX_ENV"), branch };

	*out = (struct environment){ 0 };
	if (ctx->no_environment)
		return 0;
	return environment_choose(out, &ctx->arena, &ctx->config, &wish, err);
}

static const char *linked_branch(const struct context *ctx)
{
	return ctx->linked_as ? ctx->linked_as->branch : ctx->head.branch;
}

bool context_is_for_branch(struct context *ctx, const char *branch)
{
	struct environment environment;
	struct err ignored = ERR_INIT;

	if (text_equal(branch, linked_branch(ctx)))
		return true;
	return !ctx->link.preview && !choose_environment(&environment, ctx, branch, &ignored) &&
	       text_equal(environment.name, ctx->environment.name);
}

bool context_is_by_branch(const struct context *ctx)
{
	return ctx->link.preview || (!ctx->no_environment && environment_by_branch(&ctx->config));
}

const char *context_private_settings(struct context *ctx)
{
	return arena_printf(&ctx->arena, "%s/" CONFIG_PRIVATE, repo_common_dir(ctx->repo));
}

void context_claim(struct context *ctx)
{
	ctx->claims = environment_claims(&ctx->environment, &ctx->config, &ctx->link,
	                                 CONFIG_PRIVATE_NAME);
}

static int key_of(const char **out, struct context *ctx, const struct link *link,
                  struct err *err)
{
	const char *id;

	if (repo_blob_id(&id, ctx->repo, link->identity, strlen(link->identity), err))
		return -1;
	*out = arena_strndup(&ctx->arena, id, 16);
	return 0;
}

/* Nothing is sent to where another work tree's files lead. */
static int nothing_is_tracked(bool *out, void *payload, const char *name, struct err *err)
{
	(void)payload;
	(void)name;
	(void)err;
	*out = false;
	return 0;
}

int context_key_elsewhere(const char **out, struct context *ctx, const char *app_folder,
                          struct err *err)
{
	const struct link_input input = { .app_dir = app_folder, .home = getenv("HOME"),
		.from = ctx->environment.from, .variable = variable, .is_named = is_named,
		.is_tracked = nothing_is_tracked, .payload = ctx };
	struct err why = ERR_INIT;
	struct link link;

	*out = NULL;
	if (link_find(&link, &ctx->arena, &input, &why) || key_of(out, ctx, &link, &why))
		*out = NULL;
	link_wipe(&link);
	if (why.code != ERR_IO)
		return 0;
	*err = why;
	return -1;
}

int context_link(struct context *ctx, struct err *err)
{
	struct link_input input = { .home = getenv("HOME"), .branch = linked_branch(ctx),
		.variable = variable, .is_named = is_named, .is_tracked = is_tracked, .payload = ctx };

	if (ctx->deployment_key)
		return 0;
	if (context_choose_app(ctx, err) ||
	    choose_environment(&ctx->environment, ctx, linked_branch(ctx), err))
		return -1;
	input.app_dir = context_app_folder(ctx);
	input.from = ctx->environment.from;
	if (link_find(&ctx->link, &ctx->arena, &input, err) ||
	    key_of(&ctx->deployment_key, ctx, &ctx->link, err))
		return -1;
	context_claim(ctx);
	return 0;
}

int context_guard(struct context *ctx, const char *command, struct err *err)
{
	struct kind_verdict verdict;

	if (context_link(ctx, err))
		return -1;
	return kind_is_settled(&verdict, &ctx->claims)
		? kind_refuse(&verdict, &ctx->claims, command, err) : 0;
}
