/* brought.c - is a file that is to be run part of what a branch may bring along? */
#include "git/reader.h"

#include "base/file.h"
#include "core/modules.h"

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

/* Where the git dir of a work tree lies: in it, or where a file in it says. */
static const char *git_dir_of(struct arena *arena, const char *folder)
{
	const char *path = arena_printf(arena, "%s/.git", folder), *text = NULL;
	struct err ignored = ERR_INIT;
	size_t n;

	if (file_text(&text, arena, path, &ignored) || !text || strncmp(text, "gitdir: ", 8))
		return file_real(arena, path);
	text += 8;
	n = strcspn(text, "\n");
	return file_real(arena, *text == '/' ? arena_strndup(arena, text, n)
	               : arena_printf(arena, "%s/%.*s", folder, (int)n, text));
}

struct looking {
	struct repo *repo;
	/* Real paths: of the work tree, of the git dir that all share, and of our own folder. */
	const char *worktree, *common, *own;
	struct names plain;           /* folders that are no work tree */
	struct names clean;           /* folders whose node_modules nothing is tracked of */
	const char *what;
};

/* The folder is the top of a work tree of this repository, ours or another one. */
static bool is_worktree(struct looking *l, const char *folder)
{
	struct arena *arena = l->repo->arena;
	const char *dir, *inside;

	if (names_contain(&l->plain, folder))
		return false;
	if (access(arena_printf(arena, "%s/.git", folder), F_OK)) {
		names_add(&l->plain, arena, arena_strdup(arena, folder));
		return false;
	}
	dir = git_dir_of(arena, folder);
	if (!dir || !l->common)
		return true;
	inside = file_below(dir, l->common);
	return !strcmp(dir, l->common) || (inside && !strncmp(inside, "worktrees/", 10));
}

static int ask_worktree(struct looking *l, const char *top, const char *folder,
                        struct err *err)
{
	struct repo *other = NULL;
	int rc;

	if (l->worktree && !strcmp(l->worktree, top))
		return repo_tracked_modules(&l->what, l->repo, folder, err);
	if (repo_open_at(&other, l->repo->arena, top, err) < 0)
		return -1;
	rc = repo_tracked_modules(&l->what, other, folder, err);
	repo_close(other);
	return rc;
}

/* In this work tree, what holds the packages that the file belongs to is nothing that HEAD
 * or the index have. */
static int look_inside(struct looking *l, const char *top, const char *path, struct err *err)
{
	const char *end = modules_end(path), *name = end, *folder, *whole;

	if (!end) {
		l->what = path;
		return 0;
	}
	while (name > path && name[-1] != '/')
		name--;
	folder = arena_strndup(l->repo->arena, path, name > path ? (size_t)(name - path) - 1 : 0);
	whole = arena_printf(l->repo->arena, "%s/%s", top, folder);
	if (names_contain(&l->clean, whole))
		return 0;
	if (ask_worktree(l, top, folder, err))
		return -1;
	if (!l->what)
		names_add(&l->clean, l->repo->arena, whole);
	return 0;
}

static int look_at_file(struct looking *l, const char *file, struct err *err)
{
	char *top = arena_strdup(l->repo->arena, file);

	/* A copy of a target. */
	if (l->own && file_below(file, l->own))
		l->what = file;
	while (!l->what && strrchr(top, '/')) {
		*strrchr(top, '/') = '\0';
		if (((l->worktree && !strcmp(top, l->worktree)) ||
		     (*top && is_worktree(l, top))) &&
		    look_inside(l, top, file_below(file, top), err))
			return -1;
	}
	return 0;
}

int repo_brings(struct brought *out, struct repo *repo, const struct names *files,
                struct err *err)
{
	struct arena *arena = repo->arena;
	struct looking l = { .repo = repo, .worktree = file_real(arena, repo->worktree),
		.common = file_real(arena, repo->common_dir),
		.own = file_real(arena, arena_printf(arena, "%s/cvx", repo->common_dir)) };

	*out = (struct brought){ NULL, NULL };
	for (size_t i = 0; i < files->count && !l.what; i++) {
		if (look_at_file(&l, files->items[i], err))
			return -1;
		if (l.what)
			*out = (struct brought){ files->items[i], l.what };
	}
	return 0;
}
