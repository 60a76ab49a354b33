/* cmd_hook.c - git cvx hook: what git-cvx-hook runs when something may have to be done.
 *
 * A wake-up, no more: what happened is read from the work tree, not from the hook's
 * arguments. It never makes git fail. */
#include "base/clock.h"
#include "base/file.h"
#include "cmd/cmds.h"
#include "cmd/detach.h"
#include "cmd/interrupt.h"
#include "cmd/occasion.h"
#include "cmd/offering.h"
#include "cmd/running.h"
#include "conf/clone.h"
#include "run/wanted.h"
#include "ui/view.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define HEADS "refs/heads/"

/* Also an app whose turn comes when the time is up is looked at, and goes on by itself. */
#define LOOK_MS 1000

static int64_t hook_began;

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

/* git-cvx-hook asks at the end of an operation only: its files are still there, but its
 * last commit has been made. HEAD is on the branch, or will be on the one that a rebase has
 * written down; one by patches hasn't, and is judged as the detached HEAD that it leaves. */
static int find_end(struct context *ctx, const char *event, struct err *err)
{
	const char *path = arena_printf(&ctx->arena, "%s/rebase-merge/head-name",
	                                repo_git_dir(ctx->repo)), *name = NULL;
	enum repo_operation operation;

	if (repo_operation(&operation, ctx->repo, err))
		return -1;
	if (operation == REPO_REBASE && !ctx->head.branch &&
	    file_text(&name, &ctx->arena, path, err))
		return -1;
	if (name && !strncmp(name, HEADS, strlen(HEADS)))
		ctx->head.branch = arena_strndup(&ctx->arena, name + strlen(HEADS),
		                                 strcspn(name, "\n") - strlen(HEADS));
	/* MERGE_HEAD outlives post-merge, which git calls for merges that are done. */
	if (operation == REPO_REBASE ||
	    (operation == REPO_MERGE && !strcmp(event, "post-merge")) ||
	    (ctx->head.branch && !strcmp(event, "post-commit")))
		repo_ends_operation(ctx->repo);
	return 0;
}

/* When git-cvx-hook began, which says so; else now. */
static int64_t when_it_began(void)
{
	int64_t now = clock_system.now_ms(clock_system.self), began;
	const char *text = getenv("CVX_IN_HOOK");

	began = text ? strtoll(text, NULL, 10) : 0;
	return began > 1 && began <= now ? began : now;
}

/* How long git may still be held up: git-cvx-hook's own looking counts, what was looked at before,
 * and the apps whose turn came before this one's. */
static long time_left_ms(const struct context *ctx)
{
	int64_t passed = clock_system.now_ms(clock_system.self) - hook_began;
	int64_t left = ctx->config.hook_timeout * (int64_t)1000 - passed;

	return left > 0 ? (long)left : 0;
}

