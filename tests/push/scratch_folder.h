/* scratch_folder.h - a folder of its own for a test, removed at its end. */
#ifndef CVX_TESTS_SCRATCH_FOLDER_H
#define CVX_TESTS_SCRATCH_FOLDER_H

#include "base/file.h"
#include "push/files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Absolute and real, as paths of git are. */
static inline const char *scratch_folder(struct arena *arena)
{
	const char *base = getenv("TMPDIR");
	char *name = arena_printf(arena, "%s/cvx-test-XXXXXX", base && *base ? base : "/tmp");
	char *real = realpath(mkdtemp(name), NULL);
	const char *copy = arena_strdup(arena, real);

	free(real);
	return copy;
}

/* Write a text below the folder, with the folders it needs. */
static inline const char *scratch_write(struct arena *arena, const char *folder,
                                        const char *path, const char *text, unsigned mode)
{
	const char *whole = path_join(arena, folder, path);
	struct err err = ERR_INIT;

	if (files_make_folder(folder, path_folder(arena, path), &err) ||
	    files_write(whole, text, strlen(text), mode, &err)) {
		fprintf(stderr, "%s\n", err.msg);
		abort();
	}
	return whole;
}

static inline const char *scratch_read(struct arena *arena, const char *folder,
                                       const char *path)
{
	struct buf text = BUF_INIT;
	struct err err = ERR_INIT;
	const char *copy = NULL;
	bool found = false;

	if (!file_read(&text, &found, path_join(arena, folder, path), &err) && found)
		copy = arena_strndup(arena, text.text, text.len);
	buf_dispose(&text);
	return copy;
}

static inline void scratch_remove(const char *folder)
{
	struct err err = ERR_INIT;

	if (files_remove(folder, &err))
		fprintf(stderr, "%s\n", err.msg);
}

#endif
