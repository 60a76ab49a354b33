/* disk.c - files of the work tree: written whole. */
#include "app/disk.h"

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Every folder of the path but its last part. */
static int make_folders(struct arena *arena, const char *path, struct err *err)
{
	char *copy = arena_strdup(arena, path);

	for (char *slash = strchr(copy + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(copy, 0777) && errno != EEXIST)
			return err_errno(err, "cannot make folder '%s'", copy);
		*slash = '/';
	}
	return 0;
}

mode_t disk_umask(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return mask;
}

int disk_replace(struct arena *arena, const char *path, const char *text, mode_t mode,
                 struct err *err)
{
	char *temp = arena_printf(arena, "%s.XXXXXX", path);
	int fd = mkstemp(temp);
	bool good;

	if (fd < 0)
		return err_errno(err, "cannot write '%s'", path);
	good = !file_write_all(fd, text, strlen(text)) && !fsync(fd) && !fchmod(fd, mode);
	if (close(fd) || !good || rename(temp, path)) {
		err_errno(err, "cannot write '%s'", path);
		unlink(temp);
		return -1;
	}
	return 0;
}

int disk_write(struct arena *arena, const char *path, const char *text, struct err *err)
{
	const char *real = file_real(arena, path);
	struct stat st;

	if (!real)
		real = path;
	return make_folders(arena, real, err) ||
	       disk_replace(arena, real, text,
	                    stat(real, &st) ? 0666 & ~disk_umask() : st.st_mode & 0777, err)
	       ? -1 : 0;
}

int disk_create(struct arena *arena, const char *path, const char *text, struct err *err)
{
	int fd, rc = 0;

	if (make_folders(arena, path, err))
		return -1;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd < 0 && errno == EEXIST)
		return err_set(err, ERR_DECISION, "'%s' is there already", path);
	if (fd < 0)
		return err_errno(err, "cannot write '%s'", path);
	if (file_write_all(fd, text, strlen(text)) || fsync(fd)) {
		rc = err_errno(err, "cannot write '%s'", path);
		unlink(path);
	}
	close(fd);
	return rc;
}

static int is_entry(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
}

int disk_list(char ***names, const char *folder)
{
	struct dirent **entries = NULL;
	int n = scandir(folder, &entries, is_entry, alphasort);

	if (n < 0) {
		*names = NULL;
		return file_is_missing(errno) ? 0 : -1;
	}
	*names = n > 0 ? xcalloc((size_t)n, sizeof(**names)) : NULL;
	for (int i = 0; i < n; i++) {
		(*names)[i] = xstrdup(entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	return n;
}
