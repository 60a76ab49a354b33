/* hook_text.c - the texts through which git calls us. */
#include "app/hook_text.h"

#include "app/embedded.h"

#include <string.h>

#define BEGIN "# >>> git-cvx hook v"
#define OURS "cvx_"   /* each line between the two begins so */
#define END "# <<< git-cvx hook"
#define OLDER "# git-cvx hook v"

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

void hook_text_block(struct buf *out, const char *program, const char *event)
{
	const char *p = embedded_find("hooks/shim")->text + strlen(HOOK_TEXT_HEAD);

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

static bool begins(const char *text, const char *start)
{
	return !strncmp(text, start, strlen(start));
}

static bool is_end(const char *line)
{
	return begins(line, END) && strchr("\n", line[strlen(END)]);
}

/* Behind the block that begins with this line; NULL if none does. Where its last line is lost,
 * it ends with the last one that is like ours. */
static const char *behind_block(const char *line)
{
	const char *end;

	if (!begins(line, BEGIN))
		return NULL;
	line = text_next_line(line);
	for (end = line; *end && !is_end(end) && !begins(end, BEGIN);)
		end = text_next_line(end);
	if (is_end(end))
		return text_next_line(end);
	while (begins(line, OURS))
		line = text_next_line(line);
	return line;
}

/* The same for what stood there in versions 1 and 2; 1 had no line that begins with "before=". */
static const char *behind_older(const char *line)
{
	if (!begins(line, OLDER "1:") && !begins(line, OLDER "2:"))
		return NULL;
	line = text_next_line(line);
	if (begins(line, "before="))
		line = text_next_line(line);
	return begins(line, "hook='") ? text_next_line(line) : NULL;
}

bool hook_text_find(const char *text, size_t *from, size_t *to)
{
	for (const char *line = text; *line; line = text_next_line(line)) {
		const char *behind = behind_block(line);

		if (!behind)
			behind = behind_older(line);
		if (!behind)
			continue;
		*from = (size_t)(line - text);
		*to = (size_t)(behind - text);
		return true;
	}
	return false;
}

void hook_text_replace(struct buf *out, const char *text, const char *block)
{
	size_t from, to;

	for (; hook_text_find(text, &from, &to); text += to) {
		buf_add(out, text, from);
		buf_adds(out, block ? block : "");
		block = NULL;
	}
	buf_adds(out, text);
}

bool hook_text_is_bare(const char *text)
{
	return !*text || !strcmp(text, HOOK_TEXT_HEAD);
}

bool hook_text_is_ours(const char *text)
{
	struct buf rest = BUF_INIT;
	size_t from, to;
	bool ours;

	hook_text_replace(&rest, text, NULL);
	ours = hook_text_find(text, &from, &to) && hook_text_is_bare(rest.text);
	buf_dispose(&rest);
	return ours;
}

/* "#!/usr/bin/env bash", "#!/bin/sh -e": the interpreter's name, without its folder. */
bool hook_text_is_shell(const char *text)
{
	static const char *const shells[] = { "sh", "dash", "bash", "ash", "ksh", "zsh", NULL };
	size_t n = strcspn(text, "\r\n"), end = 2;

	if (!begins(text, "#!") || text[n] == '\r')
		return false;
	for (int words = 0; words < 2; words++) {
		size_t start = end + strspn(text + end, " \t"), slash = start;

		end = start + strcspn(text + start, " \t\n");
		for (size_t i = start; i < end; i++)
			slash = text[i] == '/' ? i + 1 : slash;
		for (const char *const *shell = shells; *shell; shell++)
			if (end - slash == strlen(*shell) && begins(text + slash, *shell))
				return true;
		if (end - slash != 3 || !begins(text + slash, "env"))
			return false;
	}
	return false;
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
