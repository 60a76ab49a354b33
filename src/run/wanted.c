/* wanted.c - the mark that there is more to do: a file that holds the deployment's key. */
#include "run/wanted.h"

#include "base/file.h"

#include <string.h>

static const char *mark_path(struct arena *arena, const char *git_dir)
{
	return arena_printf(arena, "%s/cvx/wanted", git_dir);
}

int wanted_leave(const char *git_dir, const char *key, struct err *err)
{
	struct arena arena = { 0 };
	int rc = folder_make(arena_printf(&arena, "%s/cvx", git_dir), err) ||
	         file_replace(mark_path(&arena, git_dir), arena_printf(&arena, "%s\n", key), err);

	arena_dispose(&arena);
	return rc ? -1 : 0;
}

bool wanted_is_there(const char *git_dir, const char *key)
{
	struct arena arena = { 0 };
	struct err ignored = ERR_INIT;
	const char *text;
	bool there = !file_text(&text, &arena, mark_path(&arena, git_dir), &ignored) && text &&
	             strlen(text) == strlen(key) + 1 && !strncmp(text, key, strlen(key));

	arena_dispose(&arena);
	return there;
}

int wanted_clear(const char *git_dir, struct err *err)
{
	struct arena arena = { 0 };
	int rc = file_remove(mark_path(&arena, git_dir), err);

	arena_dispose(&arena);
	return rc;
}
