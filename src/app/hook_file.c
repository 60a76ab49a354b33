/* hook_file.c - one git hook as a file. */
#include "app/hook_file.h"

#include "app/disk.h"
#include "app/hook_mode.h"
#include "app/hook_text.h"
#include "base/buf.h"
#include "base/file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- looking ----------------------------------------------------------------------- */

/* st_mode is 0 if nothing is there. */
static int look(struct stat *st, const char *path, struct err *err)
{
	if (!lstat(path, st))
		return 0;
	st->st_mode = 0;
	return file_is_missing(errno) ? 0 : err_errno(err, "cannot read '%s'", path);
}

int hook_file_exists(bool *out, const char *path, struct err *err)
{
	struct stat st;

	*out = false;
	if (look(&st, path, err))
		return -1;
	*out = st.st_mode;
	return 0;
}

int hook_file_text(const char **text, struct arena *arena, const char *path, struct err *err)
{
	struct buf there = BUF_INIT;
	bool found;
	struct stat st;
	int rc;

	*text = NULL;
	if (look(&st, path, err))
		return -1;
	if (!S_ISREG(st.st_mode) || (size_t)st.st_size > FILE_TEXT_MAX)
		return 0;
	rc = file_read(&there, &found, path, err);
	if (!rc && found && !memchr(there.text, '\0', there.len))
		*text = arena_strndup(arena, there.text, there.len);
	buf_dispose(&there);
	return rc;
}

int hook_file_same(bool *out, const char *path, const char *other, struct err *err)
{
	struct buf one = BUF_INIT, two = BUF_INIT;
	struct stat s, t;
	bool found;
	int rc;

	*out = false;
	if (look(&s, path, err) || look(&t, other, err))
		return -1;
	if (!S_ISREG(s.st_mode) || s.st_mode != t.st_mode || s.st_size != t.st_size)
		return 0;
	rc = file_read(&one, &found, path, err) || file_read(&two, &found, other, err) ? -1 : 0;
	*out = !rc && one.len == two.len && !memcmp(one.text, two.text, one.len);
	buf_dispose(&one);
	buf_dispose(&two);
	return rc;
}

/* ---- writing ----------------------------------------------------------------------- */

int hook_file_put_in(struct arena *arena, const char *path, const char *block, int shared,
                     struct err *err)
{
	struct buf text = BUF_INIT;
	const char *there;
	struct stat st;
	int rc;

	if (hook_file_text(&there, arena, path, err) || look(&st, path, err))
		return -1;
	if (there)
		hook_text_replace(&text, there, block);
	else
		buf_addf(&text, HOOK_TEXT_HEAD "%s", block);
	rc = disk_replace(arena, path, text.text, there ? hook_mode_run(st.st_mode, shared)
	              : hook_mode_new(shared), err);
	buf_dispose(&text);
	return rc;
}

/* What others wrote into our file; NULL if that is nothing. */
static int others(const char **out, struct arena *arena, const char *path, struct err *err)
{
	struct buf rest = BUF_INIT;
	const char *text;

	*out = NULL;
	if (hook_file_text(&text, arena, path, err))
		return -1;
	hook_text_replace(&rest, text ? text : "", NULL);
	if (!hook_text_is_bare(rest.text))
		*out = arena_strdup(arena, rest.text);
	buf_dispose(&rest);
	return 0;
}

/* The text of what was there before, with the lines of others added. NULL: it can't be. */
static int joined(const char **out, struct arena *arena, const char *saved, const char *lines,
                  struct err *err)
{
	const char *text;
	struct stat st;
	size_t n;

	*out = NULL;
	if (hook_file_text(&text, arena, saved, err) || look(&st, saved, err))
		return -1;
	if (!text || !hook_text_is_shell(text) || !(st.st_mode & 0100))
		return 0;
	if (!strncmp(lines, "#!", 2))
		lines += strcspn(lines, "\n");
	lines += *lines == '\n';
	n = strlen(text);
	*out = arena_printf(arena, "%s%s%s", text, text[n - 1] == '\n' ? "" : "\n", lines);
	return 0;
}

/* The text that is to stand in its place, of what others wrote and of what was there before;
 * NULL: what was there before as it is. */
static int find_rest(const char **out, struct arena *arena, const char *path, const char *saved,
                     struct err *err)
{
	const char *lines;

	if (others(&lines, arena, path, err))
		return -1;
	*out = lines;
	if (!lines || !saved)
		return 0;
	if (joined(out, arena, saved, lines, err))
		return -1;
	if (*out)
		return 0;
	err_set(err, ERR_DECISION, "another program has added lines to '%s', and the hook that was "
	        "there before, '%s', is no shell script that git can run: nothing was changed", path,
	        saved);
	return err_hint(err, "move those lines out of '%s', then once more", path);
}

int hook_file_may_take_out(struct arena *arena, const char *path, const char *saved,
                           struct err *err)
{
	const char *rest;

	return find_rest(&rest, arena, path, saved, err);
}

int hook_file_take_out(struct arena *arena, const char *path, const char *saved,
                       struct err *err)
{
	const char *rest;
	struct stat st;

	if (find_rest(&rest, arena, path, saved, err))
		return -1;
	if (!rest && saved)
		return rename(saved, path) ? err_errno(err, "cannot put back '%s'", path) : 0;
	if (!rest)
		return unlink(path) ? err_errno(err, "cannot remove '%s'", path) : 0;
	if (look(&st, saved ? saved : path, err) ||
	    disk_replace(arena, path, rest, st.st_mode & 07777, err))
		return -1;
	return saved && unlink(saved) ? err_errno(err, "cannot remove '%s'", saved) : 0;
}
