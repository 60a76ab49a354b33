/* file.c - small text files: read whole, replaced whole. */
#include "conf/file.h"

#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int file_read(const char **text, struct arena *arena, const char *path, struct err *err)
{
	struct buf buf = BUF_INIT_MAX(FILE_MAX_BYTES);
	char chunk[4096];
	ssize_t n;
	int fd = open(path, O_RDONLY | O_CLOEXEC), result = -1;

	*text = NULL;
	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR ? 0
		       : err_errno(err, "cannot read '%s'", path);
	while ((n = read(fd, chunk, sizeof(chunk))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			err_errno(err, "cannot read '%s'", path);
			goto done;
		}
		buf_add(&buf, chunk, (size_t)n);
	}
	if (buf_overflowed(&buf)) {
		err_set(err, ERR_IO, "'%s' is larger than 1 MiB", path);
		goto done;
	}
	*text = arena_strndup(arena, buf.text, buf.len);
	result = 0;
done:
	/* It may hold a key: leave no copies behind. */
	explicit_bzero(chunk, sizeof(chunk));
	buf_wipe(&buf);
	close(fd);
	return result;
}

static int write_all(int fd, const char *text)
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

/* The new name is on disk only when its folder is. */
static void flush_folder(const char *path)
{
	char *copy = xstrdup(path);
	int fd = open(dirname(copy), O_RDONLY | O_CLOEXEC);

	free(copy);
	if (fd < 0)
		return;
	/* Not every file system can; the text itself is safe already. */
	(void)fsync(fd);
	close(fd);
}

int file_replace(const char *path, const char *text, struct err *err)
{
	struct buf temp = BUF_INIT;
	int fd, result = -1;

	buf_addf(&temp, "%s.XXXXXX", path);
	fd = mkstemp(temp.text);
	if (fd < 0) {
		err_errno(err, "cannot write '%s'", path);
		goto done;
	}
	if (write_all(fd, text) < 0 || rename(temp.text, path) < 0) {
		err_errno(err, "cannot write '%s'", path);
		unlink(temp.text);
		goto done;
	}
	flush_folder(path);
	result = 0;
done:
	if (fd >= 0)
		close(fd);
	buf_dispose(&temp);
	return result;
}
