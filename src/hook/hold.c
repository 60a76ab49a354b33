/* hold.c - hooks leave a checked-out commit alone after `git cvx abort`. */
#include "hook/hold.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int hold_path(char *out, size_t size, const char *git_dir, const char *name,
                     struct err *err)
{
	if ((size_t)snprintf(out, size, "%s/cvx%s", git_dir, name) >= size)
		return err_set(err, ERR_IO, "the path '%s' is too long", git_dir);
	return 0;
}

static void text_of(char *out, size_t size, const char *branch, const char *commit)
{
	snprintf(out, size, "%s\n%s\n", branch ? branch : "", commit ? commit : "");
}

int hold_write(const char *git_dir, const char *branch, const char *commit,
               struct err *err)
{
	char path[PATH_MAX], text[PATH_MAX];
	FILE *f;

	if (hold_path(path, sizeof(path), git_dir, "", err))
		return -1;
	if (mkdir(path, 0777) && errno != EEXIST)
		return err_errno(err, "cannot make folder '%s'", path);
	if (hold_path(path, sizeof(path), git_dir, "/hold", err))
		return -1;
	text_of(text, sizeof(text), branch, commit);
	f = fopen(path, "we");
	if (!f)
		return err_errno(err, "cannot write '%s'", path);
	fputs(text, f);
	return fclose(f) ? err_errno(err, "cannot write '%s'", path) : 0;
}

int hold_is_for(const char *git_dir, const char *branch, const char *commit, bool *out,
                struct err *err)
{
	char path[PATH_MAX], text[PATH_MAX], there[PATH_MAX];
	size_t n;
	FILE *f;

	*out = false;
	if (hold_path(path, sizeof(path), git_dir, "/hold", err))
		return -1;
	f = fopen(path, "re");
	if (!f)
		return errno == ENOENT ? 0 : err_errno(err, "cannot read '%s'", path);
	n = fread(there, 1, sizeof(there) - 1, f);
	fclose(f);
	there[n] = '\0';
	text_of(text, sizeof(text), branch, commit);
	*out = !strcmp(text, there);
	return 0;
}

int hold_delete(const char *git_dir, struct err *err)
{
	char path[PATH_MAX];

	if (hold_path(path, sizeof(path), git_dir, "/hold", err))
		return -1;
	if (unlink(path) && errno != ENOENT)
		return err_errno(err, "cannot remove '%s'", path);
	return 0;
}
