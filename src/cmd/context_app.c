/* context_app.c - which of the repository's apps a command is about. */
#include "cmd/context.h"

#include "base/near.h"
#include "hook/apps.h"

#include <stdlib.h>
#include <string.h>

const char *context_from_top(struct context *ctx, const char *folder)
{
	const char *top = repo_worktree(ctx->repo), *below = NULL;
	char *real = realpath(folder, NULL);
	size_t n = strlen(top);

	if (real && !strncmp(real, top, n) && (!real[n] || real[n] == '/'))
		below = arena_strdup(&ctx->arena, real[n] ? real + n + 1 : "");
	free(real);
	return below;
}

/* An app without a name is called as its folder is. */
static const char *name_of(struct context *ctx, const struct app *app)
{
	const char *path = folder_clean(&ctx->arena, app->path), *slash;

	if (!path || !*path)
		return "app";
	slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static int check_names(const struct config_app *items, size_t count, struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		if (!*items[i].name || strspn(items[i].name, ".") || strchr(items[i].name, '/') ||
		    strchr(items[i].name, '\n'))
			return err_set(err, ERR_CONFIG, "'%s' can't be the name of an app",
			               items[i].name);
		for (size_t k = 0; k < i; k++)
			if (!strcmp(items[i].name, items[k].name))
				return err_set(err, ERR_CONFIG, "two apps of the settings are called '%s'",
				               items[i].name);
	}
	return 0;
}

int context_apps(struct apps *out, struct context *ctx, struct err *err)
{
	const struct config *config = &ctx->config;
	struct config_app *items = arena_alloc(&ctx->arena,
	                                       (config->app_count + 1) * sizeof(*items));
	size_t count = 0;

	for (; count < config->app_count; count++)
		items[count] = config->apps[count];
	if (!count || config->has_app) {
		items[count].name = name_of(ctx, &config->unnamed_app);
		items[count++].app = config->unnamed_app;
	}
	*out = (struct apps){ items, count };
	return check_names(items, count, err);
}

static const struct config_app *find_named(const struct apps *apps, const char *name)
{
	for (size_t i = 0; i < apps->count; i++)
		if (!strcmp(apps->items[i].name, name))
			return &apps->items[i];
	return NULL;
}

static bool is_at(struct context *ctx, const struct config_app *app, const char *path)
{
	const char *clean = folder_clean(&ctx->arena, app->app.path);

	return clean && !strcmp(clean, path);
}

/* The one whose folder is nearest above the current one. */
static const struct config_app *find_here(struct context *ctx, const struct apps *apps)
{
	const char *here = context_from_top(ctx, ".");
	const struct config_app *found = NULL;
	size_t longest = 0;

	for (size_t i = 0; here && i < apps->count; i++) {
		const char *path = folder_clean(&ctx->arena, apps->items[i].app.path);
		size_t n = path ? strlen(path) : 0;

		if (!path || strncmp(here, path, n) || (n && here[n] && here[n] != '/'))
			continue;
		if (!found || n > longest) {
			found = &apps->items[i];
			longest = n;
		}
	}
	return found;
}

static void unknown(const struct apps *apps, const char *wanted, struct err *err)
{
	struct near near = { wanted, NULL, NEAR_MOST + 1 };

	for (size_t i = 0; i < apps->count; i++)
		near_offer(&near, apps->items[i].name);
	err_set(err, ERR_USAGE, "there is no app '%s'", wanted);
	if (near.best)
		err_hint(err, "did you mean '%s'?", near.best);
}

static int which(const struct apps *apps, const char *wanted, struct err *err)
{
	if (wanted)
		unknown(apps, wanted, err);
	else
		err_set(err, ERR_USAGE, "which app? the repository holds %zu", apps->count);
	for (size_t i = 0; i < apps->count; i++)
		err_hint(err, "git cvx --app %s ...: that of '%s'", apps->items[i].name,
		         apps->items[i].app.path);
	return -1;
}

/* The second time, for another commit, it is the one that was chosen the first time. */
static const struct config_app *find_app(struct context *ctx, const struct apps *apps)
{
	const char *wanted = ctx->wanted_app ? ctx->wanted_app : ctx->app_name;

	if (wanted)
		return find_named(apps, wanted);
	for (size_t i = 0; ctx->app_path && i < apps->count; i++)
		if (is_at(ctx, &apps->items[i], ctx->app_path))
			return &apps->items[i];
	return apps->count == 1 ? &apps->items[0] : find_here(ctx, apps);
}

int context_is_for_all(struct context *ctx, bool *out, struct apps *apps, struct err *err)
{
	*out = false;
	if (context_apps(apps, ctx, err))
		return -1;
	*out = apps->count > 1 && !ctx->wanted_app && !find_app(ctx, apps);
	return 0;
}

int context_choose_app(struct context *ctx, struct err *err)
{
	const struct config_app *app;
	const char *path;
	struct apps apps;

	if (context_apps(&apps, ctx, err))
		return -1;
	app = find_app(ctx, &apps);
	if (!app)
		return which(&apps, ctx->wanted_app ? ctx->wanted_app : ctx->app_name, err);
	path = folder_clean(&ctx->arena, app->app.path);
	if (!path)
		return err_set(err, ERR_CONFIG, "the app's folder '%s' is not below the top of the "
		               "repository", app->app.path);
	ctx->config.app = app->app;
	ctx->config.app.path = path;
	if (ctx->app_path)
		return 0;
	ctx->app_path = path;
	ctx->app_name = apps.count > 1 ? app->name : NULL;
	return 0;
}

const char *context_home(struct context *ctx)
{
	return apps_home(&ctx->arena, repo_git_dir(ctx->repo), ctx->app_name);
}
