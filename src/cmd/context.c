/* context.c - what commands share, opened as far as a command needs it. */
#include "cmd/context.h"

#include "base/file.h"
#include "cmd/own_files.h"
#include "cmd/preferences.h"
#include "conf/clone.h"
#include "ui/suggest.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void context_init(struct context *ctx)
{
	*ctx = (struct context){ 0 };
	out_init(&ctx->out);
	preferences_of_git(ctx);
}

void context_dispose(struct context *ctx)
{
	context_close_pusher(ctx);
	convex_close(ctx->convex);
	link_wipe(&ctx->link);
	repo_close(ctx->repo);
	arena_dispose(&ctx->arena);
}

/* Defaults, below a committed file (NULL: there is none), below the private one. */
static int load_config(struct context *ctx, const char *committed, struct err *err)
{
	config_init(&ctx->config, &ctx->arena);
	if (committed && config_apply(&ctx->config, &ctx->arena, &(struct config_file){
	    .name = CONFIG_COMMITTED, .text = committed, .is_committed = true }, err))
		return -1;
	if (config_apply_private(&ctx->config, &ctx->arena, repo_common_dir(ctx->repo), err))
		return -1;
	ctx->config.unnamed_app = ctx->config.app;
	return 0;
}

/* Settings are a file of the repository, as git's own are: a link isn't followed. */
static int load_config_of_disk(struct context *ctx, struct err *err)
{
	const char *path = arena_printf(&ctx->arena, "%s/" CONFIG_COMMITTED,
	                                repo_worktree(ctx->repo));
	const char *text;
	struct stat st;

	if (!lstat(path, &st) && S_ISLNK(st.st_mode)) {
		out_warning(&ctx->out, "'" CONFIG_COMMITTED "' is a link, and isn't followed");
		return load_config(ctx, NULL, err);
	}
	return file_text(&text, &ctx->arena, path, err) || load_config(ctx, text, err) ? -1 : 0;
}

/* Each tree that a command looks at may hold the same. */
static void tell_warnings(struct context *ctx)
{
	for (size_t i = 0; i < ctx->config.warnings.count; i++) {
		const char *warning = ctx->config.warnings.items[i];

		if (names_contain(&ctx->told, warning))
			continue;
		out_warning(&ctx->out, "%s", warning);
		names_add(&ctx->told, &ctx->arena, warning);
	}
}

static int load_config_of_tree(struct context *ctx, const char *tree, struct err *err)
{
	struct tree_file file;

	if (repo_tree_read(&file, ctx->repo, tree, CONFIG_COMMITTED, err))
		return -1;
	if (file.found && strlen(file.text) != file.len)
		return err_set(err, ERR_CONFIG, "'" CONFIG_COMMITTED "' is no text: it holds a NUL");
	if (load_config(ctx, file.found ? file.text : NULL, err))
		return -1;
	tell_warnings(ctx);
	return context_choose_app(ctx, err);
}

/* The settings lie in the repository: they are known once it is open. */
static int use_reader(struct context *ctx, struct err *err)
{
	static const enum repo_reader readers[] = {
		[GIT_READER_AUTO] = REPO_READER_AUTO, [GIT_READER_LIBGIT2] = REPO_READER_LIBGIT2,
		[GIT_READER_GIT] = REPO_READER_GIT,
	};

	return repo_use_reader(ctx->repo, readers[ctx->config.git_reader], err);
}

int context_open(struct context *ctx, struct err *err)
{
	if (ctx->repo)
		return 0;
	if (repo_open(&ctx->repo, &ctx->arena, err) || own_files_check(ctx->repo, err) ||
	    repo_head(&ctx->head, ctx->repo, err))
		return -1;
	return load_config_of_disk(ctx, err) || use_reader(ctx, err) ? -1 : 0;
}

void context_suggest(struct context *ctx)
{
	const char *environment = ctx->wanted_env ? ctx->wanted_env : getenv("CVX_ENV");
	struct buf options = BUF_INIT;

	if (ctx->wanted_app)
		suggest_option(&options, "--app", ctx->wanted_app);
	if (environment && *environment)
		suggest_option(&options, "--env", environment);
	ctx->out.options = arena_strdup(&ctx->arena, options.text);
	buf_dispose(&options);
}

static const char *clone_label(struct context *ctx)
{
	char host[64];
	const char *name;
	struct err ignored = ERR_INIT;

	if (repo_config_text(&name, ctx->repo, "user.name", &ignored) || !name)
		name = "somebody";
	if (gethostname(host, sizeof(host)))
		snprintf(host, sizeof(host), "unknown");
	host[sizeof(host) - 1] = '\0';
	return arena_printf(&ctx->arena, "%s@%s", name, host);
}

int context_enroll(struct context *ctx, struct err *err)
{
	struct clone clone;

	if (clone_enroll(&clone, &ctx->arena, repo_common_dir(ctx->repo), clone_label(ctx), err))
		return -1;
	ctx->config.clone_id = clone.id;
	ctx->config.clone_name = clone.name;
	return 0;
}

static int load_target(struct context *ctx, struct target *target, struct err *err)
{
	if (load_config_of_tree(ctx, target->tree, err) ||
	    target_load(target, ctx->repo, &ctx->config.app, err))
		return -1;
	target->lineup.label = target->branch ? target->branch : target->label;
	return 0;
}

int context_target(struct context *ctx, const char *revision, struct target *out,
                   struct err *err)
{
	if (revision ? target_of_revision(out, ctx->repo, revision, err)
	             : target_of_worktree(out, ctx->repo, err))
		return -1;
	return load_target(ctx, out, err);
}

int context_target_tree(struct context *ctx, const char *tree, struct target *out,
                        struct err *err)
{
	if (target_of_revision(out, ctx->repo, tree, err)) {
		err_clear(err);
		err_set(err, ERR_NOT_FOUND, "what the run was for isn't in this repository any more "
		        "(tree %.10s)", tree);
		return err_hint(err, "'git cvx migrate' starts over, 'git cvx abort' gives it up");
	}
	return load_target(ctx, out, err);
}

int context_lineup(struct context *ctx, const char *revision, struct target *out,
                   struct err *err)
{
	if (!context_target(ctx, revision, out, err))
		return 0;
	if (err->code != ERR_NO_APP)
		return -1;
	err_clear(err);
	out->lineup = (struct lineup){ .label = revision ? revision : "work tree" };
	return 0;
}

const char *context_app_folder(struct context *ctx)
{
	const char *path = ctx->config.app.path;

	return *path ? arena_printf(&ctx->arena, "%s/%s", repo_worktree(ctx->repo), path)
	             : repo_worktree(ctx->repo);
}

const char *context_journals(struct context *ctx)
{
	return arena_printf(&ctx->arena, "%s/cvx/run", repo_common_dir(ctx->repo));
}

const char *context_trails(struct context *ctx)
{
	return arena_printf(&ctx->arena, "%s/cvx/log", repo_common_dir(ctx->repo));
}

int context_trail(struct context *ctx, struct trail *out, struct err *err)
{
	return trail_find(out, &ctx->arena, context_trails(ctx), ctx->deployment_key, err);
}
