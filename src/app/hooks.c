/* hooks.c - our git hooks as files of a folder: install, look at, remove. */
#include "app/hooks.h"

#include "app/disk.h"
#include "app/hook_makers.h"
#include "app/hook_text.h"
#include "base/file.h"
#include "base/self.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SAVED ".before-cvx"
#define PROGRAM "git-cvx-hook"

const char *const hook_events[HOOK_EVENTS] = {
	"post-checkout", "post-merge", "post-rewrite", "post-commit",
};

/* ---- looking ----------------------------------------------------------------------- */

/* A link is somebody else's wherever it leads. */
static int look_at(struct hook_file *file, const char *program, struct err *err)
{
	struct buf there = BUF_INIT, ours = BUF_INIT;
	bool found = false;
	struct stat st;
	int rc = 0;

	file->has_saved = !lstat(file->saved, &st);
	file->presence = HOOK_MISSING;
	if (lstat(file->path, &st))
		return errno == ENOENT || errno == ENOTDIR ? 0
		       : err_errno(err, "cannot read '%s'", file->path);
	file->presence = HOOK_FOREIGN;
	if (!S_ISREG(st.st_mode))
		return 0;
	rc = file_read(&there, &found, file->path, err);
	hook_text_shim(&ours, program, file->event);
	if (!rc && there.len == strlen(there.text) && hook_text_is_shim(there.text))
		file->presence = !strcmp(there.text, ours.text) && st.st_mode & 0100
		                 ? HOOK_INSTALLED : HOOK_OLDER;
	buf_dispose(&there);
	buf_dispose(&ours);
	return rc;
}

int hooks_look(struct hooks *out, struct arena *arena, const char *folder,
               const char *program, struct err *err)
{
	*out = (struct hooks){ .folder = folder, .program = program };
	out->saved = arena_printf(arena, "%s" SAVED, folder);
	for (size_t i = 0; i < HOOK_EVENTS; i++) {
		struct hook_file *file = &out->files[i];

		file->event = hook_events[i];
		file->path = arena_printf(arena, "%s/%s", folder, file->event);
		file->saved = arena_printf(arena, "%s/%s", out->saved, file->event);
		if (look_at(file, program, err))
			return -1;
	}
	return 0;
}

size_t hooks_count(const struct hooks *hooks, enum hook_presence presence)
{
	size_t n = 0;

	for (size_t i = 0; i < HOOK_EVENTS; i++)
		n += hooks->files[i].presence == presence;
	return n;
}

/* ---- what was there before --------------------------------------------------------- */

static bool is_same_file(const char *a, const char *b)
{
	struct buf one = BUF_INIT, other = BUF_INIT;
	struct err ignored = ERR_INIT;
	bool found, same = false;
	struct stat s, t;

	if (!lstat(a, &s) && !lstat(b, &t) && S_ISREG(s.st_mode) && S_ISREG(t.st_mode) &&
	    s.st_mode == t.st_mode && !file_read(&one, &found, a, &ignored) &&
	    !file_read(&other, &found, b, &ignored))
		same = one.len == other.len && !memcmp(one.text, other.text, one.len);
	buf_dispose(&one);
	buf_dispose(&other);
	return same;
}

static bool is_event(const char *name)
{
	for (size_t i = 0; i < HOOK_EVENTS; i++)
		if (!strcmp(name, hook_events[i]))
			return true;
	return false;
}

static bool is_sample(const char *name)
{
	size_t n = strlen(name);

	return n > 7 && !strcmp(name + n - 7, ".sample");
}

static const char *link_text(const struct hooks *hooks, struct arena *arena, const char *name)
{
	const char *slash = strrchr(hooks->folder, '/');

	return arena_printf(arena, "../%s/%s", slash ? slash + 1 : hooks->folder, name);
}

