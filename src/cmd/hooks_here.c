/* hooks_here.c - the ways in which git can be made to call us, and which is taken here. */
#include "cmd/hooks_here.h"

#include "app/hook_line.h"
#include "app/hook_mode.h"
#include "app/hook_text.h"
#include "cmd/ask_git.h"
#include "hook/rest.h"

#include <string.h>
#include <unistd.h>

#define CONFIGURED_MAJOR 2   /* the first git that knows hooks of its configuration */
#define CONFIGURED_MINOR 54

/* ---- looking ----------------------------------------------------------------------- */

static const char *command_text(struct arena *arena, const char *program)
{
	struct buf text = BUF_INIT;
	const char *copy;

	hook_text_command(&text, program);
	copy = arena_strdup(arena, text.text);
	buf_dispose(&text);
	return copy;
}

/* As a file it can rest during a rebase (hook/rest.h), and in the configuration it can't. But
 * git's configuration is that of all work trees, and a file is found only by those whose hooks
 * folder it is in. */
static bool has_own_file(const struct hooks_here *here)
{
	const struct hook_file *file = &here->files.files[HOOK_POST_COMMIT];

	return here->place == HOOKS_OWN && here->for_all && file->presence != HOOK_FOREIGN &&
	       !file->has_saved;
}

static bool is_to_be_configured(const struct hooks_here *here, size_t event)
{
	return event != HOOK_POST_COMMIT || !has_own_file(here);
}

static bool has_line(const char *text, const char *line)
{
	size_t n = strlen(line);

	for (; *text; text += strcspn(text, "\n"), text += *text == '\n')
		if (strcspn(text, "\n") == n && !strncmp(text, line, n))
			return true;
	return false;
}

static int look_at_configuration(struct hooks_here *out, struct context *ctx, struct err *err)
{
	static const char *const args[] = { "config", "--get-all", "hook.cvx.event", NULL };
	const char *events;

	if (git_is_since(&out->configurable, ctx, CONFIGURED_MAJOR, CONFIGURED_MINOR, err) ||
	    repo_config_text(&out->configured, ctx->repo, "hook.cvx.command", err))
		return -1;
	if (!out->configured)
		return 0;
	if (ask_git(&events, ctx, args, err))
		return -1;
	out->is_current = !strcmp(out->configured,
	                          command_text(&ctx->arena, out->files.program));
	for (size_t i = 0; i < HOOK_EVENTS; i++) {
		out->is_event[i] = events && has_line(events, hook_events[i]);
		if (out->is_event[i] != is_to_be_configured(out, i))
			out->is_current = false;
	}
	return 0;
}

/* Husky's own files, which aren't committed, call those with the line. */
static int look_at_lines(struct hooks_here *out, struct arena *arena, struct err *err)
{
	for (size_t i = 0; out->lines && i < HOOK_EVENTS; i++) {
		if (hook_line_look(&out->has_line[i], arena, out->lines, hook_events[i], err))
			return -1;
		out->runs_line[i] = out->has_line[i] && !access(out->files.files[i].path, X_OK);
	}
	return 0;
}

static bool is_usual(struct context *ctx, const char *folder)
{
	return !strcmp(folder, arena_printf(&ctx->arena, "%s/hooks", repo_common_dir(ctx->repo)));
}

static int look_at_folder(struct hooks_here *out, struct context *ctx, struct err *err)
{
	const char *program = hooks_program(&ctx->arena), *shared = NULL;
	struct hooks_folder folder;
	bool by_worktree = false;

	if (!program)
		return err_set(err, ERR_IO, "there is no git-cvx-hook beside this program; "
		               "is git-cvx installed completely?");
	if (hooks_place_find(&folder, ctx, err) ||
	    hooks_look(&out->files, &ctx->arena, folder.path, program, err) ||
	    repo_config_text(&shared, ctx->repo, "core.sharedRepository", err) ||
	    repo_config_bool(&by_worktree, ctx->repo, "extensions.worktreeConfig", false, err))
		return -1;
	out->place = folder.place;
	out->lines = folder.lines;
	out->for_all = !by_worktree;
	out->files.shared = folder.place == HOOKS_OWN ? hook_mode_shared(shared) : 0;
	out->rests = is_usual(ctx, folder.path) &&
	             rest_is_on(repo_common_dir(ctx->repo), &ctx->arena);
	return 0;
}

