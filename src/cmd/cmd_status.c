/* cmd_status.c - git cvx status */
#include "cmd/cmds.h"
#include "cmd/format.h"
#include "cmd/hooks_here.h"
#include "cmd/own_tools.h"
#include "cmd/previewing.h"
#include "codec/record.h"
#include "hook/offer.h"
#include "hook/trust.h"
#include "ui/view_porcelain.h"
#include "ui/view_status.h"

#include <time.h>

struct status_values {
	bool exit_code, is_short;
	struct format format;
};

static const struct opt opts[] = {
	{ .kind = OPT_FLAG, .name = "exit-code",
	  .help = "exit with 1 if the deployment isn't in step with the branch",
	  .offset = offsetof(struct status_values, exit_code) },
	{ .kind = OPT_FLAG, .letter = 's', .name = "short",
	  .help = "a few words for a prompt, from what the last run left; nobody is asked",
	  .offset = offsetof(struct status_values, is_short) },
	FORMAT_OPTS(struct status_values, format, "all of it"),
	{ 0 }
};

/* What goes on without anybody watching, or has ended so. */
static int look_at_runs(struct overview *o, struct context *ctx, struct err *err)
{
	struct arena *arena = &ctx->arena;
	struct overview_running *running = arena_alloc(arena, sizeof(*running));
	struct journal_owner owner;
	struct trail trail;
	int status = 0;

	if (journal_owned(context_journals(ctx), ctx->deployment_key, arena, &owner)) {
		*running = (struct overview_running){ .command = owner.command, .pid = owner.pid,
			.seconds = (int64_t)time(NULL) - owner.since };
		o->running = running;
		return 0;
	}
	if (context_trail(ctx, &trail, err))
		return -1;
	o->ended_badly = trail_has_text(&trail) &&
	                 !(trail_ended(&trail, arena, &status) && !status);
	return 0;
}

/* Hooks that can't be looked at are none of status's business. */
static bool are_hooks_gone(struct context *ctx)
{
	struct err ignored = ERR_INIT;
	struct hooks_here here;

	return ctx->config.hooks_installed && !hooks_here(&here, ctx, &ignored) &&
	       !hooks_here_all(&here);
}

static void take_place(struct overview *o, struct context *ctx, const struct run *run)
{
	o->app = ctx->app_name;
	o->branch = ctx->head.branch;
	o->commit = ctx->head.commit;
	o->url = ctx->link.url;
	o->name = run->probe.name;
	o->environment = ctx->environment.name;
	o->chosen = ctx->environment.chosen;
	o->kind = run->verdict.kind;
	o->paused = run->probe.paused;
	if (run->verdict.kind == KIND_PRODUCTION)
		o->production = kind_why(&run->verdict, &run->claims, &ctx->arena);
	o->hooks_gone = are_hooks_gone(ctx);
}

static int collect(struct overview *o, struct context *ctx, struct err *err)
{
	const struct running what = { .mode = RUN_DRY, .scope = PLAN_ALIGN, .command = "status" };
	struct run *run = arena_alloc(&ctx->arena, sizeof(*run));
	struct preview *preview = arena_alloc(&ctx->arena, sizeof(*preview));
	struct journal_record journal;
	bool found;

	*o = (struct overview){ .preview = preview };
	if (context_open(ctx, err) || running_prepare(ctx, &what, run, err) ||
	    journal_peek(context_journals(ctx), ctx->deployment_key, &ctx->arena, &journal,
	                 &found, err) || run_execute(run, err) || look_at_runs(o, ctx, err))
		return -1;
	found = found && !journal_is_foreign(&journal, run->ledger.ledger_id);
	if (found && !o->running)
		o->interrupted = journal.error ? journal.error : "";
	previewing_fill(preview, run, &what);
	take_place(o, ctx, run);
	o->target = run->target;
	o->ledger = &run->ledger;
	o->deployed = &run->deployed;
	overview_make(o, &ctx->arena);
	return 0;
}

static void print(struct context *ctx, const struct format *format, const struct overview *o)
{
	struct porcelain porcelain;
	struct buf text = BUF_INIT;

	if (format->json) {
		record_status(&text, o);
		out_result(&ctx->out, text.text);
		buf_dispose(&text);
	} else if (format_is_porcelain(format)) {
		porcelain_begin(&porcelain, &ctx->out, format->nul);
		view_porcelain_status(&porcelain, o);
	} else {
		view_status(&ctx->out, o, &ctx->arena);
	}
}

/* Without an app there is nothing to link: that comes first. */
static void explain_unlinked(struct context *ctx, struct err *err)
{
	struct err own = ERR_INIT;
	struct target target;

	if (err->code == ERR_NOT_LINKED && context_target(ctx, NULL, &target, &own) &&
	    own.code == ERR_NO_APP)
		*err = own;
}

static int show_one(struct context *ctx, const struct status_values *v, struct err *err)
{
	struct overview overview;

	if (collect(&overview, ctx, err)) {
		explain_unlinked(ctx, err);
		return -1;
	}
	print(ctx, &v->format, &overview);
	own_tools_warn(ctx, context_app_folder(ctx));
	return v->exit_code && (!overview.in_step || overview.interrupted || overview.running)
		? 1 : 0;
}

/* Of several apps, one after the other; one that can't be looked at hides none of the others. */
static int show_all(struct context *ctx, const struct status_values *v, const struct apps *apps)
{
	bool for_people = !v->format.json && !format_is_porcelain(&v->format);
	int worst = 0;

	for (size_t i = 0; i < apps->count; i++) {
		struct context one;
		struct err own = ERR_INIT;
		int status;

		context_init(&one);
		one.out = ctx->out;
		one.wanted_env = ctx->wanted_env;
		one.wanted_app = apps->items[i].name;
		context_suggest(&one);
		if (i && for_people)
			out_result(&one.out, "\n");
		status = show_one(&one, v, &own);
		if (status < 0) {
			err_wrap(&own, "app '%s'", apps->items[i].name);
			cmd_explain(&one, &cmd_status, &own);
			out_error(&one.out, &own);
			status = err_exit_status(own.code);
		}
		worst = status > worst ? status : worst;
		context_dispose(&one);
	}
	return worst;
}

/* For prompts: from local files, silent where there is nothing to say. */
static int show_short(struct context *ctx)
{
	struct arena *arena = &ctx->arena;
	struct buf text = BUF_INIT;
	struct place place;

	if (place_find(&place, arena) && trust_place(&place, arena))
		offer_summary(&text, &place, arena);
	out_result(&ctx->out, text.text);
	buf_dispose(&text);
	return 0;
}

static int run(struct context *ctx, const void *values, int argc, char **argv, struct err *err)
{
	const struct status_values *v = values;
	struct apps apps;
	bool all;

	(void)argc;
	(void)argv;
	if (format_check(&v->format, err))
		return -1;
	if (v->is_short)
		return show_short(ctx);
	if (context_open(ctx, err) || context_is_for_all(ctx, &all, &apps, err))
		return -1;
	return all ? show_all(ctx, v, &apps) : show_one(ctx, v, err);
}

const struct cmd cmd_status = {
	.name = "status", .operands = "",
	.summary = "show whether the deployment is in step with the branch",
	.about = "Show the linked deployment, whether it is in step with the work tree, what is to "
	         "be run, what was applied but isn't on this branch, what was edited, what failed, "
	         "and what to type next; with -v also what is applied. Of several apps, outside of "
	         "their folders, each is shown.",
	.opts = opts, .values_size = sizeof(struct status_values), .run = run,
};