static bool is_our_link(const struct hooks *hooks, struct arena *arena, const char *name)
{
	const char *path = arena_printf(arena, "%s/%s", hooks->saved, name);
	char to[PATH_MAX];
	ssize_t n = readlink(path, to, sizeof(to) - 1);

	if (n < 0)
		return false;
	to[n] = '\0';
	return !strcmp(to, link_text(hooks, arena, name));
}

/* A hook may call its neighbours by the folder that it is in. */
static int link_neighbours(const struct hooks *hooks, struct arena *arena, struct err *err)
{
	char **names;
	int n = disk_list(&names, hooks->folder), rc = 0;

	for (int i = 0; i < n; i++) {
		const char *path = arena_printf(arena, "%s/%s", hooks->saved, names[i]);

		if (!rc && names[i][0] != '.' && !is_event(names[i]) && !is_sample(names[i]) &&
		    symlink(link_text(hooks, arena, names[i]), path) && errno != EEXIST)
			rc = err_errno(err, "cannot make the link '%s'", path);
		free(names[i]);
	}
	free(names);
	return rc;
}

static int save(const struct hooks *hooks, const struct hook_file *file, struct arena *arena,
                struct err *err)
{
	if (mkdir(hooks->saved, 0777) && errno != EEXIST)
		return err_errno(err, "cannot make folder '%s'", hooks->saved);
	if (link_neighbours(hooks, arena, err))
		return -1;
	if (rename(file->path, file->saved))
		return err_errno(err, "cannot move '%s' to '%s'", file->path, file->saved);
	return 0;
}

/* When nothing is kept any more. What isn't ours stays, and the folder with it. */
static void clear_saved(const struct hooks *hooks, struct arena *arena)
{
	char **names;
	int n = disk_list(&names, hooks->saved);

	for (int i = 0; i < n; i++) {
		if (is_our_link(hooks, arena, names[i]))
			unlink(arena_printf(arena, "%s/%s", hooks->saved, names[i]));
		free(names[i]);
	}
	free(names);
	rmdir(hooks->saved);
}

/* ---- installing and removing ------------------------------------------------------- */

static int write_shim(const struct hooks *hooks, const struct hook_file *file,
                      struct arena *arena, struct err *err)
{
	const char *temp = arena_printf(arena, "%s.cvx-temp", file->path);
	struct buf text = BUF_INIT;
	FILE *f = fopen(temp, "we");
	bool good;

	if (!f)
		return err_errno(err, "cannot write '%s'", temp);
	hook_text_shim(&text, hooks->program, file->event);
	good = fwrite(text.text, 1, text.len, f) == text.len && !fchmod(fileno(f), 0755);
	buf_dispose(&text);
	if (fclose(f) || !good || rename(temp, file->path)) {
		err_errno(err, "cannot write '%s'", file->path);
		unlink(temp);
		return -1;
	}
	return 0;
}

static int two_others(const struct hook_file *file, struct err *err)
{
	err_set(err, ERR_DECISION, "another program's hook has taken the place of ours in '%s', and "
	        "'%s' still keeps the one that was there before: nothing was changed", file->path,
	        file->saved);
	return err_hint(err, "remove the one that isn't needed, then git cvx hooks install");
}

/* The one that is kept is no longer needed: its own maker has written it again. */
static bool is_superseded(const struct hook_file *file, struct arena *arena)
{
	return is_same_file(file->path, file->saved) ||
	       hook_makers_same(arena, file->path, file->saved);
}

/* A program that puts aside what it finds has done so with ours. It gets what it would have
 * found without us. */
static int take_from_aside(const struct hook_file *file, struct arena *arena, struct err *err)
{
	const char *aside = hook_makers_aside(arena, file->path);

	if (!aside)
		return 0;
	if (file->presence == HOOK_FOREIGN && file->has_saved && !is_superseded(file, arena))
		return rename(file->saved, aside) ? err_errno(err, "cannot put back '%s'", aside) : 0;
	return unlink(aside) ? err_errno(err, "cannot remove '%s'", aside) : 0;
}

