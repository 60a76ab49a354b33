/* file.c - small files read whole and replaced whole, folders made, random names. */
#include "base/file.h"

#include "base/portable.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

/* A pipe, a terminal or a device that a link leads to would keep us waiting. A pipe that
 * stands there itself is its owner's wish: git makes none. */
static int open_file(const char *path)
{
	struct stat st = { 0 };
	bool is_pipe = !lstat(path, &st) && S_ISFIFO(st.st_mode);
	int fd = open(path, O_RDONLY | O_NOCTTY | O_CLOEXEC | (is_pipe ? 0 : O_NONBLOCK));

	if (fd < 0 || is_pipe)
		return fd;
	if (!fstat(fd, &st) && S_ISREG(st.st_mode))
		return fd;
	close(fd);
	errno = S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
	return -1;
}

int file_read(struct buf *out, bool *found, const char *path, struct err *err)
{
	int fd = open_file(path), result = -1;
	char chunk[16384];
	ssize_t n = 0;

	*found = fd >= 0;
	if (fd < 0)
		return file_is_missing(errno)
		       ? 0 : err_errno(err, "cannot read '%s'", path);
	while (!buf_overflowed(out)) {
		n = read(fd, chunk, sizeof(chunk));
		if (n > 0)
			buf_add(out, chunk, (size_t)n);
		else if (n == 0 || errno != EINTR)
			break;
	}
	if (buf_overflowed(out))
		err_set(err, ERR_IO, "'%s' is too large", path);
	else if (n < 0)
		err_errno(err, "cannot read '%s'", path);
	else
		result = 0;
	portable_wipe(chunk, sizeof(chunk));
	close(fd);
	return result;
}

int file_text(const char **text, struct arena *arena, const char *path, struct err *err)
{
	struct buf buf = BUF_INIT_MAX(FILE_TEXT_MAX);
	bool found;
	int result = file_read(&buf, &found, path, err);

	if (!result && memchr(buf.text, '\0', buf.len))
		result = err_set(err, ERR_IO, "'%s' is no text: it holds a NUL", path);
	*text = !result && found ? arena_strndup(arena, buf.text, buf.len) : NULL;
	buf_wipe(&buf);
	return result;
}

int file_write_all(int fd, const void *bytes, size_t len)
{
	const char *p = bytes;

	while (len) {
		ssize_t n = write(fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

/* A new name, or none, is on disk only when its folder is. */
static void flush_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct buf folder = BUF_INIT;
	int fd;

	if (slash)
		buf_add(&folder, path, (size_t)(slash - path) + (slash == path));
	fd = open(slash ? folder.text : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	buf_dispose(&folder);
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
	fd = mkostemp(temp.text, O_CLOEXEC);
	if (fd < 0) {
		err_errno(err, "cannot write '%s'", path);
		goto done;
	}
	if (file_write_all(fd, text, strlen(text)) || fsync(fd) || rename(temp.text, path)) {
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

int file_remove(const char *path, struct err *err)
{
	if (unlink(path) && errno != ENOENT)
		return err_errno(err, "cannot remove '%s'", path);
	flush_folder(path);
	return 0;
}

const char *file_real(struct arena *arena, const char *path)
{
	char *real = realpath(path, NULL);
	const char *copy = real ? arena_strdup(arena, real) : NULL;

	free(real);
	return copy;
}

const char *file_below(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	if (n && folder[n - 1] == '/')
		return strncmp(path, folder, n) ? NULL : path + n;
	return !strncmp(path, folder, n) && path[n] == '/' ? path + n + 1 : NULL;
}

bool file_is_missing(int problem)
{
	return problem == ENOENT || problem == ENOTDIR;
}

int folder_each(const char *path, int (*fn)(const char *name, void *payload, struct err *err),
                void *payload, struct err *err)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	int result = 0;

	if (!dir)
		return file_is_missing(errno)
		       ? 0 : err_errno(err, "cannot read the folder '%s'", path);
	while (!result && (errno = 0, entry = readdir(dir)))
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			result = fn(entry->d_name, payload, err);
	if (!result && errno)
		result = err_errno(err, "cannot read the folder '%s'", path);
	closedir(dir);
	return result;
}

int folder_make(const char *path, struct err *err)
{
	struct buf part = BUF_INIT;
	int result = 0;

	for (const char *p = path; !result && *p;) {
		size_t n = strspn(p, "/");

		n += strcspn(p + n, "/");
		buf_add(&part, p, n);
		p += n;
		if (mkdir(part.text, 0777) && errno != EEXIST && errno != EISDIR)
			result = err_errno(err, "cannot make the folder '%s'", part.text);
	}
	buf_dispose(&part);
	return result;
}

const char *random_id(struct arena *arena)
{
	unsigned char bytes[16];
	char *id = arena_alloc(arena, 2 * sizeof(bytes) + 1);

	/* Without randomness two clones would take each other's lease for their own. */
	if (getentropy(bytes, sizeof(bytes)))
		abort();
	for (size_t i = 0; i < sizeof(bytes); i++)
		snprintf(id + 2 * i, 3, "%02x", bytes[i]);
	return id;
}
