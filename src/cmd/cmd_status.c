/* cmd_status.c - git cvx status */
#include "cmd/cmds.h"
#include "cmd/hooks_here.h"
#include "cmd/previewing.h"
#include "codec/record.h"
#include "ui/view.h"

#include <time.h>

struct status_values {
	bool exit_code, json;
};

static const struct opt opts[] = {
	{ .kind = OPT_FLAG, .name = "exit-code",
	  .help = "exit with 1 if the deployment isn't in step with the branch",
	  .offset = offsetof(struct status_values, exit_code) },
	{ .kind = OPT_FLAG, .name = "json", .help = "print the plan as JSON, version 1",
	  .offset = offsetof(struct status_values, json) },
	{ 0 }
};

/* What goes on without anybody watching, or has ended so. */
static const char *detached(struct context *ctx, bool *running, struct err *err)
{
	struct arena *arena = &ctx->arena;
	struct journal_owner owner;
	struct trail trail;
	int status = 0;

	*running = journal_owned(context_journals(ctx), ctx->deployment_key, arena, &owner);
	if (*running)
		return arena_printf(arena, "A run is in progress: '%s', for %lld s (process %lld).\n"
		                    "  (use \"git cvx wait\" to see it to its end)", owner.command,
		                    (long long)time(NULL) - (long long)owner.since,
		                    (long long)owner.pid);
	if (context_trail(ctx, &trail, err) || !trail_has_text(&trail) ||
	    (trail_ended(&trail, arena, &status) && !status))
		return NULL;
	return "The run that went on after the last checkout didn't end well.\n"
	       "  (use \"git cvx wait\" to see what it said)";
}

static void print_json(struct context *ctx, struct run *run, const struct running *what)
{
	struct buf text = BUF_INIT;
	struct preview preview;

	previewing_fill(&preview, run, what);
	record_plan(&text, &preview);
	out_result(&ctx->out, text.text);
	buf_dispose(&text);
}

/* Hooks that can't be looked at are none of status's business. */
static const char *hooks_line(struct context *ctx)
{
	struct err ignored = ERR_INIT;
	struct hooks_here here;

	return ctx->config.hooks_installed && !hooks_here(&here, ctx, &ignored) &&
	       !hooks_here_all(&here) ? HOOKS_GONE : NULL;
}

static void print(struct context *ctx, const struct run *run, const char *interrupted,
                  const char *running)
{
	struct buf text = BUF_INIT;

	view_status(&text, &(struct view_status){
		.branch = ctx->head.branch, .commit = ctx->head.commit,
		.url = ctx->link.url, .name = run->probe.name, .probe = &run->probe,
		.target = run->target, .ledger = &run->ledger, .deployed = &run->deployed,
		.environment = ctx->environment.name, .chosen = ctx->environment.chosen,
		.production = run->verdict.kind == KIND_PRODUCTION
			? kind_why(&run->verdict, &run->claims, &ctx->arena) : NULL,
		.plan = &run->plan, .interrupted = interrupted, .running = running,
		.hooks = hooks_line(ctx),
	});
	out_result(&ctx->out, text.text);
	buf_dispose(&text);
}

static int run(struct context *ctx, const void *values, int argc, char **argv, struct err *err)
{
	const struct status_values *v = values;
	struct running what = { .mode = RUN_DRY, .scope = PLAN_ALIGN, .command = "status" };
	struct journal_record journal;
	const char *text;
	bool found, running;
	struct run r;

	(void)argc;
	(void)argv;
	if (context_open(ctx, err) || running_prepare(ctx, &what, &r, err) ||
	    journal_peek(context_journals(ctx), ctx->deployment_key, &ctx->arena, &journal,
	                 &found, err) || run_execute(&r, err))
		return -1;
	found = found && !journal_is_foreign(&journal, r.ledger.ledger_id);
	text = detached(ctx, &running, err);
	if (err->code != ERR_NONE)
		return -1;
	if (v->json)
		print_json(ctx, &r, &what);
	else
		print(ctx, &r, found && !running ? (journal.error ? journal.error : "") : NULL, text);
	return v->exit_code && (!plan_is_empty(&r.plan) || found) ? 1 : 0;
}

const struct cmd cmd_status = {
	.name = "status", .operands = "",
	.summary = "show whether the deployment is in step with the branch",
	.about = "Show the linked deployment, whether it is in step with the work tree, what is "
	         "pending, what was applied but isn't on this branch, what failed, and what to "
	         "type next.",
	.opts = opts, .values_size = sizeof(struct status_values), .run = run,
};
