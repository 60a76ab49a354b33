/* commit.c - how HEAD came to its commit. */
#include "hook/commit.h"

#include "base/buf.h"
#include "hook/look.h"

#include <stdio.h>
#include <string.h>

#define TAIL 4096

/* The message of the newest entry; "" if there is none, or it is longer than the tail. */
static const char *newest(const char *git_dir, struct arena *arena)
{
	FILE *f = fopen(arena_printf(arena, "%s/logs/HEAD", git_dir), "re");
	char *tail = arena_alloc(arena, TAIL + 1), *line, *tab;
	size_t n;

	if (!f)
		return "";
	if (fseek(f, -TAIL, SEEK_END))
		rewind(f);
	n = fread(tail, 1, TAIL, f);
	fclose(f);
	if (n && tail[n - 1] == '\n')
		n--;
	tail[n] = '\0';
	line = strrchr(tail, '\n');
	tab = strchr(line ? line : tail, '\t');
	return tab ? tab + 1 : "";
}

bool commit_is_ordinary(const char *git_dir, struct arena *arena)
{
	static const char *const starts[] = {
		"commit: ", "commit (amend): ", "commit (initial): ",
	};
	const char *message = newest(git_dir, arena);

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (!strncmp(message, starts[i], strlen(starts[i])))
			return true;
	return false;
}

bool commit_is_for_rebase(const char *git_dir, struct arena *arena)
{
	return !strncmp(newest(git_dir, arena), "rebase", strlen("rebase"));
}

/* The list still holds what was just committed. */
bool commit_is_followed(const char *git_dir, struct arena *arena)
{
	struct buf todo = BUF_INIT;
	size_t lines = 0;

	look_into(&todo, arena_printf(arena, "%s/sequencer/todo", git_dir));
	for (const char *p = todo.text; *p; p += strcspn(p, "\n"), p += *p == '\n')
		lines += *p != '#' && *p != '\n';
	buf_dispose(&todo);
	return lines > 1;
}
