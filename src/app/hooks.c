/* hooks.c - our git hooks as files of a folder: install, look at, remove. */
#include "app/hooks.h"

#include "app/disk.h"
#include "app/hook_file.h"
#include "app/hook_makers.h"
#include "app/hook_mode.h"
#include "app/hook_text.h"
#include "base/buf.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SAVED ".before-cvx"

const char *const hook_events[HOOK_EVENTS] = {
	"post-checkout", "post-merge", "post-rewrite", "post-commit",
};

/* ---- looking ----------------------------------------------------------------------- */

/* A link is another program's wherever it leads. */
static int look_at(struct hook_file *file, const char *program, struct arena *arena,
                   struct err *err)
{
	struct buf block = BUF_INIT;
	const char *text, *saved;
	size_t from, to;
	struct stat st;
	bool there;

	if (hook_file_exists(&there, file->path, err) ||
	    hook_file_exists(&file->has_saved, file->saved, err) ||
	    hook_file_text(&text, arena, file->path, err) ||
	    hook_file_text(&saved, arena, file->saved, err))
		return -1;
	file->is_nested = saved && hook_text_find(saved, &from, &to);
	file->presence = there ? HOOK_FOREIGN : HOOK_MISSING;
	if (!text || !hook_text_find(text, &from, &to))
		return 0;
	hook_text_block(&block, program, file->event);
	file->presence = !strncmp(text + from, block.text, block.len) && to - from == block.len &&
	                 !file->is_nested && !hook_text_find(text + to, &from, &to) &&
	                 !lstat(file->path, &st) && st.st_mode & 0100
	                 ? HOOK_INSTALLED : HOOK_OLDER;
	file->has_others = !hook_text_is_ours(text);
	buf_dispose(&block);
	return 0;
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
		if (look_at(file, program, arena, err))
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

	if (n < 0)
		return err_errno(err, "cannot read the folder '%s'", hooks->folder);
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
	if (hook_mode_folder(hooks->saved, hooks->shared, err) || link_neighbours(hooks, arena, err))
		return -1;
	if (rename(file->path, file->saved))
		return err_errno(err, "cannot move '%s' to '%s'", file->path, file->saved);
	return 0;
}

/* When nothing is kept any more. What isn't ours stays, and the folder with it. */
static int clear_saved(const struct hooks *hooks, struct arena *arena, struct err *err)
{
	char **names;
	int n = disk_list(&names, hooks->saved);
	bool kept = false;

	if (n < 0)
		return err_errno(err, "cannot read the folder '%s'", hooks->saved);
	for (int i = 0; i < n; i++)
		kept = kept || is_event(names[i]);
	for (int i = 0; i < n; i++) {
		if (!kept && is_our_link(hooks, arena, names[i]))
			unlink(arena_printf(arena, "%s/%s", hooks->saved, names[i]));
		free(names[i]);
	}
	free(names);
	if (kept || !rmdir(hooks->saved) || errno == ENOENT || errno == ENOTEMPTY ||
	    errno == EEXIST || errno == ENOTDIR)
		return 0;
	return err_errno(err, "cannot remove the folder '%s'", hooks->saved);
}

/* ---- what may be done -------------------------------------------------------------- */

static int two_others(const struct hook_file *file, struct err *err)
{
	err_set(err, ERR_DECISION, "another program's hook has taken the place of ours in '%s', and "
	        "'%s' still keeps the one that was there before: nothing was changed", file->path,
	        file->saved);
	return err_hint(err, "remove the one that isn't needed, then git cvx hooks install");
}

/* The one that is kept is no longer needed: its own maker has written it again, or it is ours. */
static int is_superseded(bool *out, const struct hook_file *file, struct arena *arena,
                         struct err *err)
{
	const char *saved;

	*out = false;
	if (file->presence != HOOK_FOREIGN || !file->has_saved)
		return 0;
	if (hook_file_text(&saved, arena, file->saved, err))
		return -1;
	*out = saved && hook_text_is_ours(saved);
	if (*out)
		return 0;
	if (hook_file_same(out, file->path, file->saved, err))
		return -1;
	return *out ? 0 : hook_makers_same(out, arena, file->path, file->saved, err);
}

/* A program that puts aside what it finds has done so with ours. It gets what it would have
 * found without us. */
struct aside {
	const char *path;        /* NULL: there is none */
	const char *gets;        /* NULL: there was nothing */
};

static int find_aside(struct aside *out, const struct hook_file *file, struct arena *arena,
                      struct err *err)
{
	bool superseded;

	*out = (struct aside){ 0 };
	if (hook_makers_aside(&out->path, arena, file->path, err) ||
	    is_superseded(&superseded, file, arena, err))
		return -1;
	if (out->path && file->presence == HOOK_FOREIGN && file->has_saved && !superseded)
		out->gets = file->saved;
	return 0;
}

