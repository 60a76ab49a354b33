/* context_link.c - which deployment a command is about, and the connection to it. */
#include "cmd/context.h"

#include "cmd/interrupt.h"

#include <stdlib.h>
#include <string.h>

static const char *variable(void *payload, const char *name)
{
	(void)payload;
	return getenv(name);
}

static int is_tracked(bool *out, void *payload, const char *name, struct err *err)
{
	struct context *ctx = payload;

	return repo_is_tracked(out, ctx->repo,
	                       folder_join(&ctx->arena, ctx->config.app.path, name), err);
}

static void trace(void *payload, const struct http_trace *t)
{
	struct context *ctx = payload;

	out_detail(&ctx->out, "%s %s%s%s: %d in %lld ms", t->method, t->path,
	           t->what ? " " : "", t->what ? t->what : "", t->status, (long long)t->ms);
}

/* A person who looks on, or whom a hook keeps waiting. */
static void slow(void *payload, const char *origin)
{
	struct context *ctx = payload;

	if (ctx->out.terminal || *ctx->out.prefix)
		out_note(&ctx->out, "waiting for the deployment (%s)", origin);
}

/* The app's path is the work tree's: that is where .env.local lies. */
static int clean_app_path(struct context *ctx, struct err *err)
{
	const char *clean = folder_clean(&ctx->arena, ctx->config.app.path);

	if (!clean)
		return err_set(err, ERR_CONFIG, "the app's folder '%s' is not below the top of the "
		               "repository", ctx->config.app.path);
	ctx->config.app.path = clean;
	return 0;
}

static int choose_environment(struct environment *out, struct context *ctx,
                              const char *branch, struct err *err)
{
	const struct environment_wish wish = { ctx->wanted_env, getenv("CVX_ENV"), branch };

	return environment_choose(out, &ctx->arena, &ctx->config, &wish, err);
}

static const char *linked_branch(const struct context *ctx)
{
	return ctx->linked_as ? ctx->linked_as->branch : ctx->head.branch;
}

static bool same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

bool context_is_for_branch(struct context *ctx, const char *branch)
{
	struct environment environment;
	struct err ignored = ERR_INIT;

	if (same(branch, linked_branch(ctx)))
		return true;
	return !ctx->link.preview && !choose_environment(&environment, ctx, branch, &ignored) &&
	       same(environment.name, ctx->environment.name);
}

const char *context_private_settings(struct context *ctx)
{
	return arena_printf(&ctx->arena, "%s/" CONFIG_PRIVATE, repo_common_dir(ctx->repo));
}

int context_link(struct context *ctx, struct err *err)
{
	struct link_input input = { .home = getenv("HOME"), .branch = linked_branch(ctx),
		.variable = variable, .is_tracked = is_tracked, .payload = ctx };
	const char *id;

	if (ctx->deployment_key)
		return 0;
	if (context_choose_app(ctx, err) || clean_app_path(ctx, err) ||
	    choose_environment(&ctx->environment, ctx, linked_branch(ctx), err))
		return -1;
	input.app_dir = context_app_folder(ctx);
	input.from = ctx->environment.from;
	if (link_find(&ctx->link, &ctx->arena, &input, err) ||
	    repo_blob_id(&id, ctx->repo, ctx->link.identity, strlen(ctx->link.identity), err))
		return -1;
	ctx->deployment_key = arena_strndup(&ctx->arena, id, 16);
	ctx->claims = environment_claims(&ctx->environment, &ctx->config, &ctx->link,
	                                 context_private_settings(ctx));
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

static int check_whole(const struct link *link, struct err *err)
{
	if (link->url && link->key)
		return 0;
	return err_set(err, ERR_UNSUPPORTED, "the deployment of %s is in the cloud; asking for "
	               "its URL isn't handled yet", link->source);
}

int context_connect(struct context *ctx, struct err *err)
{
	if (ctx->convex)
		return 0;
	if (context_link(ctx, err) || check_whole(&ctx->link, err) ||
	    convex_open(&ctx->convex, ctx->link.url, ctx->link.key, &clock_system, err))
		return -1;
	if (ctx->link.way == LINK_LOCAL)
		convex_expect_name(ctx->convex, ctx->link.name);
	convex_set_cancel(ctx->convex, &interrupt_flag);
	http_set_slow(convex_http(ctx->convex), slow, ctx);
	if (ctx->out.verbose)
		convex_set_trace(ctx->convex, trace, ctx);
	return 0;
}
