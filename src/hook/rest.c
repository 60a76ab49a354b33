/* rest.c - post-commit rests during a rebase. */
#include "hook/rest.h"

#include "base/buf.h"
#include "hook/look.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define START "#!/bin/sh\n# git-cvx hook v2:"
#define LINES 4

static const char *hook_path(const char *common_dir, struct arena *arena)
{
	return arena_printf(arena, "%s/hooks/post-commit", common_dir);
}

static const char *aside(const char *common_dir, struct arena *arena)
{
	return arena_printf(arena, "%s/hooks/post-commit.cvx-rests", common_dir);
}

/* As we wrote it, with no line of somebody else's. */
static bool is_ours(const char *path)
{
	struct buf text = BUF_INIT;
	size_t lines = 0;
	bool ours;

	ours = look_into(&text, path) && !strncmp(text.text, START, strlen(START));
	for (const char *p = text.text; *p; p++)
		lines += *p == '\n';
	buf_dispose(&text);
	return ours && lines == LINES;
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
