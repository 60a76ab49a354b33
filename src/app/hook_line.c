/* hook_line.c - our line in a hook that is committed. */
#include "app/hook_line.h"

#include "app/disk.h"
#include "app/hook_mode.h"
#include "app/hook_text.h"
#include "base/file.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD "#!/bin/sh\n"

struct hook_line {
	const char *path;
	const char *line;        /* without its end */
	const char *text;        /* NULL: there is no such file */
	const char *at;          /* of the line in it; NULL: it isn't there */
	size_t len;              /* as it stands there */
};

/* Without the comment at its end, as a person adds it (hooks_here.c suggests that). */
static size_t without_comment(const char *line)
{
	size_t n = strcspn(line, "#\n");

	while (n && line[n - 1] == ' ')
		n--;
	return n;
}

/* The whole line; a comment or a longer line that holds it isn't ours. */
static void find(struct hook_line *l)
{
	size_t n = without_comment(l->line);

	l->at = NULL;
	for (const char *p = l->text; p && *p && !l->at;) {
		size_t len = strcspn(p, "\n");

		if (!strncmp(p, l->line, n) && (without_comment(p) == n || len == n)) {
			l->at = p;
			l->len = len;
		}
		p += len;
		p += *p == '\n';
	}
}

static int look(struct hook_line *out, struct arena *arena, const char *folder,
                const char *event, struct err *err)
{
	struct buf line = BUF_INIT;

	hook_text_line(&line, event);
	out->line = arena_strndup(arena, line.text, line.len - 1);
	buf_dispose(&line);
	out->path = arena_printf(arena, "%s/%s", folder, event);
	if (file_text(&out->text, arena, out->path, err))
		return -1;
	find(out);
	return 0;
}

int hook_line_look(bool *out, struct arena *arena, const char *folder, const char *event,
                   struct err *err)
{
	struct hook_line l;

	if (look(&l, arena, folder, event, err))
		return -1;
	*out = l.at != NULL;
	return 0;
}

static int make(struct arena *arena, const struct hook_line *l, struct err *err)
{
	if (disk_create(arena, l->path, arena_printf(arena, HEAD "%s\n", l->line), err))
		return -1;
	return chmod(l->path, hook_mode_new(0)) ? err_errno(err, "cannot write '%s'", l->path) : 0;
}

/* Where the file's last line has no end, ours gets none: then it can be told what was there. Nor
 * does it behind a first line alone, or the file would look like one that was made for it. */
int hook_line_add(struct arena *arena, const char *folder, const char *event,
                  struct err *err)
{
	struct hook_line l;
	bool ended;
	size_t n;

	if (look(&l, arena, folder, event, err))
		return -1;
	if (l.at)
		return 0;
	if (!l.text)
		return make(arena, &l, err);
	n = strlen(l.text);
	ended = n && l.text[n - 1] == '\n' && strcmp(l.text, HEAD);
	return disk_write(arena, l.path, arena_printf(arena, ended ? "%s%s\n" : "%s\n%s", l.text,
	                                              l.line), err);
}

int hook_line_remove(struct arena *arena, const char *folder, const char *event,
                     struct err *err)
{
	struct hook_line l;
	size_t before;
	const char *after;

	if (look(&l, arena, folder, event, err))
		return -1;
	if (!l.at)
		return 0;
	if (!strcmp(l.text, arena_printf(arena, HEAD "%s\n", l.line)))
		return unlink(l.path) ? err_errno(err, "cannot remove '%s'", l.path) : 0;
	before = (size_t)(l.at - l.text);
	after = l.at + l.len;
	if (*after == '\n')
		after++;
	else if (before)
		before--;
	return disk_write(arena, l.path, arena_printf(arena, "%.*s%s", (int)before, l.text, after),
	                  err);
}
