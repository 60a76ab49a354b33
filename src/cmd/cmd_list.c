/* cmd_list.c - git cvx list */
#include "cmd/cmds.h"
#include "cmd/context.h"
#include "ui/view.h"

static int run(struct context *ctx, const void *values, int argc, char **argv, struct err *err)
{
	struct buf text = BUF_INIT;
	struct target target;

	(void)values;
	if (context_open(ctx, err) ||
	    context_target(ctx, argc ? argv[0] : NULL, &target, err))
		return -1;
	view_list(&text, &target.lineup, NULL);
	out_result(&ctx->out, text.text);
	if (!target.lineup.count)
		out_note(&ctx->out, "the branch has no migrations; 'git cvx new' writes one");
	buf_dispose(&text);
	return 0;
}

const struct cmd cmd_list = {
	.name = "list", .operands = "[<commit>]",
	.summary = "list the migrations of the work tree or of a commit",
	.about = "List the migrations that the work tree, or a commit, holds, in the order in "
	         "which they run. No deployment is asked.",
	.opts = no_opts, .max_operands = 1, .offer = OFFER_REVISION, .run = run,
};
