/* cmd_diff.c - git cvx diff */
#include "cmd/cmds.h"
#include "cmd/context.h"
#include "codec/record.h"
#include "ui/view.h"

struct diff_values {
	bool exit_code, json;
};

static const struct opt opts[] = {
	{ .kind = OPT_FLAG, .name = "exit-code", .help = "exit with 1 if there are differences",
	  .offset = offsetof(struct diff_values, exit_code) },
	{ .kind = OPT_FLAG, .name = "json", .help = "print the differences as JSON, version 1",
	  .offset = offsetof(struct diff_values, json) },
	{ 0 }
};

static struct record_lineup tree_of(const struct target *target)
{
	return (struct record_lineup){
		&target->lineup, target->tree, target->commit, target->branch };
}

static int run(struct context *ctx, const void *values, int argc, char **argv, struct err *err)
{
	const struct diff_values *v = values;
	const char *from = argc ? argv[0] : "HEAD", *to = argc > 1 ? argv[1] : NULL;
	struct buf text = BUF_INIT;
	struct target a, b;
	int status;

	if (context_open(ctx, err))
		return -1;
	if (argc == 1)
		(void)repo_split_range(&ctx->arena, argv[0], &from, &to);
	if (context_lineup(ctx, from, &a, err) || context_lineup(ctx, to, &b, err))
		return -1;
	view_diff(&text, &a.lineup, &b.lineup);
	status = v->exit_code && text.len ? 1 : 0;
	if (v->json) {
		const struct record_lineup from_tree = tree_of(&a), to_tree = tree_of(&b);

		buf_truncate(&text, 0);
		record_diff(&text, &from_tree, &to_tree);
	}
	out_result(&ctx->out, text.text);
	buf_dispose(&text);
	return status;
}

const struct cmd cmd_diff = {
	.name = "diff", .operands = "[<a> [<b>] | <a>..<b>]",
	.summary = "show which migrations differ between two commits",
	.about = "Show the migrations that only <a> holds (-), that only <b> holds (+), and that "
	         "both hold with another source (~). Without <b> it is the work tree, without <a> "
	         "HEAD. No deployment is asked.",
	.opts = opts, .values_size = sizeof(struct diff_values), .max_operands = 2,
	.offer = OFFER_REVISION, .run = run,
};
