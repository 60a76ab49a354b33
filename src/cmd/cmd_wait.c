/* cmd_wait.c - git cvx wait: see the run in progress to its end. */
#include "cmd/cmds.h"
#include "cmd/follow.h"
#include "cmd/running.h"
#include "ui/live.h"

#include <time.h>

#define LOOK_MS 100

/* A run by hand writes to a terminal of its own: say that it lives. */
static void show_life(struct live *live, const struct journal_owner *owner)
{
	int64_t now = clock_system.now_ms(clock_system.self);
	struct buf line = BUF_INIT;

	if (!live_is_due(live, now))
		return;
	buf_addf(&line, "'%s' is at work, for %lld s", owner->command,
	         (long long)time(NULL) - (long long)owner->since);
	live_show(live, now, line.text);
	buf_dispose(&line);
}

static void see_to_its_end(struct context *ctx, struct journal_owner *owner,
                           const struct trail *trail)
{
	struct follow follow;
	struct live live;

	live_begin(&live, &ctx->out, LIVE_SECOND_MS, clock_system.now_ms(clock_system.self));
	follow_open(&follow, ctx->out.messages, ctx->out.terminal);
	do {
		if (trail_has_text(trail))
			follow_more(&follow, trail->text);
		else
			show_life(&live, owner);
		clock_system.sleep_ms(clock_system.self, LOOK_MS);
	} while (journal_owned(context_journals(ctx), ctx->deployment_key, &ctx->arena, owner));
	out_progress(&ctx->out, "");
	follow_close(&follow, trail->text);
}

static int run(struct context *ctx, const void *values, int argc, char **argv, struct err *err)
{
	struct journal_owner owner;
	struct trail trail;
	int status;
	bool said;

	(void)values;
	(void)argc;
	(void)argv;
	if (context_open(ctx, err) || context_link(ctx, err) || context_trail(ctx, &trail, err))
		return -1;
	if (journal_owned(context_journals(ctx), ctx->deployment_key, &ctx->arena, &owner)) {
		out_detail(&ctx->out, "process %lld is at work", (long long)owner.pid);
		see_to_its_end(ctx, &owner, &trail);
	} else if (trail_has_text(&trail)) {
		struct follow follow;

		out_note(&ctx->out, "the run has ended; this is what it said:");
		follow_open(&follow, ctx->out.messages, ctx->out.terminal);
		follow_close(&follow, trail.text);
	} else {
		out_note(&ctx->out, "no run of this clone is in progress");
		return 0;
	}
	said = trail_ended(&trail, &ctx->arena, &status);
	if (running_seen(ctx, &trail, err))
		return -1;
	if (said)
		return status;
	err_set(err, ERR_IO, "the run ended without a word: it was killed");
	return err_hint(err, "git cvx continue: to finish what it began");
}

const struct cmd cmd_wait = {
	.name = "wait", .operands = "", .summary = "see the run in progress to its end",
	.about = "Show what a run of this clone does that goes on by itself, because it took longer "
	         "than a hook may hold up git, until it ends; and end with its exit status. If it "
	         "has ended already, show what it said. Ctrl-C ends the showing, not the run.",
	.opts = no_opts, .run = run,
};
