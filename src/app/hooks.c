/* hooks.c - our git hooks: install, look at, remove. */
#include "app/hooks.h"

#include "app/embedded.h"
#include "base/buf.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STAMP "# git-cvx hook v"

static const char *const events[HOOK_EVENTS] = { "post-checkout", "post-merge" };

/* 'it'\''s': safe in a shell whatever the path holds. */
static void add_quoted(struct buf *out, const char *text)
{
	buf_addc(out, '\'');
	for (; *text; text++) {
		if (*text == '\'')
			buf_adds(out, "'\\''");
		else
			buf_addc(out, *text);
	}
	buf_addc(out, '\'');
}

static void shim_text(struct buf *out, const char *program, const char *event)
{
	const char *p = embedded_find("hooks/shim")->text;

	while (*p) {
		if (!strncmp(p, "@PROGRAM@", 9)) {
			add_quoted(out, program);
			p += 9;
		} else if (!strncmp(p, "@EVENT@", 7)) {
			buf_adds(out, event);
			p += 7;
		} else {
			buf_addc(out, *p++);
		}
	}
}

static int read_hook(const char *path, struct buf *out, bool *found, struct err *err)
{
	char chunk[4096];
	FILE *f = fopen(path, "re");
	size_t n;

	*found = f != NULL;
	if (!f)
		return errno == ENOENT ? 0 : err_errno(err, "cannot read '%s'", path);
	while ((n = fread(chunk, 1, sizeof(chunk), f)))
		buf_add(out, chunk, n);
	n = (size_t)ferror(f);
	fclose(f);
	return n ? err_set(err, ERR_IO, "cannot read '%s'", path) : 0;
}

/* A shim as some version of ours wrote it, and nobody changed: three lines. What was
 * added to is somebody else's. */
static bool is_shim(const char *text)
{
	static const char *const starts[] = { "#!/bin/sh\n", STAMP, "hook='" };

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		if (strncmp(text, starts[i], strlen(starts[i])))
			return false;
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	return !*text;
}

static int look_at(struct hook_file *file, const char *program, struct err *err)
{
	struct buf there = BUF_INIT, ours = BUF_INIT;
	bool found;
	int rc = read_hook(file->path, &there, &found, err);

	shim_text(&ours, program, file->event);
	if (!rc && !found)
		file->presence = HOOK_MISSING;
	else if (!rc && !strcmp(there.text, ours.text))
		file->presence = HOOK_INSTALLED;
	else
		file->presence = is_shim(there.text) ? HOOK_OLDER : HOOK_FOREIGN;
	buf_dispose(&there);
	buf_dispose(&ours);
	return rc;
}

int hooks_look(struct hooks *out, struct arena *arena, const char *folder,
               const char *program, struct err *err)
{
	*out = (struct hooks){ .folder = folder, .program = program };
	for (size_t i = 0; i < HOOK_EVENTS; i++) {
		out->files[i].event = events[i];
		out->files[i].path = arena_printf(arena, "%s/%s", folder, events[i]);
		if (look_at(&out->files[i], program, err))
			return -1;
	}
	return 0;
}

static int by_hand(const struct hooks *hooks, const struct hook_file *file,
                   struct err *err)
{
	struct buf program = BUF_INIT;

	add_quoted(&program, hooks->program);
	err_set(err, ERR_UNSUPPORTED, "there is another hook in '%s', and git-cvx doesn't "
	        "share one yet: nothing was changed", file->path);
	err_hint(err, "add this line to it: %s %s \"$@\"", program.text, file->event);
	buf_dispose(&program);
	return -1;
}

static int redirected(const struct hooks *hooks, struct err *err)
{
	struct buf program = BUF_INIT;

	add_quoted(&program, hooks->program);
	err_set(err, ERR_UNSUPPORTED, "git's hooks are in '%s' (core.hooksPath), and "
	        "git-cvx doesn't write there yet: nothing was changed", hooks->folder);
	for (size_t i = 0; i < HOOK_EVENTS; i++)
		err_hint(err, "add this line to its %s: %s %s \"$@\"",
		         hooks->files[i].event, program.text, hooks->files[i].event);
	buf_dispose(&program);
	return -1;
}

static int write_shim(const struct hooks *hooks, const struct hook_file *file,
                      struct arena *arena, struct err *err)
{
	const char *temp = arena_printf(arena, "%s.cvx-temp", file->path);
	struct buf text = BUF_INIT;
	FILE *f = fopen(temp, "we");
	bool good;

	if (!f)
		return err_errno(err, "cannot write '%s'", temp);
	shim_text(&text, hooks->program, file->event);
	good = fwrite(text.text, 1, text.len, f) == text.len && !fchmod(fileno(f), 0755);
	buf_dispose(&text);
	if (fclose(f) || !good || rename(temp, file->path)) {
		err_errno(err, "cannot write '%s'", file->path);
		unlink(temp);
		return -1;
	}
	return 0;
}

int hooks_install(const struct hooks *hooks, struct arena *arena, struct err *err)
{
	if (hooks->is_redirected)
		return redirected(hooks, err);
	for (size_t i = 0; i < HOOK_EVENTS; i++)
		if (hooks->files[i].presence == HOOK_FOREIGN)
			return by_hand(hooks, &hooks->files[i], err);
	if (mkdir(hooks->folder, 0777) && errno != EEXIST)
		return err_errno(err, "cannot make folder '%s'", hooks->folder);
	for (size_t i = 0; i < HOOK_EVENTS; i++)
		if (hooks->files[i].presence != HOOK_INSTALLED &&
		    write_shim(hooks, &hooks->files[i], arena, err))
			return -1;
	return 0;
}

int hooks_uninstall(const struct hooks *hooks, size_t *removed, struct err *err)
{
	*removed = 0;
	for (size_t i = 0; i < HOOK_EVENTS; i++) {
		enum hook_presence presence = hooks->files[i].presence;

		if (presence != HOOK_INSTALLED && presence != HOOK_OLDER)
			continue;
		if (unlink(hooks->files[i].path))
			return err_errno(err, "cannot remove '%s'", hooks->files[i].path);
		++*removed;
	}
	return 0;
}

const char *hooks_program(struct arena *arena)
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	const char *path;
	char *slash;

	if (n < 0)
		return NULL;
	self[n] = '\0';
	slash = strrchr(self, '/');
	if (!slash)
		return NULL;
	*slash = '\0';
	path = arena_printf(arena, "%s/git-cvx-hook", self);
	return access(path, X_OK) ? NULL : path;
}
