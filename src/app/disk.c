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

static int fill(int fd, const char *text)
{
	for (size_t left = strlen(text); left;) {
		ssize_t n = write(fd, text, left);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		text += n;
		left -= (size_t)n;
	}
	return fsync(fd);
}

static mode_t usual_mode(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0666 & ~mask;
}

int disk_write(struct arena *arena, const char *path, const char *text, struct err *err)
{
	char *real = realpath(path, NULL), *temp;
	const char *place = real ? real : path;
	struct stat st;
	mode_t mode = stat(place, &st) ? usual_mode() : st.st_mode & 0777;
	int fd = -1, rc = -1;

	temp = arena_printf(arena, "%s.XXXXXX", place);
	if (make_folders(arena, place, err))
		goto done;
	fd = mkstemp(temp);
	if (fd < 0) {
		err_errno(err, "cannot write '%s'", path);
		goto done;
	}
	if (fill(fd, text) || fchmod(fd, mode) || rename(temp, place)) {
		err_errno(err, "cannot write '%s'", path);
		unlink(temp);
		goto done;
	}
	rc = 0;
done:
	if (fd >= 0)
		close(fd);
	free(real);
	return rc;
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
	if (fill(fd, text)) {
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
