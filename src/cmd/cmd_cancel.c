/* cmd_cancel.c - git cvx cancel */
#include "cmd/cmds.h"
#include "cmd/interrupt.h"
#include "cmd/running.h"

struct cancel_values {
	bool take_over;
};

static const struct opt opts[] = {
	{ .kind = OPT_FLAG, .name = "take-over",
	  .help = "stop them although another clone is running them",
	  .offset = offsetof(struct cancel_values, take_over) },
	{ 0 }
};

static void tell(struct context *ctx, const struct component_statuses *stopped)
{
	for (size_t i = 0; i < stopped->count; i++) {
		const struct component_status *s = &stopped->items[i];

		if (s->state == COMPONENT_CANCELED)
			out_note(&ctx->out, "stopped '%s' after %lld document%s", s->name,
			         (long long)s->processed, s->processed == 1 ? "" : "s");
		else
			out_note(&ctx->out, "'%s' ended by itself", s->name);
	}
	if (stopped->count)
		out_hint(&ctx->out, ADVICE_CONTINUE, "'git cvx status' shows how things stand, "
		         "'git cvx continue' goes on");
	else
		out_note(&ctx->out, "nothing to cancel: no migration is in progress");
}

static int run(struct context *ctx, const void *values, int argc, char **argv, struct err *err)
{
	const struct cancel_values *v = values;
	struct run run = { .clock = &clock_system, .arena = &ctx->arena, .command = "cancel",
		.take_over = v->take_over, .callbacks = { .interrupted = interrupt_came } };
	struct component_statuses stopped;
	struct journal_record record;
	bool found;

	(void)argc;
	(void)argv;
	if (context_open(ctx, err) || context_guard(ctx, "cancel", err) ||
	    context_connect(ctx, err) ||
	    journal_peek(context_journals(ctx), ctx->deployment_key, &ctx->arena, &record, &found,
	                 err))
		return -1;
	run.deployment = convex_deployment(ctx->convex);
	run.claims = ctx->claims;
	interrupt_catch();
	if (run_cancel(&run, found ? record.run_id : NULL, &stopped, err))
		return running_explain_busy(&run, err);
	tell(ctx, &stopped);
	return 0;
}

const struct cmd cmd_cancel = {
	.name = "cancel", .operands = "", .summary = "stop the migrations that are in progress",
	.about = "Stop every migration of the app that is at work on the deployment, in whichever "
	         "direction and whoever started it. What was done stays done, and what goes on "
	         "can go on where it stopped.",
	.opts = opts, .values_size = sizeof(struct cancel_values), .run = run,
};
