/* cmd_init.c - git cvx init */
#include "app/init.h"
#include "app/package_json.h"
#include "base/file.h"
#include "cmd/cmds.h"
#include "cmd/context.h"
#include "cmd/hooks_here.h"
#include "cmd/own_tools.h"
#include "conf/clone.h"
#include "push/files.h"
#include "push/package_manager.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct init_values {
	bool undo, dry_run;
};

static const struct opt opts[] = {
	{ .kind = OPT_FLAG, .name = "undo",
	  .help = "take out what init wrote; migrations and the deployment's ledger stay",
	  .offset = offsetof(struct init_values, undo) },
	{ .kind = OPT_FLAG, .letter = 'n', .name = "dry-run",
	  .help = "show what would be written, write nothing",
	  .offset = offsetof(struct init_values, dry_run) },
	{ 0 }
};

/* ---- where the app is -------------------------------------------------------------- */

static int holds_app(bool *out, struct context *ctx, const char *folder, struct err *err)
{
	const char *text, *path = arena_printf(&ctx->arena, "%s/%s/package.json",
	                                       repo_worktree(ctx->repo), folder);

	if (file_text(&text, &ctx->arena, path, err))
		return -1;
	*out = text && package_json_is_app(text);
	return 0;
}

/* The nearest folder above that holds one; the top if none does. */
static int search(const char **out, struct context *ctx, struct err *err)
{
	const char *here = context_from_top(ctx, ".");
	char *folder = arena_strdup(&ctx->arena, here ? here : "");
	bool found = false;

	while (*folder) {
		char *slash = strrchr(folder, '/');

		if (holds_app(&found, ctx, folder, err))
			return -1;
		if (found)
			break;
		*(slash ? slash : folder) = '\0';
	}
	*out = folder;
	return 0;
}

/* The app of the settings whose folder this is; NULL: there is none. */
static const struct config_app *configured(struct context *ctx, const struct apps *apps,
                                           const char *folder)
{
	for (size_t i = 0; i < apps->count; i++) {
		const char *path = folder_clean(&ctx->arena, apps->items[i].app.path);

		if (path && !strcmp(path, folder))
			return &apps->items[i];
	}
	return NULL;
}

/* The operand, or the nearest folder with an app, or the only one that .cvx.ini names. */
static int find_folder(const char **out, struct context *ctx, const struct apps *apps,
                       const char *operand, struct err *err)
{
	bool found;

	if (operand)
		*out = context_from_top(ctx, operand);
	else if (search(out, ctx, err) || holds_app(&found, ctx, *out, err))
		return -1;
	else if (!found && apps && apps->count == 1)
		*out = folder_clean(&ctx->arena, apps->items[0].app.path);
	else if (!found && apps)
		return context_choose_app(ctx, err);
	return *out ? 0 : err_set(err, ERR_USAGE, "'%s' is no folder of this work tree",
	                          operand ? operand : apps->items[0].app.path);
}

/* "apps/web" as "apps-web". */
static const char *flat(struct arena *arena, const char *folder)
{
	char *copy = arena_strdup(arena, folder);

	for (char *p = copy; *p; p++)
		if (*p == '/')
			*p = '-';
	return copy;
}

/* Called as its folder is, or where another is called so, as its path. */
static const char *section_of(struct context *ctx, const struct apps *apps,
                              const char *folder)
{
	const char *slash = strrchr(folder, '/'), *name = slash ? slash + 1 : folder;

	for (size_t i = 0; i < apps->count; i++)
		if (!strcmp(apps->items[i].name, name))
			name = flat(&ctx->arena, folder);
	return arena_printf(&ctx->arena, "\n[app \"%s\"]\npath = %s\n", *name ? name : "app",
	                    *folder ? folder : ".");
}

/* What init added to the files of this app lies in a file of its own. */
static const char *record_of(struct context *ctx, const char *folder)
{
	return arena_printf(&ctx->arena, "%s/cvx/init%s%s", repo_common_dir(ctx->repo),
	                    *folder ? "." : "", flat(&ctx->arena, folder));
}

static int find_app(struct init_app *app, struct context *ctx, const char *operand,
                    struct err *err)
{
	const char *file = arena_printf(&ctx->arena, "%s/" CONFIG_COMMITTED,
	                                repo_worktree(ctx->repo));
	bool has_settings = !access(file, F_OK);
	const struct config_app *known;
	struct apps apps;

	if (context_apps(&apps, ctx, err) ||
	    find_folder(&app->app, ctx, has_settings ? &apps : NULL, operand, err))
		return -1;
	known = configured(ctx, &apps, app->app);
	if (has_settings && !known) {
		app->settings = section_of(ctx, &apps, app->app);
		/* The app at the top needs no word as long as it is the only one. */
		if (!ctx->config.has_app && !ctx->config.app_count)
			app->settings = arena_printf(&ctx->arena, "%s%s",
			                             section_of(ctx, &apps, ""), app->settings);
	}
	app->record = record_of(ctx, app->app);
	return 0;
}

/* Files that can't be migrations are no reason not to begin. */
static bool has_modules(struct context *ctx, const char *tree, const struct folders *folders)
{
	struct err ignored = ERR_INIT;
	struct lineup lineup;

	return !lineup_read(&lineup, ctx->repo, tree, folders, &ignored) && lineup.count &&
	       lineup.down_suffix;
}

