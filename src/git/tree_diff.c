/* tree_diff.c - where two trees differ: folders with the same id aren't looked into. */
#include "git/tree_diff.h"

#include "git/folders.h"

#include <string.h>

struct diff {
	struct repo *repo;
	const char *const *trees;
	const char *except;
};

static int folder_first(const char **path, const struct diff *d, const char *folder,
                        struct err *err);

static const struct tree_item *find(const struct tree_items *in, const char *name)
{
	for (size_t i = 0; i < in->count; i++)
		if (!strcmp(in->items[i].name, name))
			return &in->items[i];
	return NULL;
}

/* The path that doesn't count is this one, or lies below it. */
static bool is_on_the_way(const struct diff *d, const char *path)
{
	size_t n = strlen(path);

	return d->except && !strncmp(d->except, path, n) && strchr("/", d->except[n]);
}

static int item_first(const char **path, const struct diff *d, const char *at,
                      const struct tree_item *const sides[2], struct err *err)
{
	const struct tree_item *a = sides[0], *b = sides[1];
	bool both = a && b && a->kind == b->kind;

	if (both && !strcmp(a->id, b->id))
		return 0;
	if (d->except && !strcmp(d->except, at))
		return 0;
	/* A folder that is new may hold nothing but the file that doesn't count. */
	if ((both && a->kind == TREE_FOLDER) || ((!a || !b) && is_on_the_way(d, at)))
		return folder_first(path, d, at, err);
	*path = at;
	return 0;
}

static int folder_first(const char **path, const struct diff *d, const char *folder,
                        struct err *err)
{
	struct tree_items items[2];

	for (int side = 0; side < 2; side++)
		if (repo_tree_list(&items[side], d->repo, d->trees[side], folder, err))
			return -1;
	for (int side = 0; side < 2; side++) {
		for (size_t i = 0; i < items[side].count && !*path; i++) {
			const char *name = items[side].items[i].name;
			const struct tree_item *const sides[] = {
				find(&items[0], name), find(&items[1], name) };

			if (item_first(path, d, folder_join(repo_arena(d->repo), folder, name),
			               sides, err))
				return -1;
		}
	}
	return 0;
}

int tree_diff_first(const char **path, struct repo *repo, const char *const trees[2],
                    const char *except, struct err *err)
{
	const struct diff d = { repo, trees, except };

	*path = NULL;
	return strcmp(trees[0], trees[1]) ? folder_first(path, &d, "", err) : 0;
}
