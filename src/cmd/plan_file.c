/* plan_file.c - a file that `git cvx plan --json` has written. */
#include "cmd/plan_file.h"

#include "base/file.h"
#include "codec/record.h"
#include "git/tree_diff.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int anew(struct err *err)
{
	return err_hint(err, "look at it anew: git cvx plan --json > <file>");
}

/* Whatever it is: a pipe of the shell's, too. *text is NULL if there is none. */
static int read_plan(const char **text, struct arena *arena, const char *path, struct err *err)
{
	FILE *f = strcmp(path, "-") ? fopen(path, "re") : stdin;
	struct buf all = BUF_INIT;
	char part[4096];
	size_t n;

	*text = NULL;
	if (!f)
		return errno == ENOENT ? 0 : err_errno(err, "cannot read '%s'", path);
	while (all.len <= FILE_TEXT_MAX && (n = fread(part, 1, sizeof(part), f)) > 0)
		buf_add(&all, part, n);
	if (ferror(f))
		err_errno(err, "cannot read '%s'", f == stdin ? "standard input" : path);
	else if (all.len > FILE_TEXT_MAX)
		err_set(err, ERR_CONFIG, "'%s' is too long for a plan",
		        f == stdin ? "standard input" : path);
	*text = arena_strndup(arena, all.text, all.len);
	buf_dispose(&all);
	if (f != stdin)
		fclose(f);
	return err->code == ERR_NONE ? 0 : -1;
}

static const char *below_work_tree(struct context *ctx, const char *path)
{
	char *full = realpath(path, NULL), *top = realpath(repo_worktree(ctx->repo), NULL);
	size_t n = top ? strlen(top) : 0;
	const char *below = NULL;

	if (full && top && !strncmp(full, top, n) && full[n] == '/')
		below = arena_strdup(&ctx->arena, full + n + 1);
	free(full);
	free(top);
	return below;
}

int plan_file_read(struct plan_file *out, struct context *ctx, const char *path,
                   struct err *err)
{
	bool is_input = !strcmp(path, "-");
	const char *text;

	*out = (struct plan_file){ .path = NULL };
	if (read_plan(&text, &ctx->arena, path, err))
		return -1;
	if (!text) {
		err_set(err, ERR_NOT_FOUND, "there is no file '%s'", path);
		return err_hint(err, "git cvx plan --json > %s", path);
	}
	if (!is_input)
		out->path = below_work_tree(ctx, path);
	if (!text[strspn(text, " \t\r\n")]) {
		err_set(err, ERR_CONFIG, "'%s' is empty: a plan was expected",
		        is_input ? "standard input" : path);
		return anew(err);
	}
	if (!record_read_plan(&out->agreed, &ctx->arena, text, strlen(text), err))
		return 0;
	err_wrap(err, "cannot use '%s'", is_input ? "standard input" : path);
	if (err->code != ERR_DECISION)
		err->code = ERR_CONFIG;
	return *err->hint ? -1 : anew(err);
}

int plan_file_check_target(const struct plan_file *file, struct context *ctx,
                           const struct target *target, struct err *err)
{
	const char *const trees[] = { file->agreed.tree, target->tree };
	struct err ignored = ERR_INIT;
	const char *path = NULL;

	if (!strcmp(trees[0], trees[1]))
		return 0;
	/* The tree of then may be gone, or of another clone. */
	if (tree_diff_first(&path, ctx->repo, trees, file->path, &ignored)) {
		err_set(err, ERR_DECISION, "the plan was made for other files than those of %s",
		        target->lineup.label);
		return anew(err);
	}
	if (!path)
		return 0;
	err_set(err, ERR_DECISION, "'%s' isn't what it was when the plan was made", path);
	return anew(err);
}
