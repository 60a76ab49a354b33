/* stage_warnings.c - how a scratch tree differs from what the developer may think. */
#include "push/stage.h"

#include "base/file.h"
#include "push/files.h"
#include "push/links.h"

#include <string.h>

struct looking {
	struct names *out;
	const struct file_set *set;
	const char *worktree;
};

static void warn(const struct looking *l, const char *sentence)
{
	names_add(l->out, l->set->arena, sentence);
}

/* Files that a `convex dev` in the work tree would push, and we don't. */
static int find_ignored(const struct looking *l, const char *folder, struct err *err)
{
	const struct tree_source *source = l->set->source;
	struct arena *arena = l->set->arena;
	struct names names = { 0 };

	if (files_list(&names, arena, path_join(arena, l->worktree, folder), err))
		return -1;
	for (size_t i = 0; i < names.count; i++) {
		const char *path = path_join(arena, folder, names.items[i]);
		bool ignored = false;

		if (names.items[i][0] == '.' || !strcmp(names.items[i], "_generated") ||
		    !strcmp(names.items[i], "node_modules") || file_set_find(l->set, path))
			continue;
		if (files_is_folder(path_join(arena, l->worktree, path))) {
			if (find_ignored(l, path, err))
				return -1;
			continue;
		}
		if (source->ignored(source->self, path, &ignored, err))
			return -1;
		if (ignored)
			warn(l, arena_printf(arena, "'%s' is ignored by git and not pushed", path));
	}
	return 0;
}

static int find_lock_files(const struct looking *l, const char *folder, struct err *err)
{
	static const char *const kinds[] = {
		"package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml",
		"bun.lock", "bun.lockb",
	};
	const struct tree_source *source = l->set->source;
	struct arena *arena = l->set->arena;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		const char *path = path_join(arena, folder, kinds[i]);
		const struct set_file *file = file_set_find(l->set, path);
		struct buf text = BUF_INIT;
		const char *id = NULL;
		bool found = false;
		int result;

		if (!file)
			continue;
		result = file_read(&text, &found, path_join(arena, l->worktree, path), err);
		if (!result && found)
			result = source->blob_id(&id, source->self, text.text, text.len, err);
		buf_dispose(&text);
		if (result)
			return -1;
		if (!id || strcmp(id, file->id))
			warn(l, arena_printf(arena, "'%s' differs from the work tree's: the packages "
			                     "that are installed may not be the ones it names", path));
	}
	return 0;
}

static int find_left_out_links(const struct looking *l, struct err *err)
{
	struct links links;

	if (links_read(&links, l->set, err))
		return -1;
	for (size_t i = 0; i < l->set->count; i++) {
		const struct set_file *file = &l->set->items[i];

		if (file->mode == MODE_LINK && !links_stays(&links, file->path))
			warn(l, arena_printf(l->set->arena, "the link '%s' leaves the repository, or leads "
			                     "to packages, and is left out", file->path));
	}
	return 0;
}

int stage_warnings(struct names *out, const struct file_set *set, const char *worktree,
                   const char *functions, struct err *err)
{
	struct looking l = { out, set, worktree };
	const char *folder = functions;

	if (set->source->ignored && find_ignored(&l, functions, err))
		return -1;
	do {
		folder = path_folder(set->arena, folder);
		if (find_lock_files(&l, folder, err))
			return -1;
	} while (*folder);
	return find_left_out_links(&l, err);
}