int hooks_here(struct hooks_here *out, struct context *ctx, struct err *err)
{
	rest_end(repo_common_dir(ctx->repo), &ctx->arena);
	return hooks_here_look(out, ctx, err);
}

int hooks_here_look(struct hooks_here *out, struct context *ctx, struct err *err)
{
	*out = (struct hooks_here){ 0 };
	return look_at_folder(out, ctx, err) || look_at_configuration(out, ctx, err) ||
	       look_at_lines(out, &ctx->arena, err) ? -1 : 0;
}

bool hooks_here_calls(const struct hooks_here *here, size_t event)
{
	enum hook_presence presence = here->files.files[event].presence;

	return (here->is_event[event] && here->configurable) || here->runs_line[event] ||
	       presence == HOOK_INSTALLED || presence == HOOK_OLDER ||
	       (event == HOOK_POST_COMMIT && here->rests);
}

bool hooks_here_all(const struct hooks_here *here)
{
	for (size_t i = 0; i < HOOK_EVENTS; i++)
		if (!hooks_here_calls(here, i))
			return false;
	return true;
}

bool hooks_here_older(const struct hooks_here *here)
{
	bool some = false;

	if (here->configured && here->configurable && !here->is_current)
		return true;
	for (size_t i = 0; i < HOOK_EVENTS; i++)
		some = some || hooks_here_calls(here, i);
	return some && (!hooks_here_all(here) || hooks_count(&here->files, HOOK_OLDER));
}

/* ---- installing -------------------------------------------------------------------- */

static int unconfigure(struct context *ctx, struct err *err)
{
	return tell_git(ctx, (const char *const[]){ "config", "--local", "--remove-section",
	                "hook.cvx", NULL }, err);
}

/* The command first: git refuses everything while an event has none. */
static int configure(const struct hooks_here *here, struct context *ctx, struct err *err)
{
	const char *command = command_text(&ctx->arena, here->files.program);

	if (here->configured && here->is_current)
		return 0;
	if ((here->configured && unconfigure(ctx, err)) ||
	    tell_git(ctx, (const char *const[]){ "config", "--local", "hook.cvx.command", command,
	             NULL }, err))
		return -1;
	for (size_t i = 0; i < HOOK_EVENTS; i++)
		if (is_to_be_configured(here, i) &&
		    tell_git(ctx, (const char *const[]){ "config", "--local", "--add",
		             "hook.cvx.event", hook_events[i], NULL }, err))
			return -1;
	return 0;
}

static int add_lines(const struct hooks_here *here, struct context *ctx, struct err *err)
{
	if (here->place != HOOKS_HUSKY)
		return err_set(err, ERR_USAGE, "--husky: git's hooks are in '%s', and that isn't "
		               "husky's", here->files.folder);
	for (size_t i = 0; i < HOOK_EVENTS; i++)
		if (hook_line_add(&ctx->arena, here->lines, hook_events[i], err))
			return -1;
	return here->configured ? unconfigure(ctx, err) : 0;
}

static int refuse_nowhere(const struct hooks_here *here, struct context *ctx, struct err *err)
{
	const char *command;

	if (hooks_place_way_out(&command, ctx, err))
		return -1;
	err_set(err, ERR_DECISION, "git runs no hooks here: core.hooksPath is '%s', and there is no "
	        "such folder: nothing was changed", here->files.folder);
	return err_hint(err, "%s, then git cvx hooks install", command);
}

