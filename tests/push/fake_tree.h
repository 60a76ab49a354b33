/* fake_tree.h - a struct tree_source without a repository: files in memory, given one by
 * one or read from a folder. Ids are a hash of the text, good enough to tell texts apart. */
#ifndef CVX_TESTS_FAKE_TREE_H
#define CVX_TESTS_FAKE_TREE_H

#include "base/file.h"
#include "push/file_set.h"
#include "push/files.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct fake_file {
	const char *path;
	unsigned mode;
	const char *text;
	size_t len;
	const char *id;
};

struct fake_tree {
	struct arena arena;
	struct fake_file *files;
	size_t count;
	size_t reads;           /* how often a blob was asked for */
	const char *ignored;    /* the one path that git would ignore; may be NULL */
};

static inline int fake_blob_id(const char **id, void *self, const void *bytes, size_t len,
                               struct err *err)
{
	struct fake_tree *tree = self;
	const unsigned char *p = bytes;
	uint64_t a = 14695981039346656037u, b = 1099511628211u ^ len;

	(void)err;
	for (size_t i = 0; i < len; i++) {
		a = (a ^ p[i]) * 1099511628211u;
		b = (b + p[i]) * 6364136223846793005u + 1442695040888963407u;
	}
	*id = arena_printf(&tree->arena, "%016llx%016llx%08x", (unsigned long long)a,
	                   (unsigned long long)b, (unsigned)len);
	return 0;
}

static inline int fake_each(void *self, tree_file_fn *fn, void *payload, struct err *err)
{
	struct fake_tree *tree = self;

	for (size_t i = 0; i < tree->count; i++)
		if (fn(tree->files[i].path, tree->files[i].id, tree->files[i].mode, payload, err))
			return -1;
	return 0;
}

static inline int fake_read(void *self, const char *id, struct buf *out, struct err *err)
{
	struct fake_tree *tree = self;

	tree->reads++;
	for (size_t i = 0; i < tree->count; i++) {
		if (strcmp(tree->files[i].id, id))
			continue;
		buf_add(out, tree->files[i].text, tree->files[i].len);
		return 0;
	}
	return err_set(err, ERR_NOT_FOUND, "no blob '%s'", id);
}

static inline int fake_copy(void *self, const char *id, int fd, struct err *err)
{
	struct buf text = BUF_INIT;
	int result = fake_read(self, id, &text, err);

	if (!result && write(fd, text.text, text.len) != (ssize_t)text.len)
		result = err_errno(err, "cannot write a blob");
	buf_dispose(&text);
	return result;
}

static inline int fake_ignored(void *self, const char *path, bool *out, struct err *err)
{
	struct fake_tree *tree = self;

	(void)err;
	*out = tree->ignored && !strcmp(tree->ignored, path);
	return 0;
}

static inline struct tree_source fake_source(struct fake_tree *tree)
{
	return (struct tree_source){
		tree, fake_each, fake_read, fake_copy, fake_blob_id, fake_ignored, NULL, NULL, NULL,
	};
}

static inline void fake_add_bytes(struct fake_tree *tree, const char *path, unsigned mode,
                                  const char *text, size_t len)
{
	struct fake_file file = { arena_strdup(&tree->arena, path), mode,
	                          arena_strndup(&tree->arena, text, len), len, NULL };
	struct err err = ERR_INIT;

	if (fake_blob_id(&file.id, tree, text, len, &err))
		abort();
	tree->files = arena_grow(&tree->arena, tree->files, tree->count, sizeof(file));
	tree->files[tree->count++] = file;
}

static inline void fake_add(struct fake_tree *tree, const char *path, const char *text)
{
	fake_add_bytes(tree, path, MODE_FILE, text, strlen(text));
}

/* Everything below the folder but node_modules, _generated and what begins with a dot. */
static inline int fake_add_folder(struct fake_tree *tree, const char *top,
                                  const char *folder, struct err *err)
{
	struct names names = { 0 };

	if (files_list(&names, &tree->arena, path_join(&tree->arena, top, folder), err))
		return -1;
	for (size_t i = 0; i < names.count; i++) {
		const char *path = path_join(&tree->arena, folder, names.items[i]);
		const char *real = path_join(&tree->arena, top, path);
		const char *link = files_link(&tree->arena, real);
		struct buf text = BUF_INIT;
		bool found = false;
		int result = 0;

		if (names.items[i][0] == '.' || !strcmp(names.items[i], "node_modules") ||
		    !strcmp(names.items[i], "_generated"))
			continue;
		if (link)
			fake_add_bytes(tree, path, MODE_LINK, link, strlen(link));
		else if (files_is_folder(real))
			result = fake_add_folder(tree, top, path, err);
		else if (!(result = file_read(&text, &found, real, err)))
			fake_add_bytes(tree, path, MODE_FILE, text.text, text.len);
		buf_dispose(&text);
		if (result)
			return -1;
	}
	return 0;
}

#endif
