/* brought.c - is a file that is to be run part of what a branch may bring along? */
#include "git/reader.h"

#include "base/file.h"
#include "core/modules.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- what HEAD and the index hold -------------------------------------------------- */

/* As modules_serve(), for the tree's part of the path at `prefix`. Goes only where it must. */
static int look_in_tree(const char **entry, struct repo *repo, const char *tree,
                        const char *prefix, const char *folder, struct err *err)
{
	struct tree_items items;
	size_t n = strcspn(folder, "/");

	if (repo_tree_list(&items, repo, tree, prefix, err) < 0)
		return -1;
	for (size_t i = 0; i < items.count && !*entry; i++) {
		const struct tree_item *item = &items.items[i];
		const char *path = arena_printf(repo->arena, "%s%s%s", prefix, *prefix ? "/" : "",
		                                item->name);

		if (modules_end(item->name))
			*entry = path;
		else if (!n || !names_may_be_same(item->name, strlen(item->name), folder, n))
			continue;
		else if (item->kind != TREE_FOLDER)
			*entry = path;
		else if (look_in_tree(entry, repo, tree, path, folder + n + (folder[n] == '/'), err))
			return -1;
	}
	return 0;
}

struct index_search {
	struct arena *arena;
	const char *folder, *entry;
};

static void look_at_entry(const char *path, void *payload)
{
	struct index_search *search = payload;

	if (!search->entry && modules_serve(path, search->folder))
		search->entry = arena_strdup(search->arena, path);
}

static int look_in_index(const char **entry, struct repo *repo, const char *folder,
                         struct err *err)
{
	struct index_search search = { repo->arena, folder, NULL };

	if (repo_index_entries(repo, look_at_entry, &search, err) < 0)
		return -1;
	*entry = search.entry;
	return 0;
}

int repo_tracked_modules(const char **entry, struct repo *repo, const char *folder,
                         struct err *err)
{
	struct revision revision;
	struct head head;

	*entry = NULL;
	if (look_in_index(entry, repo, folder, err) < 0)
		return -1;
	if (*entry || repo_head(&head, repo, err) < 0)
		return *entry ? 0 : -1;
	if (!head.commit)
		return 0;
	return repo_resolve(&revision, repo, head.commit, err) < 0 ||
	       look_in_tree(entry, repo, revision.tree, "", folder, err) ? -1 : 0;
}

/* ---- where a file lies -------------------------------------------------------------- */

static const char *real_of(struct arena *arena, const char *path)
{
	char real[PATH_MAX];

	return realpath(path, real) ? arena_strdup(arena, real) : NULL;
}

/* The rest of the path below the folder, or NULL. */
static const char *below(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	if (n == 1)
		return path + 1;
	return !strncmp(path, folder, n) && path[n] == '/' ? path + n + 1 : NULL;
}

/* Where the git dir of a work tree lies: in it, or where a file in it says. */
static const char *git_dir_of(struct arena *arena, const char *folder)
{
	const char *path = arena_printf(arena, "%s/.git", folder), *text = NULL;
	struct err ignored = ERR_INIT;
	size_t n;

	if (file_text(&text, arena, path, &ignored) || !text || strncmp(text, "gitdir: ", 8))
		return real_of(arena, path);
	text += 8;
	n = strcspn(text, "\n");
	return real_of(arena, *text == '/' ? arena_strndup(arena, text, n)
	               : arena_printf(arena, "%s/%.*s", folder, (int)n, text));
}

/* The folder is the top of a work tree of this repository, ours or another one. */
static bool is_worktree(struct repo *repo, const char *folder)
{
	struct arena *arena = repo->arena;
	const char *common = real_of(arena, repo->common_dir), *dir, *inside;

	if (access(arena_printf(arena, "%s/.git", folder), F_OK))
		return false;
	dir = git_dir_of(arena, folder);
	if (!dir || !common)
		return true;
	inside = below(dir, common);
	return !strcmp(dir, common) || (inside && !strncmp(inside, "worktrees/", 10));
}

/* In this work tree, what holds the packages that the file belongs to is nothing that HEAD
 * or the index have. */
static int check_inside(const char **what, struct repo *repo, const char *top,
                        const char *path, struct err *err)
{
	const char *end = modules_end(path), *name = end, *worktree, *folder;
	struct repo *other = NULL;
	int rc;

	if (!end) {
		*what = path;
		return 0;
	}
	while (name > path && name[-1] != '/')
		name--;
	folder = arena_strndup(repo->arena, path, name > path ? (size_t)(name - path) - 1 : 0);
	worktree = real_of(repo->arena, repo->worktree);
	if (worktree && !strcmp(worktree, top))
		return repo_tracked_modules(what, repo, folder, err);
	if (repo_open_at(&other, repo->arena, top, err) < 0)
		return -1;
	rc = repo_tracked_modules(what, other, folder, err);
	repo_close(other);
	return rc;
}

int repo_brings(const char **what, struct repo *repo, const char *real, struct err *err)
{
	const char *worktree = real_of(repo->arena, repo->worktree);
	const char *own = real_of(repo->arena,
	                          arena_printf(repo->arena, "%s/cvx", repo->common_dir));
	char *top = arena_strdup(repo->arena, real);

	*what = NULL;
	/* A copy of a target. */
	if (own && below(real, own))
		*what = real;
	while (!*what && strrchr(top, '/')) {
		*strrchr(top, '/') = '\0';
		if ((worktree && !strcmp(top, worktree)) || (*top && is_worktree(repo, top))) {
			if (check_inside(what, repo, top, below(real, top), err) < 0)
				return -1;
		}
	}
	return 0;
}
