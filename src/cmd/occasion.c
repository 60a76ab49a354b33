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
	if (hold_is_for(repo_git_dir(ctx->repo), ctx->head.branch, ctx->head.commit, out, err))
		return -1;
	if (*out)
		out_note(&ctx->out, "the run for this commit was aborted; data stays as it is "
		         "('git cvx migrate' starts over)");
	return 0;
}

static bool in_the_middle(struct context *ctx, bool unmerged)
{
	enum repo_operation operation = repo_operation(ctx->repo);

	if (unmerged)
		return true;
	return operation != REPO_NO_OPERATION &&
	       (operation != REPO_BISECT || !ctx->head.branch);
}

int occasion_judge(struct context *ctx, bool fresh, struct target *target,
                   enum occasion *out, struct err *err)
{
	bool unmerged, is_held, same;
	enum occasion may;

	*out = OCCASION_NONE;
	if (repo_has_unmerged(&unmerged, ctx->repo, err))
		return -1;
	if (in_the_middle(ctx, unmerged))
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
