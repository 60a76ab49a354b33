/* cmd_hooks.c - git cvx hooks install | uninstall | status */
#include "cmd/cmds.h"
#include "cmd/hooks_here.h"
#include "cmd/own_tools.h"
#include "conf/clone.h"

#include <string.h>

static const char *const words[] = { "install", "uninstall", "status", NULL };

static const struct opt opts[] = {
	{ .kind = OPT_FLAG, .name = "husky",
	  .help = "install: write a line into the committed hooks of husky",
	  .offset = offsetof(struct hooks_leave, husky) },
	{ .kind = OPT_FLAG, .name = "shared",
	  .help = "write into a hooks folder that other repositories use, too",
	  .offset = offsetof(struct hooks_leave, shared) },
	{ 0 }
};

/* The Node for programs that start git without the user's PATH; NULL: there is none now. */
static const char *find_node(struct context *ctx)
{
	struct err ignored = ERR_INIT;
	struct own_tools own;

	own_tools(&own, ctx, context_app_folder(ctx));
	return own_tools_find_node(&own, &ignored) ? NULL : own.tools.node;
}

static int remember(struct context *ctx, bool installed, struct err *err)
{
	return clone_remember_hooks(&ctx->arena, repo_common_dir(ctx->repo), installed,
	                            installed ? find_node(ctx) : NULL, err);
}

/* Without the app in the work tree nothing will ever happen; better said now. */
static void warn_without_app(struct context *ctx)
{
	struct err err = ERR_INIT;
	struct target target;

	if (context_target(ctx, NULL, &target, &err) && err.code == ERR_NO_APP) {
		out_warning(&ctx->out, "%s", err.msg);
		out_hint(&ctx->out, ADVICE_SETUP, "git cvx init: until then the hooks do nothing here");
	}
}

static int install(struct context *ctx, struct hooks_here *here,
                   const struct hooks_leave *leave, struct err *err)
{
	struct hooks_here now;

	if (hooks_here_install(here, ctx, leave, err) || context_enroll(ctx, err) ||
	    remember(ctx, true, err) || hooks_here(&now, ctx, err))
		return -1;
	if (now.configured)
		out_note(&ctx->out, "hooks are installed in git's configuration (hook.cvx)");
	else
		out_note(&ctx->out, "hooks are installed in '%s'",
		         leave->husky ? now.lines : now.files.folder);
	if (now.place == HOOKS_HUSKY && !hooks_here_all(&now)) {
		out_warning(&ctx->out, "git doesn't run them yet: husky's own files are missing in '%s'",
		            now.files.folder);
		out_hint(&ctx->out, ADVICE_SETUP, HOOKS_HUSKY_WRITES);
	}
	warn_without_app(ctx);
	return 0;
}

/* Those that stay, as they aren't this clone's alone. */
static bool say_what_stays(struct context *ctx, const struct hooks_here *here)
{
	bool lines = false;

	for (size_t i = 0; i < HOOK_EVENTS; i++)
		lines = lines || here->has_line[i];
	if (here->place == HOOKS_COMMITTED && lines) {
		out_warning(&ctx->out, "the lines that call git-cvx-hook stay in the committed hooks in "
		            "'%s'", here->lines);
		out_hint(&ctx->out, ADVICE_SETUP, "take them out by hand");
		return true;
	}
	if (here->place != HOOKS_SHARED ||
	    !(hooks_count(&here->files, HOOK_INSTALLED) + hooks_count(&here->files, HOOK_OLDER)))
		return false;
	out_warning(&ctx->out, "the hooks stay in '%s', which other repositories use, too",
	            here->files.folder);
	out_hint(&ctx->out, ADVICE_SETUP, "git cvx hooks uninstall --shared: takes them out");
	return true;
}

static int uninstall(struct context *ctx, struct hooks_here *here,
                     const struct hooks_leave *leave, struct err *err)
{
	struct hooks_here now;
	size_t removed;

	if (hooks_here_uninstall(here, ctx, leave, &removed, err) || remember(ctx, false, err) ||
	    hooks_here(&now, ctx, err))
		return -1;
	if (!say_what_stays(ctx, &now))
		out_note(&ctx->out, removed ? "the hooks are removed"
		         : "no hooks of git-cvx are installed");
	return 0;
}

static const char *state_of(const struct hooks_here *here, size_t event)
{
	const struct hook_file *file = &here->files.files[event];

	if (here->is_event[event] && here->configurable)
		return here->is_current ? "installed, in git's configuration"
		       : "older: 'git cvx hooks install' renews it";
	if (here->has_line[event] && here->place == HOOKS_HUSKY)
		return here->runs_line[event] ? "installed, as a line of husky's hook"
		       : "missing; the line is there, and husky's own file isn't";
	if (here->has_line[event])
		return here->runs_line[event] ? "installed, as a line of the committed hook"
		       : "missing; the line is there, and git can't run the file";
	if (file->presence == HOOK_OLDER)
		return "older: 'git cvx hooks install' renews it";
	if (file->presence == HOOK_INSTALLED)
		return file->has_saved ? "installed, after the hook that was there"
		       : file->has_others ? "installed, beside lines of another program" : "installed";
	return file->presence == HOOK_FOREIGN ? "missing; another program's is there" : "missing";
}

static int status(struct context *ctx, const struct hooks_here *here)
{
	struct buf text = BUF_INIT;
	bool all = hooks_here_all(here);

	for (size_t i = 0; i < HOOK_EVENTS; i++)
		buf_addf(&text, "%-14s  %s\n", hook_events[i], state_of(here, i));
	out_result(&ctx->out, text.text);
	buf_dispose(&text);
	if (!all && ctx->config.hooks_installed)
		out_warning(&ctx->out, HOOKS_GONE);
	return all && !hooks_here_older(here) ? 0 : 1;
}

static int run(struct context *ctx, const void *values, int argc, char **argv, struct err *err)
{
	const struct hooks_leave *leave = values;
	const char *word = argc ? argv[0] : "status";
	struct hooks_here here;

	if (strcmp(word, "install") && strcmp(word, "uninstall") && strcmp(word, "status"))
		return err_set(err, ERR_USAGE, "'%s' is neither install nor uninstall nor status",
		               word);
	if (context_open(ctx, err) || hooks_here(&here, ctx, err))
		return -1;
	if (!strcmp(word, "install"))
		return install(ctx, &here, leave, err);
	if (!strcmp(word, "uninstall"))
		return uninstall(ctx, &here, leave, err);
	return status(ctx, &here);
}

const struct cmd cmd_hooks = {
	.name = "hooks", .operands = "install | uninstall | status",
	.summary = "install or remove the git hooks",
	.about = "Install the hooks post-checkout, post-merge, post-rewrite and post-commit, through "
	         "which the data follows by itself; remove them; or say which are there (exit 1 if "
	         "one is missing or older). git 2.54 and newer is told in its configuration; "
	         "otherwise files are written. A hook of another program is run first, and is as it "
	         "was after uninstall; lines that others add to a file of ours run, too, and stay. "
	         "A hooks folder that is committed, or outside of the repository, is written to "
	         "only if you say so.",
	.opts = opts, .values_size = sizeof(struct hooks_leave), .max_operands = 1,
	.words = words, .run = run,
};
