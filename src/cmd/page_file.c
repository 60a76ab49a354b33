/* page_file.c - the file that --html names. */
#include "cmd/page_file.h"

#include "base/file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int page_file_check(const char *path, const char *begins_with, struct err *err)
{
	size_t n = strlen(begins_with);
	char start[128];
	FILE *f;
	bool ours;

	if (n > sizeof(start))
		return err_set(err, ERR_INTERNAL, "a page begins with less than that");
	f = fopen(path, "re");
	if (!f && errno == ENOENT)
		return 0;
	if (!f)
		return err_errno(err, "cannot look at '%s'", path);
	ours = fread(start, 1, n, f) == n && !memcmp(start, begins_with, n);
	fclose(f);
	if (ours)
		return 0;
	err_set(err, ERR_DECISION, "'%s' is there, and isn't a page of git cvx matrix", path);
	return err_hint(err, "name another file, or remove it first");
}

/* As any program would make it: mkstemp()'s are for nobody else's eyes. */
static int allow_others(int fd)
{
	mode_t mask = umask(0);

	umask(mask);
	return fchmod(fd, 0666 & ~mask);
}

int page_file_write(const char *path, const struct buf *text, struct err *err)
{
	struct arena arena = { 0 };
	char *beside = arena_printf(&arena, "%s.XXXXXX", path);
	int fd = mkstemp(beside), rc = 0;

	if (fd < 0) {
		arena_dispose(&arena);
		return err_errno(err, "cannot write '%s'", path);
	}
	if (allow_others(fd) || file_write_all(fd, text->text, text->len) || fsync(fd) ||
	    rename(beside, path)) {
		rc = err_errno(err, "cannot write '%s'", path);
		(void)unlink(beside);
	}
	close(fd);
	arena_dispose(&arena);
	return rc;
}
