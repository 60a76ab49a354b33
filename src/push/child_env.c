/* child_env.c - what programs of the app inherit. */
#include "push/child.h"

#include <string.h>

/* Our own variables name deployments and hold keys, git's name the repository that a
 * hook runs in. VERCEL would turn the CLI's error reports on again, FORCE_COLOR would put
 * escapes into the text that we read. */
static const char *const not_inherited[] = {
	"GIT_*", "CONVEX_*", "CVX_*", "VERCEL=", "VERCEL_*", "FORCE_COLOR=", "CI=", "PATH=",
	"NODE_CHANNEL_*", NULL,
};

static bool is_inherited(const char *variable)
{
	for (size_t i = 0; not_inherited[i]; i++) {
		const char *rule = not_inherited[i];
		size_t n = strlen(rule);

		if (!strncmp(variable, rule, rule[n - 1] == '*' ? n - 1 : n))
			return false;
	}
	return true;
}

static const char *search_path(struct arena *arena, char *const *base, const char *first)
{
	const char *path = "/usr/local/bin:/usr/bin:/bin";

	for (size_t i = 0; base[i]; i++)
		if (!strncmp(base[i], "PATH=", 5))
			path = base[i] + 5;
	return first ? arena_printf(arena, "PATH=%s:%s", first, path)
	             : arena_printf(arena, "PATH=%s", path);
}

char *const *child_env(struct arena *arena, char *const *base, const char *path_first,
                       const char *const *more)
{
	size_t count = 3, used = 0;
	char **env;

	for (size_t i = 0; base[i]; i++)
		count++;
	for (size_t i = 0; more && more[i]; i++)
		count++;
	env = arena_alloc(arena, count * sizeof(*env));
	for (size_t i = 0; base[i]; i++)
		if (is_inherited(base[i]))
			env[used++] = arena_strdup(arena, base[i]);
	env[used++] = arena_strdup(arena, "CI=1");
	env[used++] = arena_strdup(arena, search_path(arena, base, path_first));
	for (size_t i = 0; more && more[i]; i++)
		env[used++] = arena_strdup(arena, more[i]);
	env[used] = NULL;
	return env;
}
