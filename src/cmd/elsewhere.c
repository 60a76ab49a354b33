/* elsewhere.c - what the other worktrees of this clone need of the same deployment. */
#include "cmd/elsewhere.h"

#include "hook/state.h"

#include <dirent.h>
#include <string.h>

static void add_ids(struct names *out, struct context *ctx, const char *git_dir)
{
	struct buf ids = BUF_INIT;

	state_ids(&ids, git_dir, STATE_APPLIED);
	for (const char *p = ids.text; *p; ) {
		size_t len = strcspn(p, "\n");

		names_add(out, &ctx->arena, arena_strndup(&ctx->arena, p, len));
		p += len + (p[len] == '\n');
	}
	buf_dispose(&ids);
}

static void add_worktree(struct names *out, struct context *ctx, const char *git_dir)
{
	struct buf deployment = BUF_INIT;

	if (strcmp(git_dir, repo_git_dir(ctx->repo)) &&
	    state_deployment(&deployment, git_dir) &&
	    !strcmp(deployment.text, ctx->deployment_key))
		add_ids(out, ctx, git_dir);
	buf_dispose(&deployment);
}

/* A worktree's git dir is the common one, or a folder below its "worktrees". */
const struct names *elsewhere_needed(struct context *ctx)
{
	struct names *needed = arena_alloc(&ctx->arena, sizeof(*needed));
	const char *common = repo_common_dir(ctx->repo);
	const char *worktrees = arena_printf(&ctx->arena, "%s/worktrees", common);
	DIR *folder = opendir(worktrees);
	struct dirent *entry;

	add_worktree(needed, ctx, common);
	while (folder && (entry = readdir(folder)))
		if (entry->d_name[0] != '.')
			add_worktree(needed, ctx, arena_printf(&ctx->arena, "%s/%s", worktrees,
			                                       entry->d_name));
	if (folder)
		closedir(folder);
	return needed->count ? needed : NULL;
}
