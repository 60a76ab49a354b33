/* tracked.c - does what stands at a path come with the repository? */
#include "git/repo.h"

#include <stdlib.h>
#include <string.h>

/* A link or a submodule on the way is an entry of its own, and what lies behind it isn't. */
static int has_entry_on_the_way(bool *out, struct repo *repo, const char *path,
                                struct err *err)
{
	size_t n = 0;

	*out = false;
	do {
		n += strcspn(path + n, "/");
		if (repo_is_tracked(out, repo, arena_strndup(repo_arena(repo), path, n), err) < 0)
			return -1;
		n += path[n] == '/';
	} while (!*out && path[n]);
	return 0;
}

/* Below the work tree, from its top; NULL elsewhere, and where nothing is. */
static const char *real_path(struct repo *repo, const char *path)
{
	struct arena *arena = repo_arena(repo);
	char *top = realpath(repo_worktree(repo), NULL);
	char *real = realpath(arena_printf(arena, "%s/%s", repo_worktree(repo), path), NULL);
	size_t n = top ? strlen(top) : 0;
	const char *below = NULL;

	if (top && real && !strncmp(real, top, n) && real[n] == '/')
		below = arena_strdup(arena, real + n + 1);
	free(top);
	free(real);
	return below;
}

int repo_tracks(bool *out, struct repo *repo, const char *real, struct err *err)
{
	char *top = realpath(repo_worktree(repo), NULL);
	size_t n = top ? strlen(top) : 0;
	int rc = 0;

	*out = false;
	if (top && !strncmp(real, top, n) && real[n] == '/')
		rc = has_entry_on_the_way(out, repo, real + n + 1, err);
	free(top);
	return rc;
}

int repo_comes_with(bool *out, struct repo *repo, const char *path, struct err *err)
{
	const char *real = real_path(repo, path);

	if (has_entry_on_the_way(out, repo, path, err) < 0)
		return -1;
	return *out || !real ? 0 : has_entry_on_the_way(out, repo, real, err);
}
