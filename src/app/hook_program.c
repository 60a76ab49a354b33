/* hook_program.c - the program that our hooks call. */
#include "app/hooks.h"

#include "base/self.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PROGRAM "git-cvx-hook"

static bool leads_to(const char *path, const char *program)
{
	struct stat s, t;

	return path[0] == '/' && !stat(path, &s) && !stat(program, &t) && s.st_dev == t.st_dev &&
	       s.st_ino == t.st_ino;
}

static const char *in_search_path(struct arena *arena, const char *program)
{
	const char *rest = getenv("PATH");

	while (rest && *rest) {
		size_t n = strcspn(rest, ":");
		const char *path = arena_printf(arena, "%.*s/" PROGRAM, (int)n, rest);

		if (leads_to(path, program))
			return path;
		rest += n;
		rest += *rest == ':';
	}
	return NULL;
}

const char *hooks_program(struct arena *arena)
{
	const char *named = getenv("CVX_HOOK_PROGRAM"), *found;
	char path[PATH_MAX];

	if (!self_neighbour(path, sizeof(path), PROGRAM) || access(path, X_OK))
		return NULL;
	if (named && leads_to(named, path))
		return arena_strdup(arena, named);
	found = in_search_path(arena, path);
	return found ? found : arena_strdup(arena, path);
}