/* Show the run as long as git may be held up. */
static void attend(struct context *ctx, pid_t pid, const struct trail *trail)
{
	struct err own = ERR_INIT;
	int status;

	if (!detach_watch(pid, trail->text, time_left_ms(ctx), &status)) {
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

/* A run of this clone is at work already. If it is this worktree's, it will see that more
 * is wanted, and *left is true; false: it has just ended, and *journal is ours. */
static int leave_it_to(struct context *ctx, struct journal **journal, bool *left,
                       struct err *err)
{
	const char *git_dir = context_home(ctx);
	struct journal_owner owner;

	*left = false;
	if (!journal_owned(context_journals(ctx), ctx->deployment_key, &ctx->arena, &owner))
		return running_lock(ctx, journal, err);
	if (wanted_leave(git_dir, ctx->deployment_key, err))
		return -1;
	/* It may have looked for the last time before. */
	if (!running_lock(ctx, journal, err))
		return 0;
	if (err->code != ERR_BUSY)
		return -1;
	if (strcmp(owner.worktree, git_dir)) {
		err_hint(err, "when it has ended: git cvx migrate --wait");
		return -1;
	}
	err_clear(err);
	*left = true;
	out_note(&ctx->out, "the run that is in progress goes on to %s: 'git cvx wait' shows it "
	         "to its end", ctx->head.branch);
	return 0;
}

/* Hooks wait for nobody: word is left that there is something to do. */
static void leave_word(struct context *ctx, const struct err *err)
{
	struct err own = ERR_INIT;

	if ((err->code == ERR_UNREACHABLE || err->code == ERR_BUSY) &&
	    wanted_leave(context_home(ctx), ctx->deployment_key, &own))
		out_warning(&ctx->out, "%s", own.msg);
}

/* In a process of its own from the beginning, for it may have to outlive the hook. There,
 * *status is what it shall end with. */
static int move(struct context *ctx, int *status, struct err *err)
{
	struct running what = { .scope = PLAN_ALIGN, .command = "hook", .by_hook = true,
		.has_text = true };
	struct trail trail;
	bool left = false;
	pid_t pid;

	if (context_guard(ctx, NULL, err) || context_trail(ctx, &trail, err))
		return -1;
	if (running_lock(ctx, &what.journal, err)) {
		if (err->code != ERR_BUSY)
			return -1;
		err_clear(err);
		if (leave_it_to(ctx, &what.journal, &left, err))
			return -1;
	}
	if (left)
		return 0;
	interrupt_after(0);
	pid = trail_clear(&trail, err) ? -1 : detach_fork(trail.text, err);
	if (!pid) {
		int rc = running_execute(ctx, &what, err);

		if (rc)
			leave_word(ctx, err);
		*status = rc ? err_exit_status(err->code) : 0;
		return rc;
	}
	journal_close(what.journal);
	if (pid > 0)
		attend(ctx, pid, &trail);
	return pid > 0 ? 0 : -1;
}

/* Of whatever kind ids are here. */
static bool is_null_id(const char *id)
{
	return *id && !id[strspn(id, "0")];
}

static int act(struct context *ctx, int argc, char **argv, int *status, struct err *err)
{
	long left = time_left_ms(ctx);
	bool fresh = argc > 1 && !strcmp(argv[0], "post-checkout") && is_null_id(argv[1]);
	enum occasion occasion;
	struct target target;

	/* What is sent until then breaks off; beyond looking there is a process of its own. */
	interrupt_after(left > LOOK_MS ? left : LOOK_MS);
	if (find_end(ctx, argc ? argv[0] : "", err) ||
	    occasion_judge(ctx, fresh, &target, &occasion, err))
		return -1;
	switch (occasion) {
	case OCCASION_NONE:
		return 0;
	case OCCASION_NOTIFY:
		return notify(ctx, err);
	case OCCASION_MOVE:
		return move(ctx, status, err);
	}
	return err_set(err, ERR_INTERNAL, "an occasion of an unknown kind");
}

/* It was the time, and not the user, that broke it off. */
static bool is_too_late(const struct context *ctx, const struct err *err)
{
	return err->code == ERR_INTERRUPTED && !time_left_ms(ctx);
}

/* One line and one hint: a hook speaks to somebody who is doing something else. */
static void tell(struct context *ctx, struct err *err)
{
	if (err->code == ERR_NOT_LINKED)
		return;
	if (is_too_late(ctx, err))
		out_note(&ctx->out, "nothing was heard of the deployment within %d s; data stays as it is",
		         ctx->config.hook_timeout);
	else if (err->code == ERR_NO_APP)
		out_note(&ctx->out, "%s", err->msg);
	else if (err->code == ERR_PRODUCTION)
		out_note(&ctx->out, "%s (%s)", err->msg, err->hint);
	else {
		cmd_explain(ctx, &cmd_hook, err);
		out_error(&ctx->out, err);
	}
}

/* Ctrl-C is for the process that is waited for. */
static void await(pid_t pid)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before;

	sigaction(SIGINT, &ignore, &before);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	sigaction(SIGINT, &before, NULL);
}

/* Of several apps each is moved by a process of its own: true in *out is such a process,
 * with its app chosen, or the only app's. False: all of them have ended. */
static int each_app(struct context *ctx, bool *out, struct err *err)
{
	struct apps apps;
	pid_t pid;

	*out = true;
	if (context_apps(&apps, ctx, err))
		return -1;
	if (apps.count == 1 || ctx->wanted_app)
		return 0;
	repo_close(ctx->repo);
	*ctx = (struct context){ .out = ctx->out, .arena = ctx->arena };
	for (size_t i = 0; i < apps.count; i++) {
		pid = fork();
		if (pid < 0)
			return err_errno(err, "cannot start a process");
		if (!pid) {
			ctx->wanted_app = apps.items[i].name;
			ctx->out.prefix = arena_printf(&ctx->arena, "git cvx: %s: ",
			                               ctx->wanted_app);
			return context_open(ctx, err);
		}
		await(pid);
	}
	*out = false;
	return 0;
}

/* This clone doesn't use git-cvx, and mostly somebody said so. */
static int rest(struct context *ctx, struct err *err)
{
	bool is_undecided;

	if (clone_is_undecided(&is_undecided, &ctx->arena, repo_common_dir(ctx->repo), err))
		return -1;
	if (!is_undecided)
		return 0;
	err_set(err, ERR_CONFIG, "'%s' doesn't say that this clone uses git-cvx: hooks do nothing",
	        context_private_settings(ctx));
	return err_hint(err, "if it shall: git cvx hooks install");
}

static int run(struct context *ctx, const void *values, int argc, char **argv, struct err *err)
{
	struct err own = ERR_INIT;
	bool is_one = true;
	int status = 0;

	(void)values;
	(void)err;
	if (argc && offering_knows(argv[0])) {
		/* What can't be read isn't offered. */
		(void)!offering_print(ctx, argv[0], &own);
		return 0;
	}
	hook_began = when_it_began();
	ctx->out.prefix = "git cvx: ";
	if (context_open(ctx, &own) || (!ctx->config.enabled && rest(ctx, &own)) ||
	    (ctx->config.enabled && (each_app(ctx, &is_one, &own) ||
	                             (is_one && act(ctx, argc, argv, &status, &own)))))
		tell(ctx, &own);
	return status;
}

const struct cmd cmd_hook = {
	.name = "hook", .operands = "<event> [<argument>...]", .hidden = true,
	.summary = "what our git hooks run", .about = "What our git hooks run.",
	.opts = no_opts, .max_operands = 8, .run = run,
};
