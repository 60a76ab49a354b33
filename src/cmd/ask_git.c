/* ask_git.c - what only git itself can say, or change in its own settings. */
#include "cmd/ask_git.h"

#include "push/child.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LIMIT_MS 10000
#define ARGS_MAX 8

extern char **environ;

/* The first in PATH; git puts its own folder in front for us. */
static const char *find_git(struct arena *arena)
{
	const char *path = getenv("PATH");

	if (!path)
		path = "/usr/local/bin:/usr/bin:/bin";
	while (*path) {
		size_t n = strcspn(path, ":");
		const char *program = arena_printf(arena, "%.*s/git", (int)n, path);

		if (n && !access(program, X_OK))
			return program;
		path += n;
		path += *path == ':';
	}
	return NULL;
}

static int run_git(struct child_result *result, struct context *ctx, const char *const *args,
                   struct err *err)
{
	const char *argv[ARGS_MAX + 2] = { find_git(&ctx->arena) };
	struct child child = {
		.argv = argv, .cwd = repo_worktree(ctx->repo), .env = environ,
		.time_limit_ms = LIMIT_MS, .keep_fd = -1,
	};

	for (size_t i = 0; i < ARGS_MAX && args[i]; i++)
		argv[i + 1] = args[i];
	return argv[0] ? child_run(result, &child, err)
	       : err_set(err, ERR_NOT_FOUND, "there is no git in PATH");
}

int ask_git(const char **out, struct context *ctx, const char *const *args, struct err *err)
{
	struct child_result result = CHILD_RESULT_INIT;
	int rc = run_git(&result, ctx, args, err);
	size_t n = result.out.len;

	*out = NULL;
	if (n && result.out.text[n - 1] == '\n')
		n--;
	if (!rc && !result.status)
		*out = arena_strndup(&ctx->arena, result.out.text, n);
	child_result_dispose(&result);
	return rc;
}

int tell_git(struct context *ctx, const char *const *args, struct err *err)
{
	struct child_result result = CHILD_RESULT_INIT;
	int rc = run_git(&result, ctx, args, err);

	if (!rc && result.status)
		rc = err_set(err, ERR_IO, "'git %s' failed: %.*s", args[0],
		             (int)strcspn(result.err.text, "\n"), result.err.text);
	child_result_dispose(&result);
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
