/* cmd_continue.c - git cvx continue and git cvx abort: after a run that didn't end. */
#include "base/file.h"
#include "cmd/cmds.h"
#include "cmd/earlier.h"
#include "cmd/remember.h"
#include "hook/hold.h"

static int run_continue(struct context *ctx, const void *values, int argc, char **argv,
                        struct err *err)
{
	struct running what = { .command = "continue", .yes = true };
	bool found;

	(void)values;
	(void)argc;
	(void)argv;
	if (earlier_find(ctx, &what, &found, err))
		return -1;
	if (!found)
		out_detail(&ctx->out, "no run of this clone was cut off");
	return running_execute(ctx, &what, err);
}

/* With the journal's lock held: whoever is still at work keeps the lease. */
static int give_up(struct context *ctx, struct journal *journal, struct err *err)
{
	struct deployment d = convex_deployment(ctx->convex);
	struct err ignored = ERR_INIT;
	struct journal_record record;
	bool found;

	if (journal_read(journal, &ctx->arena, &record, &found, err)) {
		/* One that can't be read is dropped all the same; its lease expires. */
		out_warning(&ctx->out, "%s", err->msg);
		err_clear(err);
	} else if (found && d.ops->lease_release(d.self, record.token, &ignored)) {
		out_warning(&ctx->out, "the deployment couldn't be told: others wait up to two "
		            "minutes (%s)", ignored.msg);
	}
	if (journal_clear(journal, err))
		return -1;
	/* If another worktree began the run, this one's record knows nothing of it, and hooks
	 * would go by the record. */
	return remember_forget(ctx, err) || folder_make(context_home(ctx), err) ||
	       hold_write(context_home(ctx), ctx->head.branch, ctx->head.commit, err);
}

static int run_abort(struct context *ctx, const void *values, int argc, char **argv,
                     struct err *err)
{
	struct journal *journal = NULL;
	int rc;

	(void)values;
	(void)argc;
	(void)argv;
	if (context_open(ctx, err) || context_link(ctx, err))
		return -1;
	if (!journal_exists(context_journals(ctx), ctx->deployment_key)) {
		out_note(&ctx->out, "nothing to abort: no run of this clone was cut off");
		return 0;
	}
	if (context_connect(ctx, err) || running_lock(ctx, &journal, err))
		return -1;
	rc = give_up(ctx, journal, err);
	journal_close(journal);
	if (rc)
		return -1;
	out_note(&ctx->out, "aborted; what was done stays done, and hooks leave this commit alone");
	out_hint(&ctx->out, ADVICE_CONTINUE, "'git checkout -' goes back, 'git cvx migrate' starts over");
	return 0;
}

const struct cmd cmd_continue = {
	.name = "continue", .operands = "", .summary = "go on with a run that was cut off",
	.about = "Finish a run that failed, was interrupted or was killed. What was done is read "
	         "from the deployment; nothing is done twice.",
	.opts = no_opts, .run = run_continue,
};

const struct cmd cmd_abort = {
	.name = "abort", .operands = "", .summary = "give up a run that was cut off",
	.about = "Give up a run that failed or was cut off. What was done stays done and is shown "
	         "by status; hooks leave the checked-out commit alone until the next migrate. To go "
	         "back, check out the branch you came from.",
	.opts = no_opts, .run = run_abort,
};
