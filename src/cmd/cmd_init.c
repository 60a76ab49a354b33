/* cmd_init.c - git cvx init */
#include "app/disk.h"
#include "app/init.h"
#include "app/package_json.h"
#include "cmd/cmds.h"
#include "cmd/context.h"
#include "cmd/hooks_here.h"
#include "conf/clone.h"

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

/* The path from the work tree's top; NULL if the folder isn't in it. */
static const char *from_top(struct context *ctx, const char *folder)
{
	const char *top = repo_worktree(ctx->repo), *below = NULL;
	char *real = realpath(folder, NULL);
	size_t n = strlen(top);

	if (real && !strncmp(real, top, n) && (!real[n] || real[n] == '/'))
		below = arena_strdup(&ctx->arena, real[n] ? real + n + 1 : "");
	free(real);
	return below;
}

static int holds_app(bool *out, struct context *ctx, const char *folder, struct err *err)
{
	const char *text, *path = arena_printf(&ctx->arena, "%s/%s/package.json",
	                                       repo_worktree(ctx->repo), folder);

	if (disk_read(&text, &ctx->arena, path, err))
		return -1;
	*out = text && package_json_is_app(text);
	return 0;
}

/* The nearest folder above that holds one; the top if none does. */
static int search(const char **out, struct context *ctx, struct err *err)
{
	const char *here = from_top(ctx, ".");
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

/* The operand, or what .cvx.ini says, or the nearest package.json with convex. */
static int find_app(struct init_app *app, struct context *ctx, const char *operand,
                    struct err *err)
{
	const char *settings = arena_printf(&ctx->arena, "%s/" CONFIG_COMMITTED,
	                                    repo_worktree(ctx->repo));

	if (!access(settings, F_OK))
		app->configured = folder_clean(&ctx->arena, ctx->config.app.path);
	if (!operand && app->configured)
		app->app = app->configured;
	else if (!operand)
		return search(&app->app, ctx, err);
	else
		app->app = from_top(ctx, operand);
	if (!app->app)
		return err_set(err, ERR_USAGE, "'%s' is no folder of this work tree", operand);
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
	app->record = arena_printf(&ctx->arena, "%s/cvx/init", repo_common_dir(ctx->repo));
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

static void advise(struct context *ctx, const struct init_app *app)
{
	struct out *out = &ctx->out;

	out_hint(out, "npm install (or what you use), and a push (npx convex dev --once), which "
	         "generates the rest; then commit all of it");
	if (!ctx->config.hooks_installed)
		out_hint(out, "git cvx hooks install: the data follows at every checkout");
	out_hint(out, "git cvx adopt: once, if the linked deployment holds documents already");
	/* git leaves ignored files behind, and the CLI takes them for functions of the app. */
	out_hint(out, arena_printf(&ctx->arena, "if git ignores '_generated' here: after a "
	         "checkout of a commit from before this one, remove '%s/cvx'", app->functions));
}

/* Those of an earlier version call us at fewer events. */
static int renew_hooks(struct context *ctx, struct err *err)
{
	struct hooks_here here;

	if (hooks_here(&here, ctx, err))
		return -1;
	if (!hooks_here_older(&here))
		return 0;
	if (hooks_here_install(&here, ctx, &(struct hooks_leave){ 0 }, err))
		return -1;
	out_note(&ctx->out, "the git hooks were brought up to date");
	return clone_remember_hooks(&ctx->arena, repo_common_dir(ctx->repo), true, err);
}

static int done(struct context *ctx, const struct init_app *app, bool undo, bool changed,
                struct err *err)
{
	if (undo) {
		if (clone_leave(&ctx->arena, repo_common_dir(ctx->repo), err))
			return -1;
		if (changed)
			out_hint(&ctx->out, "git cvx hooks uninstall: if they are installed");
		else
			out_note(&ctx->out, "nothing to undo: git-cvx isn't in this app, or was changed");
		return 0;
	}
	if (context_enroll(ctx, err) || renew_hooks(ctx, err))
		return -1;
	if (changed)
		advise(ctx, app);
	else
		out_note(&ctx->out, "git-cvx is in this app already");
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
