/* remember.c - what a run leaves behind. */
#include "cmd/remember.h"

#include "hook/hold.h"

int remember_forget(struct context *ctx, struct err *err)
{
	(void)ctx;
	(void)err;
	return 0;
}

int remember_run(struct context *ctx, const struct run *run, bool elsewhere, struct err *err)
{
	(void)elsewhere;
	if (hold_delete(repo_git_dir(ctx->repo), err))
		return -1;
	if (!run->commit)
		return 0;
	return repo_ref_write(ctx->repo, repo_env_ref(&ctx->arena, run->environment),
	                      run->commit, err);
}

/* Nothing is recorded yet, so nothing can be the same. */
int remember_compare(struct context *ctx, const struct target *target, bool *same,
                     struct err *err)
{
	(void)ctx;
	(void)target;
	(void)err;
	*same = false;
	return 0;
}