static bool is_ours(const struct hook_file *file)
{
	return file->presence == HOOK_INSTALLED || file->presence == HOOK_OLDER;
}

static int may_remove(const struct hook_file *file, struct arena *arena, struct err *err)
{
	struct aside aside;

	if (find_aside(&aside, file, arena, err) ||
	    (aside.path && hook_file_may_take_out(arena, aside.path, aside.gets, err)))
		return -1;
	return is_ours(file) ? hook_file_may_take_out(arena, file->path, file->has_saved &&
	                                              !file->is_nested ? file->saved : NULL, err) : 0;
}

static int may_install(const struct hook_file *file, struct arena *arena, struct err *err)
{
	struct aside aside;
	bool superseded;

	if (find_aside(&aside, file, arena, err) || is_superseded(&superseded, file, arena, err))
		return -1;
	if (aside.path)
		return hook_file_may_take_out(arena, aside.path, aside.gets, err);
	return file->presence == HOOK_FOREIGN && file->has_saved && !superseded
	       ? two_others(file, err) : 0;
}

int hooks_may_uninstall(const struct hooks *hooks, struct arena *arena, struct err *err)
{
	for (size_t i = 0; i < HOOK_EVENTS; i++)
		if (may_remove(&hooks->files[i], arena, err))
			return -1;
	return 0;
}

/* ---- installing and removing ------------------------------------------------------- */

/* Takes what is ours out of the places that aren't git's: out of what other programs put aside,
 * and out of what is kept, where an earlier version has taken its own file for another's. */
static int tidy(struct hook_file *file, struct arena *arena, struct err *err)
{
	struct aside aside;

	if (find_aside(&aside, file, arena, err) ||
	    (file->is_nested && hook_file_take_out(arena, file->saved, NULL, err)) ||
	    (aside.path && hook_file_take_out(arena, aside.path, aside.gets, err)))
		return -1;
	return hook_file_exists(&file->has_saved, file->saved, err);
}

static int install_one(const struct hooks *hooks, const struct hook_file *there,
                       struct arena *arena, struct err *err)
{
	struct hook_file file = *there;
	struct buf block = BUF_INIT;
	int rc;

	if (tidy(&file, arena, err))
		return -1;
	if (file.presence == HOOK_INSTALLED)
		return 0;
	if (file.presence == HOOK_FOREIGN && save(hooks, &file, arena, err))
		return -1;
	hook_text_block(&block, hooks->program, file.event);
	rc = hook_file_put_in(arena, file.path, block.text, hooks->shared, err);
	buf_dispose(&block);
	if (rc && file.presence == HOOK_FOREIGN && rename(file.saved, file.path))
		err_hint(err, "the hook that was there is now '%s'", file.saved);
	return rc;
}

int hooks_install(const struct hooks *hooks, struct arena *arena, struct err *err)
{
	for (size_t i = 0; i < HOOK_EVENTS; i++)
		if (may_install(&hooks->files[i], arena, err))
			return -1;
	if (hook_mode_folder(hooks->folder, hooks->shared, err))
		return -1;
	for (size_t i = 0; i < HOOK_EVENTS; i++)
		if (install_one(hooks, &hooks->files[i], arena, err))
			return -1;
	return clear_saved(hooks, arena, err);
}

static int remove_one(const struct hook_file *there, struct arena *arena, size_t *removed,
                      struct err *err)
{
	struct hook_file file = *there;
	bool superseded;

	if (is_superseded(&superseded, &file, arena, err) || tidy(&file, arena, err))
		return -1;
	if (superseded && file.has_saved && unlink(file.saved))
		return err_errno(err, "cannot remove '%s'", file.saved);
	if (is_ours(&file)) {
		++*removed;
		return hook_file_take_out(arena, file.path, file.has_saved ? file.saved : NULL, err);
	}
	if (file.presence == HOOK_MISSING && file.has_saved && rename(file.saved, file.path))
		return err_errno(err, "cannot put back '%s'", file.path);
	return 0;
}

int hooks_uninstall(const struct hooks *hooks, struct arena *arena, size_t *removed,
                    struct err *err)
{
	*removed = 0;
	if (hooks_may_uninstall(hooks, arena, err))
		return -1;
	for (size_t i = 0; i < HOOK_EVENTS; i++)
		if (remove_one(&hooks->files[i], arena, removed, err))
			return -1;
	return clear_saved(hooks, arena, err);
}

int hooks_install_only(const struct hooks *hooks, struct arena *arena, size_t event,
                       struct err *err)
{
	size_t removed = 0;

	for (size_t i = 0; i < HOOK_EVENTS; i++)
		if (i != event && remove_one(&hooks->files[i], arena, &removed, err))
			return -1;
	return clear_saved(hooks, arena, err) ||
	       hook_mode_folder(hooks->folder, hooks->shared, err) ||
	       install_one(hooks, &hooks->files[event], arena, err) ? -1 : 0;
}
