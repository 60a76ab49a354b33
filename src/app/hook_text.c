/* hook_text.c - the texts through which git calls us. */
#include "app/hook_text.h"

#include "app/embedded.h"

#include <string.h>

#define STAMP "# git-cvx hook v"

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

void hook_text_shim(struct buf *out, const char *program, const char *event)
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

static bool follows(const char **text, const char *const *starts)
{
	for (; *starts; starts++) {
		if (strncmp(*text, *starts, strlen(*starts)))
			return false;
		*text += strcspn(*text, "\n");
		*text += **text == '\n';
	}
	return true;
}

/* Version 1 had no line that begins with "before=". What was added to is somebody else's. */
bool hook_text_is_shim(const char *text)
{
	static const char *const head[] = { "#!/bin/sh\n", STAMP, NULL };
	static const char *const before[] = { "before=", NULL }, *const call[] = { "hook='", NULL };

	if (!follows(&text, head))
		return false;
	if (*text == 'b' && !follows(&text, before))
		return false;
	return follows(&text, call) && !*text;
}

void hook_text_command(struct buf *out, const char *program)
{
	buf_adds(out, "hook=");
	add_quoted(out, program);
	buf_adds(out, "; [ -x \"$hook\" ] || hook=$(command -v git-cvx-hook) || exit 0; "
	         "exec \"$hook\" configured");
}

void hook_text_line(struct buf *out, const char *event)
{
	buf_addf(out, "command -v git-cvx-hook >/dev/null && git-cvx-hook %s \"$@\" || : "
	         "# 'git cvx hooks uninstall' removes this line\n", event);
}
