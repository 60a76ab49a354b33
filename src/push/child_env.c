/* child_env.c - what programs of the app inherit. */
#include "push/child.h"

#include <string.h>
#include <strings.h>

/* Our own variables name deployments and hold keys, git's name the repository that a
 * hook runs in. VERCEL would turn the CLI's error reports on again, FORCE_COLOR would put
 * escapes into the text that we read. Certificates are always checked, whatever Node or npm
 * are told, and no request is shown with its headers. */
static const char *const not_inherited[] = {
	"GIT_*", "CONVEX_*", "CVX_*", "VERCEL=", "VERCEL_*", "FORCE_COLOR=", "CI=", "PATH=",
	"NODE_CHANNEL_*", "NODE_TLS_REJECT_UNAUTHORIZED=", "NODE_DEBUG=", "NODE_DEBUG_NATIVE=",
	"npm_config_strict_ssl=", "SSLKEYLOGFILE=", NULL,
};

/* As long as the rule says, and as npm reads them: in small letters or large ones. */
static bool is_ruled_by(const char *variable, const char *rule)
{
	size_t n = strlen(rule);

	if (rule[n - 1] == '*')
		return !strncmp(variable, rule, n - 1);
	return !strncmp(variable, rule, n) ||
	       (!strncmp(rule, "npm_", 4) && !strncasecmp(variable, rule, n));
}

/* A variable of `more` is there once. */
static bool is_replaced(const char *variable, const char *const *more)
{
	size_t n = strcspn(variable, "=") + 1;

	for (size_t i = 0; more && more[i]; i++)
		if (!strncmp(variable, more[i], n))
			return true;
	return false;
}

static bool is_inherited(const char *variable)
{
	for (size_t i = 0; not_inherited[i]; i++)
		if (is_ruled_by(variable, not_inherited[i]))
			return false;
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
		if (is_inherited(base[i]) && !is_replaced(base[i], more))
			env[used++] = arena_strdup(arena, base[i]);
	env[used++] = arena_strdup(arena, "CI=1");
	env[used++] = arena_strdup(arena, search_path(arena, base, path_first));
	for (size_t i = 0; more && more[i]; i++)
		env[used++] = arena_strdup(arena, more[i]);
	env[used] = NULL;
	return env;
}
