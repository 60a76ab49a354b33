/* cmd_plan.c - git cvx plan */
#include "cmd/cmds.h"
#include "cmd/running.h"
#include "codec/record.h"
#include "ui/view.h"

struct plan_values {
	const char *to;
	bool json, strict, exit_code, take_over;
};

static const struct opt opts[] = {
	{ .kind = OPT_TEXT, .name = "to", .arg = "id", .offer = OFFER_MIGRATION,
	  .help = "plan up to this migration only", .offset = offsetof(struct plan_values, to) },
	{ .kind = OPT_FLAG, .name = "json", .help = "print the plan as JSON, version 1",
	  .offset = offsetof(struct plan_values, json) },
	{ .kind = OPT_FLAG, .name = "strict",
	  .help = "refuse a migration older than one that was applied to its table",
	  .offset = offsetof(struct plan_values, strict) },
	{ .kind = OPT_FLAG, .name = "take-over",
	  .help = "plan to undo what other clones have applied, too",
	  .offset = offsetof(struct plan_values, take_over) },
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

static int plan_range(struct context *ctx, const struct plan_values *v, const char *from,
                      const char *to, struct plan *out, struct err *err)
{
	struct component_statuses none = { 0 };
	struct ledger *ledger = arena_alloc(&ctx->arena, sizeof(*ledger));
	struct target a, *b = arena_alloc(&ctx->arena, sizeof(*b));
	struct plan_input input = {
		.ledger = ledger, .statuses = &none, .scope = PLAN_ALIGN, .id = v->to,
		.take_over = v->take_over,
	};

	if (context_lineup(ctx, from, &a, err) || context_target(ctx, to, b, err))
		return -1;
	if (b->commit && lineup_history(&input.history, ctx->repo, b->commit, &b->folders, err))
		return -1;
	assume_applied(ledger, &ctx->arena, &a.lineup);
	input.target = &b->lineup;
	input.policy = ctx->config.policy;
	input.policy.strict = input.policy.strict || v->strict;
	plan_make(out, &ctx->arena, &input);
	return 0;
}

static int64_t documents(void *payload, const char *table)
{
	struct run *run = payload;
	struct err ignored = ERR_INIT;
	int64_t n;

	if (run->deployment.ops->table_size(run->deployment.self, table, &n, &ignored))
		return -1;
	return n;
}

static void print(struct context *ctx, const struct plan_values *v, const struct view_plan *view)
{
	struct buf text = BUF_INIT;

	if (v->json)
		record_plan(&text, view->plan);
	else
		view_plan(&text, view);
	out_result(&ctx->out, text.text);
	buf_dispose(&text);
}

static int finish(const struct plan_values *v, const struct plan *plan, struct err *err)
{
	if (plan->refusal_count) {
		err_set(err, ERR_DECISION, "the plan can't be carried out as it is");
		return -1;
	}
	return v->exit_code && !plan_is_empty(plan) ? 1 : 0;
}

static int run(struct context *ctx, const void *values, int argc, char **argv, struct err *err)
{
	const struct plan_values *v = values;
	struct running what = { .mode = RUN_DRY, .scope = PLAN_ALIGN, .command = "plan",
		.revision = argc ? argv[0] : NULL, .id = v->to, .take_over = v->take_over,
		.strict = v->strict };
	const char *from, *to;
	struct run r;

	if (context_open(ctx, err))
		return -1;
	if (argc && repo_split_range(&ctx->arena, argv[0], &from, &to)) {
		struct plan plan;

		if (plan_range(ctx, v, from, to, &plan, err))
			return -1;
		print(ctx, v, &(struct view_plan){ .plan = &plan, .target = to, .assumed = true });
		return finish(v, &plan, err);
	}
	if (running_prepare(ctx, &what, &r, err) || run_execute(&r, err))
		return -1;
	print(ctx, v, &(struct view_plan){ .plan = &r.plan, .target = r.target->label,
	      .records_lineup = r.records_lineup, .documents = documents, .payload = &r });
	return finish(v, &r.plan, err);
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
