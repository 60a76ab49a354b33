/* own_files.c - is what lies in the place of our files a file, and of our folders a folder? */
#include "cmd/own_files.h"

#include "base/file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static const char *kind_of(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFDIR: return "a folder";
	case S_IFREG: return "a file";
	case S_IFLNK: return "a symbolic link";
	default:      return "neither a file nor a folder";
	}
}

/* What isn't there is fine. home: our folder, which it is below. */
static int check(const char *home, const char *path, mode_t wanted, struct err *err)
{
	struct stat st;

	if (lstat(path, &st))
		return file_is_missing(errno)
			? 0 : err_errno(err, "cannot look at '%s'", path);
	if ((st.st_mode & S_IFMT) == wanted)
		return 0;
	err_set(err, ERR_IO, "'%s' is %s, where git-cvx keeps %s", path, kind_of(st.st_mode),
	        kind_of(wanted));
	return strcmp(home, path)
		? err_hint(err, "move it out of '%s', and git-cvx makes its own", home)
		: err_hint(err, "move it away, and git-cvx makes its own");
}

struct folder {
	struct arena *arena;
	const char *home, *path;
};

static int check_file(const char *name, void *payload, struct err *err)
{
	const struct folder *folder = payload;

	return *name == '.' ? 0
		: check(folder->home, arena_printf(folder->arena, "%s/%s", folder->path, name),
		        S_IFREG, err);
}

/* Each deployment's are named after it. */
static int check_files_in(struct arena *arena, const char *home, const char *name,
                          struct err *err)
{
	struct folder folder = { arena, home, arena_printf(arena, "%s/%s", home, name) };

	return folder_each(folder.path, check_file, &folder, err);
}

int own_files_check(struct repo *repo, struct err *err)
{
	static const struct {
		const char *name;
		mode_t kind;
	} own[] = {
		{ "", S_IFDIR }, { "/run", S_IFDIR }, { "/log", S_IFDIR }, { "/stage", S_IFDIR },
		{ "/config.ini", S_IFREG }, { "/init", S_IFREG }, { "/state", S_IFREG },
		{ "/hold", S_IFREG }, { "/wanted", S_IFREG },
	};
	struct arena *arena = repo_arena(repo);
	const char *common = arena_printf(arena, "%s/cvx", repo_common_dir(repo));
	const char *homes[] = { common, arena_printf(arena, "%s/cvx", repo_git_dir(repo)) };

	for (size_t i = 0; i < (strcmp(homes[0], homes[1]) ? 2 : 1); i++)
		for (size_t k = 0; k < sizeof(own) / sizeof(*own); k++)
			if (check(homes[i], arena_printf(arena, "%s%s", homes[i], own[k].name),
			          own[k].kind, err))
				return -1;
	return check_files_in(arena, common, "run", err) ||
	       check_files_in(arena, common, "log", err) ? -1 : 0;
}
