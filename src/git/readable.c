/* readable.c - what of the work tree decides can be read. */
#include "git/readable.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct walk {
	struct repo *repo;
	const char *folder;   /* from the top of the work tree */
};

static const char *full_path(struct repo *repo, const char *path)
{
	return arena_printf(repo_arena(repo), "%s/%s", repo_worktree(repo), path);
}

int readable_exists(bool *out, struct repo *repo, const char *path, struct err *err)
{
	struct stat st;

	*out = !lstat(full_path(repo, path), &st);
	return *out || file_is_missing(errno) ? 0 : err_errno(err, "cannot look at '%s'", path);
}

static int check_entry(const char *name, void *payload, struct err *err)
{
	const struct walk *walk = payload;
	const char *path = arena_printf(repo_arena(walk->repo), "%s/%s", walk->folder, name);
	const char *full = full_path(walk->repo, path);
	struct stat st;

	if (lstat(full, &st))
		return file_is_missing(errno) ? 0 : err_errno(err, "cannot look at '%s'", path);
	if (S_ISDIR(st.st_mode))
		return strcmp(name, "node_modules") ? readable_check(walk->repo, path, err) : 0;
	if (!S_ISREG(st.st_mode) || !faccessat(AT_FDCWD, full, R_OK, AT_EACCESS) ||
	    file_is_missing(errno))
		return 0;
	return err_errno(err, "cannot read '%s'", path);
}

int readable_check(struct repo *repo, const char *folder, struct err *err)
{
	struct walk walk = { repo, folder };

	return folder_each(full_path(repo, folder), check_entry, &walk, err);
}
