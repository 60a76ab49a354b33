/* rest.c - post-commit rests during a rebase. */
#include "hook/rest.h"

#include "base/buf.h"
#include "hook/look.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FIRST "#!/bin/sh\n"
#define BEGIN FIRST "# >>> git-cvx hook v"
#define OURS "cvx_"          /* each line between the first and the last of the block */
#define END "# <<< git-cvx hook\n"
#define OLDER FIRST "# git-cvx hook v2:"
#define OLDER_LINES 4

static const char *hook_path(const char *common_dir, struct arena *arena)
{
	return arena_printf(arena, "%s/hooks/post-commit", common_dir);
}

static const char *aside(const char *common_dir, struct arena *arena)
{
	return arena_printf(arena, "%s/hooks/post-commit.cvx-rests", common_dir);
}

static const char *behind_line(const char *line)
{
	line += strcspn(line, "\n");
	return line + (*line == '\n');
}

static bool is_block(const char *text)
{
	if (strncmp(text, BEGIN, strlen(BEGIN)))
		return false;
	for (text = behind_line(behind_line(text)); !strncmp(text, OURS, strlen(OURS));)
		text = behind_line(text);
	return !strcmp(text, END);
}

static bool is_older(const char *text)
{
	size_t lines = 0;

	for (const char *p = text; *p; p++)
		lines += *p == '\n';
	return !strncmp(text, OLDER, strlen(OLDER)) && lines == OLDER_LINES;
}

/* As we wrote it, with no line of others. */
static bool is_ours(const char *path)
{
	struct buf text = BUF_INIT;
	bool ours;

	ours = look_into(&text, path) && text.len == strlen(text.text) &&
	       (is_block(text.text) || is_older(text.text));
	buf_dispose(&text);
	return ours;
}

void rest_begin(const char *common_dir, struct arena *arena)
{
	const char *path = hook_path(common_dir, arena);
	const char *before = arena_printf(arena, "%s/hooks.before-cvx/post-commit", common_dir);

	if (access(before, F_OK) && is_ours(path))
		rename(path, aside(common_dir, arena));
}

bool rest_is_on(const char *common_dir, struct arena *arena)
{
	return !access(aside(common_dir, arena), F_OK);
}

/* If another one has come meanwhile, that one stays. */
void rest_end(const char *common_dir, struct arena *arena)
{
	const char *from = aside(common_dir, arena);

	if (access(from, F_OK))
		return;
	if (!link(from, hook_path(common_dir, arena)) || errno == EEXIST)
		unlink(from);
}
