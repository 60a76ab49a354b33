/* cmd_hook.c - git cvx hook: what git-cvx-hook runs when something may have to be done.
 *
 * A wake-up, no more: what happened is read from the work tree, not from the hook's
 * arguments. It never makes git fail. */
#include "cmd/cmds.h"
#include "cmd/detach.h"
#include "cmd/remember.h"
#include "cmd/running.h"
#include "hook/hold.h"
#include "ui/view.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

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

/* Show the run as long as git may be held up. */
static void attend(struct context *ctx, pid_t pid, const struct trail *trail)
{
	struct err own = ERR_INIT;
	int status;

	if (!detach_watch(pid, trail->text, ctx->config.hook_timeout * 1000L, &status)) {
		out_note(&ctx->out, "this takes longer than %d s and goes on by itself: "
		         "'git cvx wait' shows it to its end, 'git cvx status' how it stands",
		         ctx->config.hook_timeout);
		return;
	}
	if (WIFSIGNALED(status) && WTERMSIG(status) != SIGINT)
		out_warning(&ctx->out, "it crashed (signal %d); see 'git cvx status'",
		            WTERMSIG(status));
	/* All of it has been seen. */
	if (running_seen(ctx, trail, &own))
		out_warning(&ctx->out, "%s", own.msg);
}

/* In a process of its own from the beginning, for it may have to outlive the hook. There,
 * *status is what it shall end with. */
static int move(struct context *ctx, int *status, struct err *err)
{
	struct running what = { .scope = PLAN_ALIGN, .command = "hook", .by_hook = true };
	struct trail trail;
	pid_t pid;

	if (context_connect(ctx, err) || context_trail(ctx, &trail, err) ||
	    running_lock(ctx, &what.journal, err))
		return -1;
	pid = trail_clear(&trail, err) ? -1 : detach_fork(trail.text, err);
	if (!pid) {
		int rc = running_execute(ctx, &what, err);

		*status = rc ? err_exit_status(err->code) : 0;
		return rc;
	}
	journal_close(what.journal);
	if (pid > 0)
		attend(ctx, pid, &trail);
	return pid > 0 ? 0 : -1;
}

static int act(struct context *ctx, int argc, char **argv, int *status, struct err *err)
{
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
	return mode == MODE_NOTIFY ? notify(ctx, err) : move(ctx, status, err);
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
	int status = 0;

	(void)values;
	(void)err;
	ctx->out.prefix = "git cvx: ";
	if (context_open(ctx, &own) || !ctx->config.enabled ||
	    act(ctx, argc, argv, &status, &own))
		if (own.code != ERR_NONE)
			tell(ctx, &own);
	return status;
}

const struct cmd cmd_hook = {
	.name = "hook", .operands = "<event> [<argument>...]", .hidden = true,
	.summary = "what our git hooks run", .about = "What our git hooks run.",
	.opts = no_opts, .max_operands = 8, .run = run,
};
