/* cmd_matrix.c - git cvx matrix */
#include "cmd/cmds.h"
#include "cmd/looking.h"
#include "cmd/surveying.h"
#include "codec/record.h"
#include "ui/fit.h"
#include "ui/view_matrix.h"

/* Where no terminal limits them. */
#define MOST_BRANCHES 1000
#define MOST_OPERANDS 100

struct matrix_values {
	bool json, porcelain, nul;
};

static const struct opt opts[] = {
	{ .kind = OPT_FLAG, .name = "json", .help = "print it as JSON, version 1",
	  .offset = offsetof(struct matrix_values, json) },
	{ .kind = OPT_FLAG, .name = "porcelain", .help = "print it for scripts, version 1",
	  .offset = offsetof(struct matrix_values, porcelain) },
	{ .kind = OPT_FLAG, .letter = 'z', .name = "null",
	  .help = "with --porcelain: end lines with NUL",
	  .offset = offsetof(struct matrix_values, nul) },
	{ 0 }
};

static size_t columns_of(const struct context *ctx)
{
	return ctx->out.width ? (size_t)ctx->out.width : FIT_ALL;
}

static size_t most_branches(const struct context *ctx, const struct matrix_values *v)
{
	size_t room;

	if (v->json || v->porcelain)
		return MOST_BRANCHES;
	room = view_matrix_room(columns_of(ctx), ctx->config.env_count + 1);
	return room < MOST_BRANCHES ? room : MOST_BRANCHES;
}

static void print_json(struct context *ctx, const struct matrix *matrix)
{
	struct buf text = BUF_INIT;

	record_matrix(&text, matrix);
	out_result(&ctx->out, text.text);
	buf_dispose(&text);
}

static void print_text(struct context *ctx, const struct matrix *matrix)
{
	const struct view_matrix view = {
		.matrix = matrix, .arena = &ctx->arena, .columns = columns_of(ctx),
		.unicode = ctx->out.unicode,
	};
	struct pager pager;

	looking_begin_pages(&pager, ctx);
	view_matrix(&ctx->out, &view);
	pager_end(&pager);
}

static int run(struct context *ctx, const void *values, int argc, char **argv, struct err *err)
{
	const struct matrix_values *v = values;
	struct surveying what = { .branches = argv, .count = (size_t)argc };
	struct survey survey;
	int rc;

	if (v->json && v->porcelain)
		return err_set(err, ERR_USAGE, "'--json' and '--porcelain' exclude each other");
	if (context_open(ctx, err))
		return -1;
	what.most = most_branches(ctx, v);
	rc = survey_take(&survey, ctx, &what, err);
	if (!rc && v->json)
		print_json(ctx, &survey.matrix);
	else if (!rc && v->porcelain)
		view_matrix_porcelain(&ctx->out, &survey.matrix, v->nul);
	else if (!rc)
		print_text(ctx, &survey.matrix);
	survey_dispose(&survey);
	return rc;
}

const struct cmd cmd_matrix = {
	.name = "matrix", .operands = "[<branch>...]",
	.summary = "show which migrations are on which branches, and applied where",
	.about = "Show every migration of the local branches, or of those that are named, and what "
	         "became of it in the checkout's own deployment and in each environment that is "
	         "linked in this clone: applied, failed, not finished, undone; and what is applied "
	         "though it is on none of the branches. The current branch comes first, then the one "
	         "that was committed to last. An environment that doesn't answer has question marks. "
	         "Nothing is changed anywhere, and production is only looked at.",
	.opts = opts, .values_size = sizeof(struct matrix_values), .max_operands = MOST_OPERANDS,
	.offer = OFFER_REVISION, .run = run,
};
