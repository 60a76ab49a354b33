/* files.c - the few things that this folder does to the file system. */
#include "push/files.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int files_make_folder(const char *top, const char *folder, struct err *err)
{
	struct arena arena = { 0 };
	const char *rest = folder;
	struct stat st;
	int result = -1;

	while (*rest) {
		size_t n = strcspn(rest, "/");
		const char *part = arena_strndup(&arena, folder, (size_t)(rest - folder) + n);
		const char *path = path_join(&arena, top, part);

		if (lstat(path, &st) || !S_ISDIR(st.st_mode)) {
			if (files_remove(path, err))
				goto done;
			if (mkdir(path, 0777) && errno != EEXIST) {
				err_errno(err, "cannot create the folder '%s'", path);
				goto done;
			}
		}
		rest += n;
		rest += strspn(rest, "/");
	}
	result = 0;
done:
	arena_dispose(&arena);
	return result;
}

static int remove_folder(const char *path, struct err *err)
{
	struct arena arena = { 0 };
	struct names names = { 0 };
	int result = files_list(&names, &arena, path, err);

	for (size_t i = 0; !result && i < names.count; i++)
		result = files_remove(path_join(&arena, path, names.items[i]), err);
	if (!result && rmdir(path) && errno != ENOENT)
		result = err_errno(err, "cannot remove the folder '%s'", path);
	arena_dispose(&arena);
	return result;
}

int files_remove(const char *path, struct err *err)
{
	struct stat st;

	if (lstat(path, &st))
		return errno == ENOENT || errno == ENOTDIR
		       ? 0 : err_errno(err, "cannot look at '%s'", path);
	if (S_ISDIR(st.st_mode))
		return remove_folder(path, err);
	if (unlink(path) && errno != ENOENT)
		return err_errno(err, "cannot remove '%s'", path);
	return 0;
}

int files_fill(const char *path, unsigned mode, int (*fill)(int fd, void *, struct err *),
               void *payload, struct err *err)
{
	struct arena arena = { 0 };
	const char *aside = arena_printf(&arena, "%s.cvx-new", path);
	int fd = -1, result = -1;

	if (files_remove(aside, err))
		goto done;
	fd = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
	if (fd < 0) {
		err_errno(err, "cannot write '%s'", path);
		goto done;
	}
	result = fill(fd, payload, err);
	if (close(fd) && !result)
		result = err_errno(err, "cannot write '%s'", path);
	if (!result && files_is_folder(path))
		result = files_remove(path, err);
	if (!result && rename(aside, path))
		result = err_errno(err, "cannot write '%s'", path);
	if (result)
		unlink(aside);
done:
	arena_dispose(&arena);
	return result;
}

struct bytes {
	const char *bytes, *path;
	size_t len;
};

static int fill_bytes(int fd, void *payload, struct err *err)
{
	const struct bytes *b = payload;

	return file_write_all(fd, b->bytes, b->len) ? err_errno(err, "cannot write '%s'", b->path) : 0;
}

int files_write(const char *path, const void *bytes, size_t len, unsigned mode,
                struct err *err)
{
	struct bytes b = { bytes, path, len };

	return files_fill(path, mode, fill_bytes, &b, err);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct listing {
	struct names *out;
	struct arena *arena;
};

static int list_entry(const char *name, void *payload, struct err *err)
{
	const struct listing *l = payload;
	struct names *out = l->out;

	(void)err;
	out->items = arena_grow(l->arena, out->items, out->count, sizeof(*out->items));
	out->items[out->count++] = arena_strdup(l->arena, name);
	return 0;
}

int files_list(struct names *out, struct arena *arena, const char *folder, struct err *err)
{
	struct listing listing = { out, arena };

	*out = (struct names){ 0 };
	if (folder_each(folder, list_entry, &listing, err))
		return -1;
	if (out->count)
		qsort(out->items, out->count, sizeof(*out->items), by_name);
	return 0;
}

const char *files_link(struct arena *arena, const char *path)
{
	char target[PATH_MAX];
	ssize_t n = readlink(path, target, sizeof(target));

	return n < 0 || n == (ssize_t)sizeof(target) ? NULL
	                                             : arena_strndup(arena, target, (size_t)n);
}

bool files_is_folder(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}
