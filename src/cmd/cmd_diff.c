/* cmd_diff.c - git cvx diff */
#include "cmd/cmds.h"
#include "cmd/context.h"
#include "cmd/format.h"
#include "codec/record.h"
#include "ui/view_porcelain.h"
#include "ui/view.h"

struct diff_values {
	bool exit_code;
	struct format format;
};

static const struct opt opts[] = {
	{ .kind = OPT_FLAG, .name = "exit-code", .help = "exit with 1 if there are differences",
	  .offset = offsetof(struct diff_values, exit_code) },
	FORMAT_OPTS(struct diff_values, format, "the differences"),
	{ 0 }
};

static struct record_lineup tree_of(const struct target *target)
{
	return (struct record_lineup){ .lineup = &target->lineup, .tree = target->tree,
		.commit = target->commit, .branch = target->branch };
}

static size_t print(struct context *ctx, const struct format *format,
                    const struct record_lineup *from, const struct record_lineup *to)
{
	struct porcelain porcelain;
	struct buf text = BUF_INIT;
	struct changes changes;

	changes_make(&changes, &ctx->arena, from->lineup, to->lineup);
	if (format->json) {
		record_diff(&text, from, to);
		out_result(&ctx->out, text.text);
		buf_dispose(&text);
	} else if (format_is_porcelain(format)) {
		porcelain_begin(&porcelain, &ctx->out, format->nul);
		view_porcelain_diff(&porcelain, from, to, &changes);
	} else {
		view_diff(&ctx->out, &changes, &ctx->arena);
	}
	return changes.count;
}

static int run(struct context *ctx, const void *values, int argc, char **argv, struct err *err)
{
	const struct diff_values *v = values;
	const char *from = argc ? argv[0] : "HEAD", *to = argc > 1 ? argv[1] : NULL;
	struct record_lineup from_tree, to_tree;
	struct target a, b;

	if (format_check(&v->format, err) || context_open(ctx, err))
		return -1;
	if (argc == 1)
		(void)repo_split_range(&ctx->arena, argv[0], &from, &to);
	if (context_lineup(ctx, from, &a, err) || context_lineup(ctx, to, &b, err))
		return -1;
	from_tree = tree_of(&a);
	to_tree = tree_of(&b);
	return print(ctx, &v->format, &from_tree, &to_tree) && v->exit_code ? 1 : 0;
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
