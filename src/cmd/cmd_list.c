/* cmd_list.c - git cvx list */
#include "cmd/cmds.h"
#include "cmd/context.h"
#include "codec/record.h"
#include "ui/view.h"

struct list_values {
	bool json;
};

static const struct opt opts[] = {
	{ .kind = OPT_FLAG, .name = "json", .help = "print the migrations as JSON, version 1",
	  .offset = offsetof(struct list_values, json) },
	{ 0 }
};

static int run(struct context *ctx, const void *values, int argc, char **argv, struct err *err)
{
	const struct list_values *v = values;
	struct buf text = BUF_INIT;
	struct target target;

	if (context_open(ctx, err) ||
	    context_target(ctx, argc ? argv[0] : NULL, &target, err))
		return -1;
	if (v->json)
		record_list(&text, &(struct record_lineup){ &target.lineup, target.tree,
		            target.commit, target.branch });
	else
		view_list(&text, &target.lineup, NULL);
	out_result(&ctx->out, text.text);
	if (!target.lineup.count && !v->json)
		out_note(&ctx->out, "the branch has no migrations; 'git cvx new' writes one");
	buf_dispose(&text);
	return 0;
}

const struct cmd cmd_list = {
	.name = "list", .operands = "[<commit>]",
	.summary = "list the migrations of the work tree or of a commit",
	.about = "List the migrations that the work tree, or a commit, holds, in the order in "
	         "which they run. No deployment is asked.",
	.opts = opts, .values_size = sizeof(struct list_values),
	.max_operands = 1, .offer = OFFER_REVISION, .run = run,
};
