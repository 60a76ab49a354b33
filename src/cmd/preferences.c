/* preferences.c - what git's settings say of the output, read when something is printed. */
#include "cmd/preferences.h"

#include <stdlib.h>

/* "git -c key=value cvx ..." and GIT_CONFIG_COUNT; libgit2 knows neither. */
static bool is_in_environment(void)
{
	return getenv("GIT_CONFIG_PARAMETERS") || getenv("GIT_CONFIG_COUNT");
}

/* Before a command has opened the repository, where it failed to, and where git itself has to
 * be asked: opened for this question. */
static const char *of_any_repository(struct context *ctx, const char *key)
{
	struct err ignored = ERR_INIT;
	const char *value = NULL;
	struct repo *repo;

	if (repo_open(&repo, &ctx->arena, &ignored))
		return NULL;
	if ((is_in_environment() && repo_use_reader(repo, REPO_READER_GIT, &ignored)) ||
	    repo_config_text(&value, repo, key, &ignored))
		value = NULL;
	repo_close(repo);
	return value;
}

/* A setting that can't be read is as good as unset: git itself complains of it. */
static const char *value_of(void *self, const char *key)
{
	struct context *ctx = self;
	struct err ignored = ERR_INIT;
	const char *value;

	if (!ctx->repo || is_in_environment())
		return of_any_repository(ctx, key);
	return repo_config_text(&value, ctx->repo, key, &ignored) ? NULL : value;
}

void preferences_of_git(struct context *ctx)
{
	ctx->out.settings = (struct out_settings){ ctx, value_of };
}
