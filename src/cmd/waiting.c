/* waiting.c - until the deployment is there and no other run of this clone is at work. */
#include "cmd/waiting.h"

#include "cmd/interrupt.h"
#include "run/wanted.h"
#include "ui/live.h"

#define LOOK_AGAIN_MS 500

struct wait {
	struct context *ctx;
	struct live live;
	bool told;
};

static int64_t now(void)
{
	return clock_system.now_ms(clock_system.self);
}

static void show(struct wait *wait, const struct err *err)
{
	struct buf line = BUF_INIT;

	if (!wait->told)
		out_note(&wait->ctx->out, "waiting: %s", err->msg);
	wait->told = true;
	if (!live_is_due(&wait->live, now()))
		return;
	buf_addf(&line, "still waiting: %lld s", (long long)(now() - wait->live.began_ms) / 1000);
	live_show(&wait->live, now(), line.text);
	buf_dispose(&line);
}

/* Once more, unless it has been too long; what for is said once. */
static bool again(struct wait *wait, const struct err *err)
{
	if (now() - wait->live.began_ms >= WAIT_MOST_MS || interrupt_came(NULL))
		return false;
	show(wait, err);
	clock_system.sleep_ms(clock_system.self, LOOK_AGAIN_MS);
	return true;
}

static struct wait begin(struct context *ctx)
{
	struct wait wait = { .ctx = ctx };

	live_begin(&wait.live, &ctx->out, LIVE_SECOND_MS, now());
	return wait;
}

static int for_deployment(struct context *ctx, struct err *err)
{
	struct deployment d = convex_deployment(ctx->convex);
	struct wait wait = begin(ctx);
	struct probe probe;

	while (d.ops->probe(d.self, &ctx->arena, &probe, err)) {
		if (err->code != ERR_UNREACHABLE || !again(&wait, err))
			return -1;
		err_clear(err);
	}
	out_progress(&ctx->out, "");
	return 0;
}

static int for_run(struct context *ctx, struct journal **journal, struct err *err)
{
	struct wait wait = begin(ctx);

	while (running_lock(ctx, journal, err)) {
		if (err->code != ERR_BUSY || !again(&wait, err))
			return -1;
		err_clear(err);
	}
	out_progress(&ctx->out, "");
	return 0;
}

int waiting_begin(struct context *ctx, struct running *what, struct err *err)
{
	if (context_guard(ctx, what->command, err) || context_connect(ctx, err))
		return -1;
	interrupt_catch();
	if (for_deployment(ctx, err) || for_run(ctx, &what->journal, err)) {
		if (!interrupt_came(NULL))
			return -1;
		err_clear(err);
		return err_set(err, ERR_INTERRUPTED, "interrupted: nothing was changed");
	}
	what->by_hook = !what->revision && !what->id &&
	                wanted_is_there(context_home(ctx), ctx->deployment_key);
	return 0;
}