static int refuse_committed(const struct hooks_here *here, struct err *err)
{
	struct buf line = BUF_INIT;

	err_set(err, ERR_DECISION, "git's hooks are in '%s' (core.hooksPath), which is a part of the "
	        "work tree: nothing was changed", here->files.folder);
	for (size_t i = 0; i < HOOK_EVENTS; i++) {
		buf_truncate(&line, 0);
		hook_text_line(&line, hook_events[i]);
		err_hint(err, "add to its %s: %.*s", hook_events[i], (int)strcspn(line.text, "#\n"),
		         line.text);
	}
	buf_dispose(&line);
	return -1;
}

static int refuse(const struct hooks_here *here, struct context *ctx, struct err *err)
{
	const char *folder = here->files.folder;

	switch (here->place) {
	case HOOKS_HUSKY:
		err_set(err, ERR_DECISION, "git's hooks are husky's, in '%s', which npm install writes "
		        "anew: nothing was changed", folder);
		return err_hint(err, "git cvx hooks install --husky: one line in '%s/post-checkout' "
		                "and in three more, to be committed", here->lines);
	case HOOKS_SHARED:
		err_set(err, ERR_DECISION, "git's hooks are in '%s' (core.hooksPath), which other "
		        "repositories may use, too: nothing was changed", folder);
		return err_hint(err, "git cvx hooks install --shared: puts ours in front of those; "
		                "where git-cvx isn't used they do nothing");
	case HOOKS_NOWHERE:
		return refuse_nowhere(here, ctx, err);
	default:
		return refuse_committed(here, err);
	}
}

/* Files and lines are used by every git, so they do beside none of the configuration. */
static bool is_done(const struct hooks_here *here)
{
	for (size_t i = 0; i < HOOK_EVENTS; i++)
		if (!hooks_here_calls(here, i) && !here->has_line[i])
			return false;
	return !hooks_here_older(here);
}

static int install_files(const struct hooks_here *here, struct context *ctx, struct err *err)
{
	if (hooks_install(&here->files, &ctx->arena, err))
		return -1;
	return here->configured ? unconfigure(ctx, err) : 0;
}

int hooks_here_install(const struct hooks_here *here, struct context *ctx,
                       const struct hooks_leave *leave, struct err *err)
{
	size_t removed;

	if (leave->husky)
		return add_lines(here, ctx, err);
	if (is_done(here))
		return 0;
	if (here->configurable) {
		if (here->place == HOOKS_OWN && hooks_may_uninstall(&here->files, &ctx->arena, err))
			return -1;
		if (configure(here, ctx, err))
			return -1;
		if (has_own_file(here))
			return hooks_install_only(&here->files, &ctx->arena, HOOK_POST_COMMIT, err);
		return here->place != HOOKS_OWN ? 0
		       : hooks_uninstall(&here->files, &ctx->arena, &removed, err);
	}
	if (here->place == HOOKS_OWN || (here->place == HOOKS_SHARED && leave->shared))
		return install_files(here, ctx, err);
	return refuse(here, ctx, err);
}

int hooks_here_uninstall(const struct hooks_here *here, struct context *ctx,
                         const struct hooks_leave *leave, size_t *removed, struct err *err)
{
	bool may = here->place == HOOKS_OWN || (here->place == HOOKS_SHARED && leave->shared);

	*removed = 0;
	if (may && hooks_uninstall(&here->files, &ctx->arena, removed, err))
		return -1;
	for (size_t i = 0; i < HOOK_EVENTS; i++) {
		if (here->place != HOOKS_HUSKY || !here->has_line[i])
			continue;
		if (hook_line_remove(&ctx->arena, here->lines, hook_events[i], err))
			return -1;
		++*removed;
	}
	if (here->configured && unconfigure(ctx, err))
		return -1;
	*removed += here->configured != NULL;
	return 0;
}
