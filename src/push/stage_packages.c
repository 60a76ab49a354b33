/* stage_packages.c - node_modules of a scratch tree: links to what is installed. */
#include "push/stage.h"

#include "push/files.h"

#include <string.h>
#include <unistd.h>

struct linker {
	struct arena *arena;
	const char *tree, *worktree;   /* tops */
};

/* What the scratch tree's `folder`/`name` shall point to, where the work tree has `here`.
 * A link that leads to a file of the repository is copied as it is, so that it leads to
 * the same file of the scratch tree; anything else is where it is. */
static const char *link_text(const struct linker *l, const char *folder, const char *name)
{
	const char *here = arena_printf(l->arena, "%s/%s/%s", l->worktree, folder, name);
	const char *link = files_link(l->arena, here), *inside = NULL;

	if (!link)
		return here;
	if (*link != '/')
		inside = path_resolve(l->arena, folder, link);
	else if (path_is_below(link, l->worktree))
		inside = path_resolve(l->arena, "", link + strlen(l->worktree));
	if (!inside || !strncmp(inside, "node_modules/", 13) || strstr(inside, "/node_modules/"))
		return here;
	return *link == '/' ? path_join(l->arena, l->tree, inside) : link;
}

static int set_link(const struct linker *l, const char *folder, const char *name,
                    struct err *err)
{
	const char *path = arena_printf(l->arena, "%s/%s/%s", l->tree, folder, name);
	const char *want = link_text(l, folder, name);
	const char *is = files_link(l->arena, path);

	if (is && !strcmp(is, want))
		return 0;
	if (files_remove(path, err))
		return -1;
	if (symlink(want, path))
		return err_errno(err, "cannot create the link '%s'", path);
	return 0;
}

/* Make `folder` (a node_modules, or a scope in one) of the scratch tree what it is in the
 * work tree. */
static int link_folder(const struct linker *l, const char *folder, struct err *err)
{
	const char *from = path_join(l->arena, l->worktree, folder);
	const char *to = path_join(l->arena, l->tree, folder);
	struct names theirs = { 0 }, ours = { 0 };

	if (files_list(&theirs, l->arena, from, err))
		return -1;
	if (!theirs.count)
		return files_remove(to, err);
	if (files_make_folder(l->tree, folder, err) || files_list(&ours, l->arena, to, err))
		return -1;
	for (size_t i = 0; i < ours.count; i++)
		if (!names_contain(&theirs, ours.items[i]) &&
		    files_remove(path_join(l->arena, to, ours.items[i]), err))
			return -1;
	for (size_t i = 0; i < theirs.count; i++) {
		const char *name = theirs.items[i];
		const char *path = path_join(l->arena, folder, name);
		const char *real = path_join(l->arena, l->worktree, path);
		int result = 0;

		/* Caches of other tools live in node_modules, too; programs in .bin. */
		if (name[0] == '.' && strcmp(name, ".bin"))
			continue;
		if (name[0] == '@' && files_is_folder(real))
			result = link_folder(l, path, err);
		else
			result = set_link(l, folder, name, err);
		if (result)
			return -1;
	}
	return 0;
}

static int link_beside(const struct linker *l, const struct file_set *set,
                       const char *folder, struct err *err)
{
	const char *modules = path_join(l->arena, folder, "node_modules");

	/* Packages that are committed are files of the tree. */
	return file_set_has_folder(set, modules) ? 0 : link_folder(l, modules, err);
}

int stage_link_packages(struct stage *stage, const struct file_set *set,
                        const char *worktree, const char *app, struct err *err)
{
	struct arena arena = { 0 };
	struct linker l = { &arena, stage_tree(stage), worktree };
	int result = link_beside(&l, set, "", err);

	if (!result && *app)
		result = link_beside(&l, set, app, err);
	for (size_t i = 0; !result && i < set->count; i++) {
		const char *folder = path_folder(&arena, set->items[i].path);

		if (!strcmp(path_name(set->items[i].path), "package.json") && *folder &&
		    strcmp(folder, app) && !strstr(set->items[i].path, "node_modules/"))
			result = link_beside(&l, set, folder, err);
	}
	arena_dispose(&arena);
	return result;
}
