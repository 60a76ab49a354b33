/* waiting.c - until the deployment is there and no other run of this clone is at work. */
#include "cmd/waiting.h"

#include "cmd/interrupt.h"
#include "run/wanted.h"

#define LOOK_AGAIN_MS 500

/* Once more, unless it has been too long; what for is said once. */
static bool again(struct context *ctx, int64_t until, bool *told, const struct err *err)
{
	if (clock_system.now_ms(clock_system.self) >= until || interrupt_came(NULL))
		return false;
	if (!*told)
		out_note(&ctx->out, "waiting: %s", err->msg);
	*told = true;
	clock_system.sleep_ms(clock_system.self, LOOK_AGAIN_MS);
	return true;
}

static int for_deployment(struct context *ctx, int64_t until, struct err *err)
{
	struct deployment d = convex_deployment(ctx->convex);
	struct probe probe;
	bool told = false;

	while (d.ops->probe(d.self, &ctx->arena, &probe, err)) {
		if (err->code != ERR_UNREACHABLE || !again(ctx, until, &told, err))
			return -1;
		err_clear(err);
	}
	return 0;
}

static int for_run(struct context *ctx, struct journal **journal, int64_t until,
                   struct err *err)
{
	bool told = false;

	while (running_lock(ctx, journal, err)) {
		if (err->code != ERR_BUSY || !again(ctx, until, &told, err))
			return -1;
		err_clear(err);
	}
	return 0;
}

int waiting_begin(struct context *ctx, struct running *what, struct err *err)
{
	int64_t until = clock_system.now_ms(clock_system.self) + WAIT_MOST_MS;

	if (context_guard(ctx, what->command, err) || context_connect(ctx, err))
		return -1;
	interrupt_catch();
	if (for_deployment(ctx, until, err) || for_run(ctx, &what->journal, until, err)) {
		if (!interrupt_came(NULL))
			return -1;
		err_clear(err);
		return err_set(err, ERR_INTERRUPTED, "interrupted: nothing was changed");
	}
	what->by_hook = !what->revision && !what->id &&
	                wanted_is_there(context_home(ctx), ctx->deployment_key);
	return 0;
}
