/* place.c - where the repository is, found as git finds it. */
#include "hook/place.h"

#include "base/buf.h"
#include "base/file.h"
#include "hook/look.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool exists(struct arena *arena, const char *folder, const char *name)
{
	return !access(arena_printf(arena, "%s/%s", folder, name), F_OK);
}

/* The file's first line; NULL if there is no such file. */
static const char *first_line(struct arena *arena, const char *path)
{
	struct buf text = BUF_INIT;
	const char *line = NULL;

	if (look_into(&text, path))
		line = arena_strndup(arena, text.text, strcspn(text.text, "\r\n"));
	buf_dispose(&text);
	return line;
}

/* A path that a file in `folder`, or somebody there, named. */
static const char *from(struct arena *arena, const char *folder, const char *path)
{
	return *path == '/' ? path : arena_printf(arena, "%s/%s", folder, path);
}

/* What `.git` in a folder stands for: a folder, or a file that names one. */
static const char *git_dir_of(struct arena *arena, const char *folder)
{
	const char *path = arena_printf(arena, "%s/.git", folder), *line;
	struct stat st;

	if (stat(path, &st))
		return NULL;
	if (!S_ISDIR(st.st_mode)) {
		line = first_line(arena, path);
		if (!line || strncmp(line, "gitdir: ", 8))
			return NULL;
		path = from(arena, folder, line + 8);
	}
	return exists(arena, path, "HEAD") ? path : NULL;
}

static bool walk_up(struct place *out, struct arena *arena, char *folder)
{
	for (;;) {
		char *slash;

		out->git_dir = git_dir_of(arena, folder);
		if (out->git_dir) {
			out->worktree = folder;
			return true;
		}
		slash = strrchr(folder, '/');
		if (!slash || !*folder)
			return false;
		*slash = '\0';
	}
}

/* NULL if it is unset or empty. */
static const char *variable(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

bool place_find(struct place *out, struct arena *arena)
{
	const char *git_dir = variable("GIT_DIR"), *worktree = variable("GIT_WORK_TREE");
	const char *common = variable("GIT_COMMON_DIR");
	char *here = getcwd(NULL, 0), *start;

	*out = (struct place){ 0 };
	if (!here)
		return false;
	start = arena_strdup(arena, here);
	free(here);
	if (git_dir) {
		out->git_dir = from(arena, start, git_dir);
		out->worktree = worktree ? from(arena, start, worktree) : start;
	} else if (!walk_up(out, arena, start)) {
		return false;
	}
	if (common) {
		out->common_dir = from(arena, start, common);
	} else {
		common = first_line(arena, from(arena, out->git_dir, "commondir"));
		out->common_dir = common ? from(arena, out->git_dir, common)
		                         : out->git_dir;
	}
	return exists(arena, out->git_dir, "HEAD");
}

bool place_is_enrolled(const struct place *place, struct arena *arena)
{
	return exists(arena, place->common_dir, "cvx/config.ini");
}

static bool ends_in(const char *name, const char *end)
{
	size_t n = strlen(name), m = strlen(end);

	return n >= m && !strcmp(name + n - m, end);
}

bool place_has_journal(const struct place *place, struct arena *arena)
{
	DIR *dir = opendir(arena_printf(arena, "%s/cvx/run", place->common_dir));
	struct dirent *entry;
	bool found = false;

	/* One that can't be read may hold some: git-cvx says so. */
	if (!dir)
		return !file_is_missing(errno);
	while (!found && (entry = readdir(dir)))
		found = entry->d_name[0] != '.' && !ends_in(entry->d_name, ".lock") &&
		        !ends_in(entry->d_name, ".temp");
	closedir(dir);
	return found;
}

bool place_is_detached(const struct place *place, struct arena *arena)
{
	const char *head = first_line(arena, from(arena, place->git_dir, "HEAD"));

	return head && strncmp(head, "ref:", 4) != 0;
}

bool place_is_passing(const struct place *place, struct arena *arena)
{
	if (!place_is_detached(place, arena))
		return false;
	return exists(arena, place->git_dir, "rebase-merge") ||
	       exists(arena, place->git_dir, "rebase-apply") ||
	       exists(arena, place->git_dir, "BISECT_LOG");
}

bool place_is_rebasing(const struct place *place, struct arena *arena)
{
	return exists(arena, place->git_dir, "rebase-merge");
}

static long number(const struct place *place, struct arena *arena, const char *name)
{
	const char *line = first_line(arena, from(arena, place->git_dir, name));

	return line ? strtol(line, NULL, 10) : 0;
}

/* Nothing is left to be picked: it only moves the branch forward. */
static bool is_list_empty(const struct place *place, struct arena *arena)
{
	struct stat st;

	return !stat(from(arena, place->git_dir, "rebase-merge/git-rebase-todo"), &st) &&
	       !st.st_size;
}

bool place_is_rebased(const struct place *place, struct arena *arena)
{
	return !place_is_passing(place, arena) || is_list_empty(place, arena) ||
	       number(place, arena, "rebase-apply/next") >
	       number(place, arena, "rebase-apply/last");
}
