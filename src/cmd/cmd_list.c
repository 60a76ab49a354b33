/* cmd_list.c - git cvx list */
#include "cmd/cmds.h"
#include "cmd/context.h"
#include "cmd/elsewhere.h"
#include "cmd/format.h"
#include "codec/record.h"
#include "hook/state.h"
#include "ui/view_porcelain.h"
#include "ui/view.h"

#include <string.h>

struct list_values {
	struct format format;
};

static const struct opt opts[] = {
	FORMAT_OPTS(struct list_values, format, "the migrations"),
	{ 0 }
};

/* The last run was on the deployment that is linked now. */
static bool is_of_linked(struct context *ctx)
{
	struct err ignored = ERR_INIT;
	struct buf deployment = BUF_INIT;
	bool same;

	same = state_deployment(&deployment, context_home(ctx)) && !context_link(ctx, &ignored) &&
	       !strncmp(deployment.text, ctx->deployment_key, strlen(ctx->deployment_key));
	buf_dispose(&deployment);
	return same;
}

/* Whether each is applied, as of the last run; NULL if that isn't known. It left the deployment
 * in step: what it hasn't seen is pending. */
static const enum overview_state *states_of(struct context *ctx, const struct lineup *lineup)
{
	enum overview_state *states;
	struct names applied = { 0 };
	struct state_known known;

	if (!is_of_linked(ctx))
		return NULL;
	if (!state_known(&known, &ctx->arena, context_home(ctx)))
		return NULL;
	for (size_t i = 0; i < known.count; i++)
		if (known.ids[i].applied)
			names_add(&applied, &ctx->arena, known.ids[i].id);
	applied = names_sorted(&applied, &ctx->arena);
	states = arena_alloc(&ctx->arena, (lineup->count + 1) * sizeof(*states));
	for (size_t i = 0; i < lineup->count; i++)
		states[i] = names_find(&applied, lineup->items[i].id) ? OVERVIEW_APPLIED
		                                                      : OVERVIEW_PENDING;
	return states;
}

static void print(struct context *ctx, const struct format *format,
                  const struct record_lineup *list)
{
	struct porcelain porcelain;
	struct buf text = BUF_INIT;

	if (format->json) {
		record_list(&text, list);
		out_result(&ctx->out, text.text);
		buf_dispose(&text);
	} else if (format_is_porcelain(format)) {
		porcelain_begin(&porcelain, &ctx->out, format->nul);
		view_porcelain_list(&porcelain, list);
	} else {
		view_list(&ctx->out, list, &ctx->arena);
		if (!list->lineup->count)
			out_note(&ctx->out, "the branch has no migrations; 'git cvx new' writes one");
		else if (list->states && ctx->out.width)
			out_note(&ctx->out, "(as of the last run; 'git cvx status' asks the "
			         "deployment)");
	}
}

static int run(struct context *ctx, const void *values, int argc, char **argv, struct err *err)
{
	const struct list_values *v = values;
	struct record_lineup list;
	struct target target;

	if (format_check(&v->format, err) || context_open(ctx, err) ||
	    context_target(ctx, argc ? argv[0] : NULL, &target, err))
		return -1;
	list = (struct record_lineup){ .lineup = &target.lineup, .tree = target.tree,
		.commit = target.commit, .branch = target.branch,
		.states = states_of(ctx, &target.lineup) };
	print(ctx, &v->format, &list);
	return 0;
}

const struct cmd cmd_list = {
	.name = "list", .operands = "[<commit>]",
	.summary = "list the migrations of the work tree or of a commit",
	.about = "List the migrations that the work tree, or a commit, holds, in the order in "
	         "which they run, with the tables that they touch. Where a run has left word, each "
	         "is marked as applied or pending, as of that run. No deployment is asked.",
	.opts = opts, .values_size = sizeof(struct list_values),
	.max_operands = 1, .offer = OFFER_REVISION, .run = run,
};