static int find(struct init_app *app, struct context *ctx, const char *operand,
                struct err *err)
{
	struct app where = ctx->config.app;
	struct folders folders;
	const char *tree;

	*app = (struct init_app){ .worktree = repo_worktree(ctx->repo) };
	if (find_app(app, ctx, operand, err) || repo_snapshot(&tree, ctx->repo, err))
		return -1;
	where.path = app->app;
	if (folders_find(&folders, ctx->repo, tree, &where, err))
		return -1;
	app->functions = folders.functions;
	app->has_modules = has_modules(ctx, tree, &folders);
	return 0;
}

/* ---- what is said ------------------------------------------------------------------ */

static void show(struct context *ctx, const struct init_plan *plan)
{
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < plan->count; i++) {
		const struct init_action *action = &plan->items[i];

		if (action->kind == INIT_KEEP && !action->reason && !ctx->out.verbose)
			continue;
		buf_addf(&text, "%-8s  %s%s%s\n", init_word(action->kind), action->path,
		         action->reason ? ": " : "", action->reason ? action->reason : "");
	}
	out_result(&ctx->out, text.text);
	buf_dispose(&text);
}

static void advise(struct context *ctx, const struct init_app *app, const char *folder)
{
	struct out *out = &ctx->out;
	struct own_tools own;

	own_tools(&own, ctx, folder);
	out_hint(out, ADVICE_SETUP, arena_printf(&ctx->arena, "%s, and a push (npx convex dev --once), "
	         "which generates the rest; then commit all of it",
	         package_manager_of(&own.tools)->install));
	if (!ctx->config.hooks_installed)
		out_hint(out, ADVICE_SETUP, "git cvx hooks install: the data follows at every checkout");
	out_hint(out, ADVICE_SETUP, "git cvx adopt: once, if the linked deployment holds documents "
	         "already");
	/* git leaves ignored files behind, and the CLI takes them for functions of the app. */
	out_hint(out, ADVICE_SETUP, arena_printf(&ctx->arena, "if git ignores '_generated' here: "
	         "after a checkout of a commit from before this one, remove '%s/cvx'",
	         app->functions));
}

/* Those of an earlier version call us at fewer events. */
static int renew_hooks(struct context *ctx, struct err *err)
{
	struct hooks_here here;

	if (hooks_here(&here, ctx, err))
		return -1;
	if (!hooks_here_older(&here))
		return 0;
	/* What other repositories use, too, isn't written to without being told. */
	if (here.place != HOOKS_OWN && !here.configurable) {
		out_warning(&ctx->out, "some git hooks are missing, or of an earlier version");
		out_hint(&ctx->out, ADVICE_SETUP, "git cvx hooks status");
		return 0;
	}
	if (hooks_here_install(&here, ctx, &(struct hooks_leave){ 0 }, err))
		return -1;
	out_note(&ctx->out, "the git hooks were brought up to date");
	return clone_remember_hooks(&ctx->arena, repo_common_dir(ctx->repo), true, NULL, err);
}

static int done(struct context *ctx, const struct init_app *app, bool undo, bool changed,
                struct err *err)
{
	const char *folder = path_join(&ctx->arena, app->worktree, app->app);

	if (undo) {
		struct apps apps;

		/* Others of this repository may still use it. */
		if (context_apps(&apps, ctx, err))
			return -1;
		if (apps.count == 1 && clone_leave(&ctx->arena, repo_common_dir(ctx->repo), err))
			return -1;
		if (changed)
			out_hint(&ctx->out, ADVICE_SETUP, "git cvx hooks uninstall: if they are installed");
		else
			out_note(&ctx->out, "nothing to undo: git-cvx isn't in this app, or was changed");
		return 0;
	}
	if (context_enroll(ctx, err) || renew_hooks(ctx, err))
		return -1;
	if (changed)
		advise(ctx, app, folder);
	else
		out_note(&ctx->out, "git-cvx is in this app already");
	own_tools_warn(ctx, folder);
	return 0;
}

static int run(struct context *ctx, const void *values, int argc, char **argv, struct err *err)
{
	const struct init_values *v = values;
	struct init_app app;
	struct init_plan plan;

	if (context_open(ctx, err) || find(&app, ctx, argc ? argv[0] : NULL, err))
		return -1;
	if (v->undo ? init_plan_undo(&plan, &ctx->arena, &app, err)
	            : init_plan(&plan, &ctx->arena, &app, err))
		return -1;
	show(ctx, &plan);
	if (v->dry_run && !plan.conflicts)
		return 0;
	if (init_apply(&plan, &ctx->arena, &app, err))
		return -1;
	return done(ctx, &app, v->undo, plan.changes, err);
}

const struct cmd cmd_init = {
	.name = "init", .operands = "[<folder>]",
	.summary = "put git-cvx into a Convex app",
	.about = "Write what git-cvx needs into the Convex app of the current folder, or of the "
	         "one that is named: its component, the two files that migrations use, the "
	         "settings, and a dependency. Files that git-cvx did not write are never "
	         "overwritten: if one is in the way, nothing is done. Run again, it brings files "
	         "of an older version up to date. Nothing is staged or committed.",
	.opts = opts, .values_size = sizeof(struct init_values), .max_operands = 1,
	.offer = OFFER_FILE, .run = run,
};
