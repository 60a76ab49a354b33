/* file_set.c - the files that a scratch tree shall hold, as a value. */
#include "push/file_set.h"

#include "base/secret.h"
#include "push/files.h"

#include <stdlib.h>
#include <string.h>

/* Index of the first file whose path isn't smaller. */
static size_t lower_bound(const struct file_set *set, const char *path)
{
	size_t low = 0, high = set->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(set->items[middle].path, path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void insert(struct file_set *set, struct set_file file)
{
	size_t at = lower_bound(set, file.path);

	if (at < set->count && !strcmp(set->items[at].path, file.path)) {
		set->items[at] = file;
		return;
	}
	set->items = arena_grow(set->arena, set->items, set->count, sizeof(*set->items));
	memmove(set->items + at + 1, set->items + at, (set->count - at) * sizeof(*set->items));
	set->items[at] = file;
	set->count++;
}

/* ---- listing ---------------------------------------------------------------------- */

static int add_listed(const char *path, const char *id, unsigned mode, void *payload,
                      struct err *err)
{
	struct file_set *set = payload;
	const char *problem = path_problem(path);

	if (mode == 0160000u)
		names_add(&set->submodules, set->arena, arena_strdup(set->arena, path));
	/* The CLI is told by us which deployment it is. */
	if (mode == 0160000u || secret_may_be_in(path))
		return 0;
	if (problem)
		return err_set(err, ERR_NO_APP, "the path '%s' in the tree %s", path, problem);
	set->items = arena_grow(set->arena, set->items, set->count, sizeof(*set->items));
	set->items[set->count++] = (struct set_file){
		.path = arena_strdup(set->arena, path),
		.mode = mode == MODE_LINK ? MODE_LINK : mode & 0111 ? MODE_PROGRAM : MODE_FILE,
		.id = arena_strdup(set->arena, id),
	};
	return 0;
}

static int by_path(const void *a, const void *b)
{
	const struct set_file *left = a, *right = b;

	return strcmp(left->path, right->path);
}

int file_set_list(struct file_set *out, struct arena *arena,
                  const struct tree_source *source, struct err *err)
{
	*out = (struct file_set){ .arena = arena, .source = source };
	if (source->each(source->self, add_listed, out, err))
		return -1;
	if (out->count)
		qsort(out->items, out->count, sizeof(*out->items), by_path);
	for (size_t i = 0; i < out->count; i++) {
		const char *path = out->items[i].path;

		if (i && !strcmp(out->items[i - 1].path, path))
			return err_set(err, ERR_NO_APP, "the tree holds '%s' twice", path);
		if (file_set_has_folder(out, path))
			return err_set(err, ERR_NO_APP,
			               "the tree holds '%s' both as a file and as a folder", path);
	}
	return 0;
}

void file_set_copy(struct file_set *out, const struct file_set *set)
{
	*out = (struct file_set){ .arena = set->arena, .source = set->source };
	for (size_t i = 0; i < set->count; i++) {
		out->items = arena_grow(out->arena, out->items, i, sizeof(*out->items));
		out->items[i] = set->items[i];
		out->count++;
	}
}

/* ---- asking ----------------------------------------------------------------------- */

const struct set_file *file_set_find(const struct file_set *set, const char *path)
{
	size_t at = lower_bound(set, path);

	return at < set->count && !strcmp(set->items[at].path, path) ? &set->items[at] : NULL;
}

bool file_set_has_folder(const struct file_set *set, const char *folder)
{
	size_t low = 0, high = set->count, n = strlen(folder);

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const char *path = set->items[middle].path;
		int order = strncmp(path, folder, n);

		if (order < 0 || (order == 0 && (unsigned char)path[n] < '/'))
			low = middle + 1;
		else
			high = middle;
	}
	return low < set->count && path_is_below(set->items[low].path, folder);
}

const struct set_file *file_set_find_module(const struct file_set *set, const char *folder,
                                            const char *stem)
{
	static const char *const kinds[] = { "ts", "js", "tsx", "jsx", "mts", "mjs" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		const char *name = arena_printf(set->arena, "%s.%s", stem, kinds[i]);
		const struct set_file *file =
			file_set_find(set, path_join(set->arena, folder, name));

		if (file)
			return file;
	}
	return NULL;
}

int file_set_text(struct buf *out, const struct file_set *set, const struct set_file *file,
                  struct err *err)
{
	if (!file->text)
		return set->source->read(set->source->self, file->id, out, err);
	buf_add(out, file->text, file->len);
	return 0;
}

/* ---- changing --------------------------------------------------------------------- */

int file_set_put(struct file_set *set, const char *path, const char *text, struct err *err)
{
	struct set_file file = {
		.path = arena_strdup(set->arena, path),
		.mode = MODE_FILE,
		.text = arena_strdup(set->arena, text),
		.len = strlen(text),
	};

	if (set->source->blob_id(&file.id, set->source->self, text, file.len, err))
		return -1;
	file.id = arena_strdup(set->arena, file.id);
	insert(set, file);
	return 0;
}

static void remove_range(struct file_set *set, size_t from, size_t to)
{
	memmove(set->items + from, set->items + to, (set->count - to) * sizeof(*set->items));
	set->count -= to - from;
}

void file_set_remove(struct file_set *set, const char *path)
{
	size_t at = lower_bound(set, path);

	if (at < set->count && !strcmp(set->items[at].path, path))
		remove_range(set, at, at + 1);
}

void file_set_remove_folder(struct file_set *set, const char *folder)
{
	const char *generated = path_join(set->arena, folder, "_generated");
	size_t kept = 0;

	for (size_t i = 0; i < set->count; i++) {
		const char *path = set->items[i].path;

		if (!path_is_below(path, folder) || path_is_below(path, generated))
			set->items[kept++] = set->items[i];
	}
	set->count = kept;
}

void file_set_rename(struct file_set *set, const char *from, const char *to)
{
	const struct set_file *found = file_set_find(set, from);
	struct set_file file;

	if (!found)
		return;
	file = *found;
	file_set_remove(set, from);
	file.path = arena_strdup(set->arena, to);
	insert(set, file);
}
