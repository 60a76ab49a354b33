/* program_env.c - where git is, and what it inherits from us. */
#include "git/program.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

extern char **environ;

/* Of git's own variables: which repository, which settings, and where git's parts are. */
static const char *const handed_on[] = {
	"GIT_DIR=", "GIT_WORK_TREE=", "GIT_INDEX_FILE=", "GIT_COMMON_DIR=",
	"GIT_OBJECT_DIRECTORY=", "GIT_ALTERNATE_OBJECT_DIRECTORIES=",
	"GIT_CEILING_DIRECTORIES=", "GIT_DISCOVERY_ACROSS_FILESYSTEM=",
	"GIT_CONFIG_GLOBAL=", "GIT_CONFIG_SYSTEM=", "GIT_CONFIG_NOSYSTEM=",
	"GIT_CONFIG_PARAMETERS=", "GIT_CONFIG_COUNT=", "GIT_CONFIG_KEY_",
	"GIT_CONFIG_VALUE_", "GIT_EXEC_PATH=", NULL,
};

/* The first two keep it from fetching: GIT_NO_LAZY_FETCH is unknown before git 2.45, and
 * no protocol is called "none". */
static const char *const fixed[] = {
	"GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none", "GIT_OPTIONAL_LOCKS=0",
	"GIT_LITERAL_PATHSPECS=1", "GIT_TERMINAL_PROMPT=0", "LC_ALL=C", NULL,
};

static bool begins(const char *variable, const char *const *starts)
{
	for (; *starts; starts++)
		if (!strncmp(variable, *starts, strlen(*starts)))
			return true;
	return false;
}

static bool is_handed_on(const char *variable)
{
	static const char *const others[] = {
		"GIT_", "CVX_", "CONVEX_", "LC_ALL=", "LANGUAGE=", NULL,
	};

	return begins(variable, handed_on) || !begins(variable, others);
}

static char *const *first_env(struct arena *arena)
{
	size_t count = 0, used = 0;
	char **env;

	while (environ[count])
		count++;
	env = arena_alloc(arena, (count + sizeof(fixed) / sizeof(*fixed)) * sizeof(*env));
	for (size_t i = 0; i < count; i++)
		if (is_handed_on(environ[i]))
			env[used++] = arena_strdup(arena, environ[i]);
	for (size_t i = 0; fixed[i]; i++)
		env[used++] = arena_strdup(arena, fixed[i]);
	return env;
}

void program_set(struct program *program, const char *name, const char *value)
{
	size_t count = 0, used = 0, len = strlen(name);
	char **env;

	while (program->env[count])
		count++;
	env = arena_alloc(program->arena, (count + 2) * sizeof(*env));
	for (size_t i = 0; i < count; i++)
		if (strncmp(program->env[i], name, len) || program->env[i][len] != '=')
			env[used++] = program->env[i];
	if (value)
		env[used] = arena_printf(program->arena, "%s=%s", name, value);
	program->env = env;
}

static bool is_program(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISREG(st.st_mode) && !access(path, X_OK);
}

/* Folders of PATH that aren't absolute are somebody's mistake, or trap. */
int program_find(struct program *out, struct arena *arena, struct err *err)
{
	const char *folders = getenv("PATH");
	char *here = getcwd(NULL, 0);

	*out = (struct program){ .arena = arena, .env = first_env(arena) };
	if (!here)
		return err_errno(err, "cannot find the current directory");
	out->cwd = arena_strdup(arena, here);
	free(here);
	while (folders && *folders && !out->path) {
		size_t len = strcspn(folders, ":");
		const char *path = arena_printf(arena, "%.*s/git", (int)len, folders);

		if (*folders == '/' && is_program(path))
			out->path = path;
		folders += len + (folders[len] == ':');
	}
	if (out->path)
		return 0;
	err_set(err, ERR_UNSUPPORTED, "this repository can only be read by git itself, and there "
	        "is no 'git' in PATH");
	return err_hint(err, "put the folder of git into PATH");
}
