/* offering.c - answers for shells that take the settings, or a scanner. */
#include "cmd/offering.h"

#include "hook/apps.h"
#include "hook/state.h"

#include <string.h>

/* `about` may be NULL. */
static void offer(struct context *ctx, const char *word, const char *about)
{
	char *line = arena_printf(&ctx->arena, about && *about ? "%s\t%s\n" : "%s\n", word, about);

	for (char *p = line + strlen(word) + 1; *p && p[1]; p++)
		if (*p == '\n' || *p == '\t')
			*p = ' ';
	out_result(&ctx->out, line);
}

/* ---- ids ------------------------------------------------------------------------- */

/* What no run recorded is pending; where none recorded anything, it isn't known. Both lists
 * are in one order, mostly: the search begins where the last one ended. */
static bool is_applied(const struct state_known *known, const char *id, size_t *from)
{
	for (size_t n = 0; n < known->count; n++) {
		const struct state_id *recorded = &known->ids[(*from + n) % known->count];

		if (strcmp(recorded->id, id) != 0)
			continue;
		*from += n + 1;
		return recorded->applied;
	}
	return false;
}

static void offer_id(struct context *ctx, const struct migration *m, const char *state)
{
	const char *about = m->description;

	if (state)
		about = arena_printf(&ctx->arena, about ? "%s: %s" : "%s", state, about);
	offer(ctx, m->id, about);
}

/* The ids of the chosen app. */
static int offer_lineup(struct context *ctx, const char *home, const char *word, struct err *err)
{
	struct state_known known;
	struct folders folders;
	struct lineup lineup;
	size_t from = 0;
	const char *tree;
	bool recorded;

	if (repo_snapshot(&tree, ctx->repo, err) ||
	    folders_find(&folders, ctx->repo, tree, &ctx->config.app, err) ||
	    lineup_read(&lineup, ctx->repo, tree, &folders, err))
		return -1;
	recorded = state_known(&known, &ctx->arena, home);
	for (size_t i = 0; i < lineup.count; i++) {
		const struct migration *m = &lineup.items[i];
		const char *state = is_applied(&known, m->id, &from) ? "applied" : "pending";

		if (!recorded || !strcmp(word, "ids") || !strcmp(word, state))
			offer_id(ctx, m, recorded ? state : NULL);
	}
	return 0;
}

/* Above several apps, those of all of them. */
static int offer_ids(struct context *ctx, const char *word, struct err *err)
{
	struct err which = ERR_INIT;
	struct apps apps;
	int rc = 0;

	if (context_apps(&apps, ctx, err))
		return -1;
	if (!context_choose_app(ctx, &which))
		return offer_lineup(ctx, context_home(ctx), word, err);
	for (size_t i = 0; !ctx->wanted_app && !rc && i < apps.count; i++) {
		ctx->config.app = apps.items[i].app;
		ctx->config.app.path = folder_clean(&ctx->arena, apps.items[i].app.path);
		rc = ctx->config.app.path
			? offer_lineup(ctx, apps_home(&ctx->arena, repo_git_dir(ctx->repo),
			               apps.items[i].name), word, err) : 0;
	}
	return rc;
}

/* ---- names of the settings --------------------------------------------------------- */

static int offer_apps(struct context *ctx, struct err *err)
{
	struct apps apps;

	if (context_apps(&apps, ctx, err))
		return -1;
	for (size_t i = 0; i < apps.count; i++)
		offer(ctx, apps.items[i].name, apps.items[i].app.path);
	return 0;
}

/* Of the kind, the strictest that the two files say. */
static void offer_environment(struct context *ctx, const char *name)
{
	static const char *const kinds[] = {
		[CALLED_DEV] = "dev", [CALLED_PREVIEW] = "preview", [CALLED_PROD] = "prod",
	};
	enum called kind = CALLED_NOTHING;

	for (int committed = 0; committed < 2; committed++) {
		const struct config_env *env = config_env_find(&ctx->config, name, committed);

		if (env && env->kind > kind)
			kind = env->kind;
	}
	offer(ctx, name, kind == CALLED_NOTHING ? NULL : kinds[kind]);
}

static void offer_environments(struct context *ctx)
{
	struct names seen = { 0 };

	for (size_t i = 0; i < ctx->config.env_count; i++) {
		const char *name = ctx->config.envs[i].name;

		if (!names_contain(&seen, name))
			offer_environment(ctx, name);
		names_add(&seen, &ctx->arena, name);
	}
}

bool offering_knows(const char *word)
{
	static const char *const words[] = {
		"ids", "applied", "pending", "apps", "environments", NULL,
	};
	const char *const *known = words;

	while (*known && strcmp(*known, word) != 0)
		known++;
	return *known != NULL;
}

int offering_print(struct context *ctx, const char *word, struct err *err)
{
	if (context_open(ctx, err))
		return -1;
	if (!strcmp(word, "apps"))
		return offer_apps(ctx, err);
	if (strcmp(word, "environments") != 0)
		return offer_ids(ctx, word, err);
	offer_environments(ctx);
	return 0;
}
