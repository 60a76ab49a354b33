/* cmd_plan.c - git cvx plan */
#include "cmd/cmds.h"
#include "cmd/format.h"
#include "cmd/previewing.h"
#include "codec/record.h"
#include "ui/view_porcelain.h"
#include "ui/view.h"

struct plan_values {
	const char *to;
	bool strict, exit_code, take_over, restart, undo_partial, finish_first;
	struct format format;
};

static const struct opt opts[] = {
	{ .kind = OPT_TEXT, .name = "to", .arg = "id", .offer = OFFER_MIGRATION,
	  .help = "plan up to this migration only", .offset = offsetof(struct plan_values, to) },
	FORMAT_OPTS(struct plan_values, format, "the plan"),
	{ .kind = OPT_FLAG, .name = "strict",
	  .help = "refuse a migration older than one that was applied to its table",
	  .offset = offsetof(struct plan_values, strict) },
	{ .kind = OPT_FLAG, .name = "take-over",
	  .help = "plan to undo what other clones have applied, too",
	  .offset = offsetof(struct plan_values, take_over) },
	{ .kind = OPT_FLAG, .name = "restart",
	  .help = "plan to run half-done migrations from the first document",
	  .offset = offsetof(struct plan_values, restart) },
	{ .kind = OPT_FLAG, .name = "undo-partial",
	  .help = "plan to undo half-done migrations that aren't on the branch",
	  .offset = offsetof(struct plan_values, undo_partial) },
	{ .kind = OPT_FLAG, .name = "finish-first", .help = "the same, but run the rest of them before",
	  .offset = offsetof(struct plan_values, finish_first) },
	{ .kind = OPT_FLAG, .name = "exit-code", .help = "exit with 1 if there is something to do",
	  .offset = offsetof(struct plan_values, exit_code) },
	{ 0 }
};

/* The ledger of a deployment that was brought in line with this lineup, in its order. */
static void assume_applied(struct ledger *out, struct arena *arena,
                           const struct lineup *lineup)
{
	*out = (struct ledger){ .mounted = true, .has_baseline = true };
	out->rows = arena_alloc(arena, (lineup->count + 1) * sizeof(*out->rows));
	out->count = lineup->count;
	for (size_t i = 0; i < lineup->count; i++) {
		const struct migration *m = &lineup->items[i];

		out->rows[i] = (struct ledger_row){
			.id = m->id, .status = ROW_COMPLETED, .sequence = (int64_t)i + 1,
			.source = m->source, .seal = m->source, .table = m->table,
			.tables = m->tables, .up_path = m->up_path, .down_path = m->down_path,
			.processed = -1,
		};
	}
}

static int plan_range(struct context *ctx, const struct plan_values *v, struct preview *out,
                      const char *const range[2], struct err *err)
{
	struct component_statuses none = { 0 };
	struct ledger *ledger = arena_alloc(&ctx->arena, sizeof(*ledger));
	struct target a, *b = arena_alloc(&ctx->arena, sizeof(*b));
	struct plan *plan = arena_alloc(&ctx->arena, sizeof(*plan));
	struct plan_input input = {
		.ledger = ledger, .statuses = &none, .scope = PLAN_ALIGN, .id = v->to,
		.take_over = v->take_over,
	};

	if (context_lineup(ctx, range[0], &a, err) || context_target(ctx, range[1], b, err))
		return -1;
	if (b->commit && lineup_history(&input.history, ctx->repo, &(struct lineup_past){
	    b->commit, &b->folders, &b->lineup }, err))
		return -1;
	assume_applied(ledger, &ctx->arena, &a.lineup);
	input.target = &b->lineup;
	input.policy = ctx->config.policy;
	input.policy.strict = input.policy.strict || v->strict;
	plan_make(plan, &ctx->arena, &input);
	*out = (struct preview){
		.plan = plan, .target = range[1], .assumed = range[0], .tree = b->tree,
		.commit = b->commit, .revision = -1, .to = v->to,
		.strict = v->strict, .take_over = v->take_over,
	};
	preview_fill(out, &ctx->arena);
	return 0;
}

/* What the deployment would be asked to do now. */
static int plan_run(struct context *ctx, const struct plan_values *v, struct preview *out,
                    const char *revision, struct err *err)
{
	const struct running what = { .mode = RUN_DRY, .scope = PLAN_ALIGN, .command = "plan",
		.revision = revision, .id = v->to, .take_over = v->take_over,
		.strict = v->strict,
		.half_done = { v->restart, v->undo_partial, v->finish_first } };
	struct run *run = arena_alloc(&ctx->arena, sizeof(*run));

	if (running_prepare(ctx, &what, run, err) || run_execute(run, err))
		return -1;
	running_say_kind(ctx, run);
	previewing_fill(out, run, &what);
	return 0;
}

static void print(struct context *ctx, const struct format *format,
                  const struct preview *preview)
{
	struct porcelain porcelain;
	struct buf text = BUF_INIT;

	if (format->json) {
		record_plan(&text, preview);
		out_result(&ctx->out, text.text);
		buf_dispose(&text);
	} else if (format_is_porcelain(format)) {
		porcelain_begin(&porcelain, &ctx->out, format->nul);
		view_porcelain_plan(&porcelain, preview);
	} else {
		view_plan(&ctx->out, preview, &ctx->arena);
	}
}

static int run(struct context *ctx, const void *values, int argc, char **argv, struct err *err)
{
	const struct plan_values *v = values;
	const char *range[2];
	struct preview preview;

	if (format_check(&v->format, err) || context_open(ctx, err))
		return -1;
	if (argc && repo_split_range(&ctx->arena, argv[0], &range[0], &range[1])
	    ? plan_range(ctx, v, &preview, range, err)
	    : plan_run(ctx, v, &preview, argc ? argv[0] : NULL, err))
		return -1;
	print(ctx, &v->format, &preview);
	if (preview.plan->refusal_count)
		return err_set(err, ERR_DECISION, "the plan can't be carried out as it is");
	return v->exit_code && (!plan_is_empty(preview.plan) || preview.records_lineup) ? 1 : 0;
}

const struct cmd cmd_plan = {
	.name = "plan", .operands = "[<commit> | <a>..<b>]",
	.summary = "show what would be undone and run",
	.about = "Show the steps that bring the deployment in line with the work tree or a commit, "
	         "with their reasons; nothing is changed. With <a>..<b> no deployment is asked: it "
	         "is assumed to be in line with <a>.",
	.opts = opts, .values_size = sizeof(struct plan_values), .max_operands = 1,
	.offer = OFFER_REVISION, .run = run,
};
