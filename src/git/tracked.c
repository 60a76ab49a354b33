/* tracked.c - does what stands at a path come with the repository? */
#include "git/repo.h"

#include "base/file.h"

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

/* From the work tree's top, where that really lies; NULL: elsewhere. */
static const char *from_top(struct repo *repo, const char *real)
{
	const char *top = file_real(repo_arena(repo), repo_worktree(repo));

	return top ? file_below(real, top) : NULL;
}

int repo_tracks(bool *out, struct repo *repo, const char *real, struct err *err)
{
	const char *path = from_top(repo, real);

	*out = false;
	return path ? has_entry_on_the_way(out, repo, path, err) : 0;
}

int repo_comes_with(bool *out, struct repo *repo, const char *path, struct err *err)
{
	struct arena *arena = repo_arena(repo);
	const char *real = file_real(arena, arena_printf(arena, "%s/%s", repo_worktree(repo), path));

	if (has_entry_on_the_way(out, repo, path, err) < 0)
		return -1;
	return *out || !real ? 0 : repo_tracks(out, repo, real, err);
}
