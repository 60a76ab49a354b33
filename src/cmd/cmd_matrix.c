/* cmd_matrix.c - git cvx matrix */
#include "app/embedded.h"
#include "cmd/cmds.h"
#include "cmd/format.h"
#include "cmd/looking.h"
#include "cmd/page_file.h"
#include "cmd/surveying.h"
#include "codec/record.h"
#include "ui/fit.h"
#include "ui/view_matrix.h"
#include "ui/view_matrix_html.h"

#include <string.h>
#include <time.h>

#define TEMPLATE "src/ui/matrix.html"

/* Where no terminal limits them. */
#define MOST_BRANCHES 1000
#define MOST_OPERANDS 100
/* Of a page. */
#define MOST_COLUMNS 24

struct matrix_values {
	struct format format;
	const char *html;
};

static const struct opt opts[] = {
	FORMAT_OPTS(struct matrix_values, format, "it"),
	{ .kind = OPT_TEXT, .name = "html", .arg = "file", .offer = OFFER_FILE,
	  .help = "write it as a page to this file; - is the standard output",
	  .offset = offsetof(struct matrix_values, html) },
	{ 0 }
};

static size_t columns_of(const struct context *ctx)
{
	return ctx->out.width ? (size_t)ctx->out.width : FIT_ALL;
}

static size_t most_branches(const struct context *ctx, const struct matrix_values *v)
{
	size_t room;

	if (v->html)
		return MOST_COLUMNS;
	if (v->format.json || format_is_porcelain(&v->format))
		return MOST_BRANCHES;
	room = view_matrix_room(columns_of(ctx), ctx->config.env_count + 1);
	return room < MOST_BRANCHES ? room : MOST_BRANCHES;
}

static bool is_stdout(const char *file)
{
	return !strcmp(file, "-");
}

static int write_page(struct context *ctx, const struct matrix *matrix, const char *file,
                      struct err *err)
{
	const struct embedded_file *template = embedded_find(TEMPLATE);
	struct buf text = BUF_INIT;
	int rc = 0;

	if (!template)
		return err_set(err, ERR_INTERNAL, "'" TEMPLATE "' is not in the program");
	view_matrix_html(&text, &(struct matrix_page){
		.matrix = matrix, .arena = &ctx->arena, .template = template->text,
		.program = PACKAGE_VERSION, .made_at = (int64_t)time(NULL) * 1000,
	});
	if (is_stdout(file)) {
		out_result(&ctx->out, text.text);
	} else {
		out_clean(&text);
		rc = page_file_write(file, &text, err);
	}
	buf_dispose(&text);
	if (!rc && !is_stdout(file))
		out_note(&ctx->out, "wrote '%s'", file);
	return rc;
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

	if (v->html && (v->format.json || format_is_porcelain(&v->format)))
		return err_set(err, ERR_USAGE, "'--json', '--porcelain' and '--html' exclude each "
		               "other");
	if (format_check(&v->format, err) || (v->html && !is_stdout(v->html) &&
	     page_file_check(v->html, MATRIX_PAGE_BEGIN, err)) ||
	    context_open(ctx, err))
		return -1;
	what.most = most_branches(ctx, v);
	rc = survey_take(&survey, ctx, &what, err);
	if (!rc && v->html)
		rc = write_page(ctx, &survey.matrix, v->html, err);
	else if (!rc && v->format.json)
		print_json(ctx, &survey.matrix);
	else if (!rc && format_is_porcelain(&v->format))
		view_matrix_porcelain(&ctx->out, &survey.matrix, v->format.nul);
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
