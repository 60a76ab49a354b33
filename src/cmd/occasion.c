/* occasion.c - may data move now, without anybody having asked for it by name? */
#include "cmd/occasion.h"

#include "cmd/remember.h"
#include "hook/hold.h"

/* A detached HEAD is a glance at a commit; so is, for a moment, a new worktree or clone. */
static enum occasion by_settings(const struct context *ctx, bool fresh)
{
	if (ctx->config.hook_mode == HOOK_OFF)
		return OCCASION_NONE;
	if (ctx->config.hook_mode == HOOK_NOTIFY || !ctx->head.branch || fresh)
		return OCCASION_NOTIFY;
	return OCCASION_MOVE;
}

static int held(struct context *ctx, bool *out, struct err *err)
{
	if (hold_is_for(context_home(ctx), ctx->head.branch, ctx->head.commit, out, err))
		return -1;
	if (*out)
		out_note(&ctx->out, "the run for this commit was aborted; data stays as it is "
		         "('git cvx migrate' starts over)");
	return 0;
}

static int in_the_middle(bool *out, struct context *ctx, struct err *err)
{
	enum repo_operation operation;

	if (repo_has_unmerged(out, ctx->repo, err) ||
	    repo_operation(&operation, ctx->repo, err))
		return -1;
	*out = *out || (operation != REPO_NO_OPERATION &&
	                (operation != REPO_BISECT || !ctx->head.branch));
	return 0;
}

int occasion_judge(struct context *ctx, bool fresh, struct target *target,
                   enum occasion *out, struct err *err)
{
	bool busy, is_held, same;
	enum occasion may;

	*out = OCCASION_NONE;
	if (in_the_middle(&busy, ctx, err))
		return -1;
	if (busy)
		return 0;
	if (context_target(ctx, NULL, target, err))
		return -1;
	may = by_settings(ctx, fresh);
	if (may == OCCASION_NONE)
		return 0;
	if (remember_compare(ctx, target, &same, err))
		return -1;
	if (same)
		return 0;
	if (held(ctx, &is_held, err))
		return -1;
	if (!is_held)
		*out = may;
	return 0;
}
