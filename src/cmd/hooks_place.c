/* hooks_place.c - where git runs this repository's hooks from. */
#include "cmd/hooks_place.h"

#include "base/file.h"
#include "cmd/ask_git.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *above(struct arena *arena, const char *folder)
{
	const char *slash = strrchr(folder, '/');

	return slash ? arena_strndup(arena, folder, (size_t)(slash - folder)) : folder;
}

static const char *name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* .husky/_ since version 9; .husky itself before. NULL: it isn't husky's. */
static const char *husky_lines(struct arena *arena, const char *folder)
{
	if (!strcmp(name_of(folder), ".husky"))
		return folder;
	return !strcmp(name_of(folder), "_") &&
	       (!strcmp(name_of(above(arena, folder)), ".husky") ||
	        !access(arena_printf(arena, "%s/h", folder), F_OK))
	       ? above(arena, folder) : NULL;
}

/* Without links, as far as it is there. */
static const char *real_path(struct arena *arena, const char *path)
{
	const char *top = path, *real = NULL;

	while (*top && !(real = file_real(arena, top)))
		top = strrchr(top, '/') ? above(arena, top) : "";
	return real ? arena_printf(arena, "%s%s", strcmp(real, "/") ? real : "",
	                           path + strlen(top)) : path;
}

static enum hooks_place place_of(struct hooks_folder *out, struct context *ctx)
{
	bool own = file_below(out->path, repo_common_dir(ctx->repo)) ||
	           file_below(out->path, repo_git_dir(ctx->repo));
	bool inside = file_below(out->path, repo_worktree(ctx->repo));
	struct stat st;
	bool there = !stat(out->path, &st);

	if (there && !S_ISDIR(st.st_mode))
		return HOOKS_NOWHERE;
	if (own)
		return HOOKS_OWN;
	out->lines = inside ? husky_lines(&ctx->arena, out->path) : NULL;
	if (out->lines)
		return HOOKS_HUSKY;
	if (!there)
		return HOOKS_NOWHERE;
	out->lines = inside ? out->path : NULL;
	return inside ? HOOKS_COMMITTED : HOOKS_SHARED;
}

int hooks_place_find(struct hooks_folder *out, struct context *ctx, struct err *err)
{
	static const char *const args[] = { "rev-parse", "--git-path", "hooks", NULL };
	const char *said;

	*out = (struct hooks_folder){ 0 };
	if (ask_git(&said, ctx, args, err))
		return -1;
	if (!said)
		return err_set(err, ERR_IO, "git doesn't say where its hooks are");
	out->path = *said == '/' ? said
	            : arena_printf(&ctx->arena, "%s/%s", repo_worktree(ctx->repo), said);
	out->path = real_path(&ctx->arena, out->path);
	out->place = place_of(out, ctx);
	return 0;
}

/* What stands in settings of other repositories, too, is for this one set anew. */
int hooks_place_way_out(const char **command, struct context *ctx, struct err *err)
{
	static const char *const args[] = { "config", "--show-scope", "--get", "core.hooksPath",
		NULL };
	const char *said;

	if (ask_git(&said, ctx, args, err))
		return -1;
	if (said && (!strncmp(said, "global\t", 7) || !strncmp(said, "system\t", 7)))
		*command = arena_printf(&ctx->arena, "git config core.hooksPath '%s/hooks'",
		                        repo_common_dir(ctx->repo));
	else if (said && !strncmp(said, "worktree\t", 9))
		*command = "git config --worktree --unset-all core.hooksPath";
	else
		*command = "git config --unset-all core.hooksPath";
	return 0;
}