static int install_one(const struct hooks *hooks, const struct hook_file *file,
                       struct arena *arena, struct err *err)
{
	if (take_from_aside(file, arena, err))
		return -1;
	if (file->presence == HOOK_INSTALLED)
		return 0;
	if (file->presence == HOOK_FOREIGN && save(hooks, file, arena, err))
		return -1;
	if (!write_shim(hooks, file, arena, err))
		return 0;
	if (file->presence == HOOK_FOREIGN && rename(file->saved, file->path))
		err_hint(err, "the hook that was there is now '%s'", file->saved);
	return -1;
}

int hooks_install(const struct hooks *hooks, struct arena *arena, struct err *err)
{
	for (size_t i = 0; i < HOOK_EVENTS; i++) {
		const struct hook_file *file = &hooks->files[i];

		if (file->presence == HOOK_FOREIGN && file->has_saved &&
		    !is_superseded(file, arena) && !hook_makers_aside(arena, file->path))
			return two_others(file, err);
	}
	if (folder_make(hooks->folder, err))
		return -1;
	for (size_t i = 0; i < HOOK_EVENTS; i++)
		if (install_one(hooks, &hooks->files[i], arena, err))
			return -1;
	return 0;
}

static int remove_one(const struct hook_file *file, struct arena *arena, size_t *removed,
                      struct err *err)
{
	bool ours = file->presence == HOOK_INSTALLED || file->presence == HOOK_OLDER;

	if (take_from_aside(file, arena, err))
		return -1;
	if (file->presence == HOOK_FOREIGN) {
		if (file->has_saved && is_superseded(file, arena))
			unlink(file->saved);
		return 0;
	}
	if (file->has_saved && rename(file->saved, file->path))
		return err_errno(err, "cannot put back '%s'", file->path);
	if (!file->has_saved && ours && unlink(file->path))
		return err_errno(err, "cannot remove '%s'", file->path);
	*removed += ours;
	return 0;
}

int hooks_uninstall(const struct hooks *hooks, struct arena *arena, size_t *removed,
                    struct err *err)
{
	*removed = 0;
	for (size_t i = 0; i < HOOK_EVENTS; i++)
		if (remove_one(&hooks->files[i], arena, removed, err))
			return -1;
	clear_saved(hooks, arena);
	return 0;
}

int hooks_install_only(const struct hooks *hooks, struct arena *arena, size_t event,
                       struct err *err)
{
	size_t removed = 0;

	for (size_t i = 0; i < HOOK_EVENTS; i++)
		if (i != event && remove_one(&hooks->files[i], arena, &removed, err))
			return -1;
	clear_saved(hooks, arena);
	return folder_make(hooks->folder, err) ||
	       install_one(hooks, &hooks->files[event], arena, err) ? -1 : 0;
}

/* ---- the program ------------------------------------------------------------------- */

static bool leads_to(const char *path, const char *program)
{
	struct stat s, t;

	return path[0] == '/' && !stat(path, &s) && !stat(program, &t) && s.st_dev == t.st_dev &&
	       s.st_ino == t.st_ino;
}

static const char *in_search_path(struct arena *arena, const char *program)
{
	const char *rest = getenv("PATH");

	while (rest && *rest) {
		size_t n = strcspn(rest, ":");
		const char *path = arena_printf(arena, "%.*s/" PROGRAM, (int)n, rest);

		if (leads_to(path, program))
			return path;
		rest += n;
		rest += *rest == ':';
	}
	return NULL;
}

const char *hooks_program(struct arena *arena)
{
	const char *named = getenv("CVX_HOOK_PROGRAM"), *found;
	char path[PATH_MAX];

	if (!self_neighbour(path, sizeof(path), PROGRAM) || access(path, X_OK))
		return NULL;
	if (named && leads_to(named, path))
		return arena_strdup(arena, named);
	found = in_search_path(arena, path);
	return found ? found : arena_strdup(arena, path);
}
