/* cmd_hook.c - git cvx hook: what git-cvx-hook runs when something may have to be done.
 *
 * A wake-up, no more: what happened is read from the work tree, not from the hook's
 * arguments. It never makes git fail. */
#include "cmd/cmds.h"
#include "cmd/remember.h"
#include "cmd/running.h"
#include "hook/hold.h"
#include "ui/view.h"

#include <stdlib.h>
#include <string.h>

#define NULL_ID_START "0000000000000000000000000000000000000000"

enum mode { MODE_OFF, MODE_NOTIFY, MODE_AUTO };

/* A detached HEAD is a glance at a commit; an old id of zeros is a new worktree or clone. */
static enum mode mode_of(const struct context *ctx, int argc, char **argv)
{
	bool fresh = argc > 1 && !strcmp(argv[1], NULL_ID_START);

	if (ctx->config.hook_mode == HOOK_OFF)
		return MODE_OFF;
	if (ctx->config.hook_mode == HOOK_NOTIFY || !ctx->head.branch || fresh)
		return MODE_NOTIFY;
	return MODE_AUTO;
}

static int notify(struct context *ctx, struct err *err)
{
	struct running what = { .mode = RUN_DRY, .scope = PLAN_ALIGN, .command = "hook",
		.by_hook = true };
	struct buf line = BUF_INIT;
	struct run run;

	if (running_prepare(ctx, &what, &run, err) || run_execute(&run, err))
		return -1;
	if (!plan_is_empty(&run.plan)) {
		view_plan_short(&line, &run.plan);
		out_note(&ctx->out, "'git cvx migrate' would %s; data stays as it is", line.text);
		buf_dispose(&line);
	}
	return 0;
}

static int held(struct context *ctx, bool *out, struct err *err)
{
	if (hold_is_for(repo_git_dir(ctx->repo), ctx->head.branch, ctx->head.commit, out, err))
		return -1;
	if (*out)
		out_note(&ctx->out, "the run for this commit was aborted; data stays as it is "
		         "('git cvx migrate' starts over)");
	return 0;
}

static bool in_the_middle(struct context *ctx, bool unmerged)
{
	enum repo_operation operation = repo_operation(ctx->repo);

	if (unmerged)
		return true;
	return operation != REPO_NO_OPERATION &&
	       (operation != REPO_BISECT || !ctx->head.branch);
}

static int act(struct context *ctx, int argc, char **argv, struct err *err)
{
	struct running what = { .scope = PLAN_ALIGN, .command = "hook", .by_hook = true };
	struct target target;
	bool unmerged, is_held, same;
	enum mode mode;

	if (repo_has_unmerged(&unmerged, ctx->repo, err))
		return -1;
	if (in_the_middle(ctx, unmerged))
		return 0;
	if (context_target(ctx, NULL, &target, err))
		return -1;
	mode = mode_of(ctx, argc, argv);
	if (mode == MODE_OFF)
		return 0;
	if (remember_compare(ctx, &target, &same, err))
		return -1;
	if (same || held(ctx, &is_held, err))
		return same ? 0 : -1;
	if (is_held)
		return 0;
	return mode == MODE_NOTIFY ? notify(ctx, err) : running_execute(ctx, &what, err);
}

/* One line and one hint: a hook speaks to somebody who is doing something else. */
static void tell(struct context *ctx, struct err *err)
{
	if (err->code == ERR_NOT_LINKED)
		return;
	if (err->code == ERR_NO_APP)
		out_note(&ctx->out, "%s", err->msg);
	else {
		cmd_explain(ctx, &cmd_hook, err);
		out_error(&ctx->out, err);
	}
}

static int run(struct context *ctx, const void *values, int argc, char **argv, struct err *err)
{
	struct err own = ERR_INIT;

	(void)values;
	(void)err;
	ctx->out.prefix = "git cvx: ";
	if (context_open(ctx, &own) || !ctx->config.enabled || act(ctx, argc, argv, &own))
		if (own.code != ERR_NONE)
			tell(ctx, &own);
	return 0;
}

const struct cmd cmd_hook = {
	.name = "hook", .operands = "<event> [<argument>...]", .hidden = true,
	.summary = "what our git hooks run", .about = "What our git hooks run.",
	.opts = no_opts, .max_operands = 8, .run = run,
};
