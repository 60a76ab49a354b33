/* ask_git.c - what only git itself can say, or change in its own settings. */
#include "cmd/ask_git.h"

#include "git/program.h"

#include <stdio.h>

int ask_git(const char **out, struct context *ctx, const char *const *args, struct err *err)
{
	struct program git;
	struct answer answer = { .out = BUF_INIT };
	int rc;

	*out = NULL;
	if (program_find(&git, &ctx->arena, err))
		return -1;
	git.cwd = repo_worktree(ctx->repo);
	rc = program_ask(&answer, &git, &(struct question){ .args = args }, err);
	if (!rc && !answer.status && answer.out.len)
		*out = arena_strndup(&ctx->arena, answer.out.text, answer.out.len - 1);
	buf_dispose(&answer.out);
	return rc;
}

int tell_git(struct context *ctx, const char *const *args, struct err *err)
{
	struct program git;
	struct buf ignored = BUF_INIT;
	int rc;

	if (program_find(&git, &ctx->arena, err))
		return -1;
	git.cwd = repo_worktree(ctx->repo);
	rc = program_need(&ignored, &git, &(struct question){ .args = args },
	                  "cannot change git's settings", err);
	buf_dispose(&ignored);
	return rc;
}

int git_is_since(bool *out, struct context *ctx, int major, int minor, struct err *err)
{
	static const char *const args[] = { "--version", NULL };
	int is_major = 0, is_minor = 0;
	const char *text;

	if (ask_git(&text, ctx, args, err))
		return -1;
	*out = text && sscanf(text, "git version %d.%d", &is_major, &is_minor) == 2 &&
	       (is_major > major || (is_major == major && is_minor >= minor));
	return 0;
}
