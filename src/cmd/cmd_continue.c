/* cmd_continue.c - git cvx continue and git cvx abort: after a run that didn't end. */
#include "cmd/cmds.h"
#include "cmd/running.h"
#include "hook/hold.h"

#include <stdlib.h>
#include <string.h>

static int find_journal(struct context *ctx, struct journal_record *record, struct err *err)
{
	bool found;

	if (context_open(ctx, err) || context_connect(ctx, err) ||
	    journal_peek(context_journals(ctx), ctx->deployment_key, &ctx->arena, record, &found,
	                 err))
		return -1;
	return found ? 1 : 0;
}

static enum plan_scope scope_of(const char *word)
{
	if (word && !strcmp(word, "up"))
		return PLAN_UP;
	if (word && !strcmp(word, "down"))
		return PLAN_DOWN;
	if (word && !strcmp(word, "redo"))
		return PLAN_REDO;
	return PLAN_ALIGN;
}

/* What the run was about. */
static void go_on_with(struct running *what, struct context *ctx,
                       const struct journal_record *record)
{
	struct names *redo = arena_alloc(&ctx->arena, sizeof(*redo));
	struct plan_begun *begun = arena_alloc(&ctx->arena, sizeof(*begun));
	bool here = record->branch && ctx->head.branch &&
	            !strcmp(record->branch, ctx->head.branch);

	if (record->scope && !strcmp(record->scope, "adopt"))
		what->mode = RUN_ADOPT;
	what->scope = scope_of(record->scope);
	what->tree = here ? NULL : record->tree;
	if (what->scope == PLAN_REDO) {
		*redo = names_split(record->id, &ctx->arena);
		what->redo = redo;
	} else {
		what->id = record->id;
	}
	if (!record->since)
		return;
	*begun = (struct plan_begun){ names_split(record->riders, &ctx->arena),
		strtoll(record->since, NULL, 10) };
	what->begun = begun;
}

/* A migration that was mended is mended in the work tree: if the journal's target was the
 * work tree, it is the work tree as it is now that goes on. */
static int run_continue(struct context *ctx, const void *values, int argc, char **argv,
                        struct err *err)
{
	struct journal_record record;
	struct running what = { .command = "continue", .yes = true };
	int found = find_journal(ctx, &record, err);

	(void)values;
	(void)argc;
	(void)argv;
	if (found < 0)
		return -1;
	if (found)
		go_on_with(&what, ctx, &record);
	else
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
	return hold_write(repo_git_dir(ctx->repo), ctx->head.branch, ctx->head.commit, err);
}

static int run_abort(struct context *ctx, const void *values, int argc, char **argv,
                     struct err *err)
{
	struct journal *journal = NULL;
	int rc;

	(void)values;
	(void)argc;
	(void)argv;
	if (context_open(ctx, err) || context_connect(ctx, err))
		return -1;
	if (!journal_exists(context_journals(ctx), ctx->deployment_key)) {
		out_note(&ctx->out, "nothing to abort: no run of this clone was cut off");
		return 0;
	}
	if (journal_open(&journal, context_journals(ctx), ctx->deployment_key, err))
		return -1;
	rc = give_up(ctx, journal, err);
	journal_close(journal);
	if (rc)
		return -1;
	out_note(&ctx->out, "aborted; what was done stays done, and hooks leave this commit alone");
	out_hint(&ctx->out, "'git checkout -' goes back, 'git cvx migrate' starts over");
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
