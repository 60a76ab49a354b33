/* tools.c - the app's own programs: its Node, its convex CLI, its esbuild. */
#include "push/tools.h"

#include "base/file.h"
#include "push/files.h"
#include "push/package.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NODE_LIMIT_MS 10000

int tools_run(struct child_result *out, const struct tools *tools, const char *const *argv,
              int64_t time_limit_ms, struct err *err)
{
	struct child child = {
		.argv = argv,
		.cwd = tools->app,
		.env = tools->env,
		.time_limit_ms = time_limit_ms,
		.keep_fd = tools->lock_fd,
		.watch = tools->watch,
	};

	if (tools->may_run && tools->may_run(tools->may_run_payload, err))
		return -1;
	return child_run(out, &child, err);
}

/* ---- Node ------------------------------------------------------------------------- */

/* What the program at this path says of itself, asked where no branch has a say: its version
 * without the "v", "" if it is no Node; and where it lies, which for a script that chooses
 * among several is elsewhere. */
static int ask_node(const char **version, const char **itself, struct tools *tools,
                    char *const *environment, const char *program, struct err *err)
{
	const char *argv[] = { program, "-p", "process.version + ' ' + process.execPath", NULL };
	struct child_result result = CHILD_RESULT_INIT;
	struct tools probe = *tools;
	const char *text = result.out.text;
	int status;

	probe.env = child_env(tools->arena, environment, NULL, NULL);
	probe.app = "/";
	probe.watch.line = NULL;
	probe.may_run = NULL;
	status = tools_run(&result, &probe, argv, NODE_LIMIT_MS, err);
	text = arena_strndup(tools->arena, result.out.text, strcspn(result.out.text, "\r\n"));
	*version = *itself = "";
	if (!status && !result.status && *text == 'v' && strchr(text, ' ')) {
		*version = arena_strndup(tools->arena, text + 1, strcspn(text, " ") - 1);
		*itself = strchr(text, ' ') + 1;
	}
	child_result_dispose(&result);
	return status;
}

/* Is what lies at this path, or where it leads, part of a branch? */
static int comes_with_branch(bool *out, const struct tools *tools, const char *program,
                             struct err *err)
{
	const struct tree_source *source = tools->source;
	const char *real = file_real(tools->arena, program);

	*out = false;
	return real && source && source->tracks ? source->tracks(source->self, real, out, err) : 0;
}

static int major_of(const char *version)
{
	return (int)strtol(version, NULL, 10);
}

static int take_node(struct tools *tools, char *const *environment, const char *program,
                     const char *version)
{
	const char *folder = path_folder(tools->arena, program);

	tools->node = program;
	tools->node_version = version;
	tools->node_major = major_of(version);
	tools->env = child_env(tools->arena, environment, folder, NULL);
	return 0;
}

/* Look at one program; *version is "" if it isn't to be taken. */
static int try_node(const char **version, const char **itself, struct tools *tools,
                    char *const *environment, const char *program, struct err *err)
{
	bool brought;

	*version = *itself = "";
	if (comes_with_branch(&brought, tools, program, err))
		return -1;
	if (brought)
		return 0;
	if (ask_node(version, itself, tools, environment, program, err) ||
	    comes_with_branch(&brought, tools, *itself, err))
		return -1;
	if (brought || **itself != '/')
		*version = "";
	return 0;
}

static int named_node(struct tools *tools, char *const *environment, const char *named,
                      struct err *err)
{
	const char *version, *itself;

	/* What the CLI starts finds it in PATH, by this name. */
	if (*named != '/' || strcmp(path_name(named), "node")) {
		err_set(err, ERR_CONFIG, "'%s' is not an absolute path that ends in 'node'", named);
		return err_hint(err, "CVX_NODE names the Node program to use");
	}
	if (try_node(&version, &itself, tools, environment, named, err))
		return -1;
	if (major_of(version) < NODE_MAJOR_MIN)
		return err_set(err, ERR_NOT_FOUND, "'%s' is not Node %d or newer, or is part of the "
		               "repository", named, NODE_MAJOR_MIN);
	return take_node(tools, environment, itself, version);
}

static const char *search_path(char *const *environment)
{
	for (size_t i = 0; environment[i]; i++)
		if (!strncmp(environment[i], "PATH=", 5))
			return environment[i] + 5;
	return "";
}

int tools_find_node(struct tools *tools, char *const *environment, const char *named,
                    struct err *err)
{
	const char *rest = search_path(environment), *old = NULL, *silent = NULL;
	const char *version, *itself;

	if (named && *named)
		return named_node(tools, environment, named, err);
	while (*rest) {
		size_t n = strcspn(rest, ":");
		const char *program = arena_printf(tools->arena, "%.*s/node", (int)n, rest);

		rest += n + (rest[n] == ':');
		if (*program != '/' || access(program, X_OK))
			continue;
		if (try_node(&version, &itself, tools, environment, program, err))
			return -1;
		if (major_of(version) >= NODE_MAJOR_MIN)
			return take_node(tools, environment, itself, version);
		if (*version)
			old = program;
		else
			silent = program;
	}
	if (old)
		err_set(err, ERR_NOT_FOUND, "'%s' is too old: the Convex CLI needs Node %d or newer",
		        old, NODE_MAJOR_MIN);
	else if (silent)
		err_set(err, ERR_NOT_FOUND, "'%s' finds no Node when it is asked outside of the "
		        "repository, which may not choose one, or is part of it", silent);
	else
		err_set(err, ERR_NOT_FOUND, "there is no Node in PATH");
	return err_hint(err, "install Node %d or newer, or name one in CVX_NODE", NODE_MAJOR_MIN);
}

/* ---- packages --------------------------------------------------------------------- */

const char *tools_find_up(const struct tools *tools, const char *folder, const char *name)
{
	for (;;) {
		const char *path = arena_printf(tools->arena, "%s/node_modules/%s", folder, name);

		if (!access(path, F_OK))
			return path;
		if (!strcmp(folder, tools->top) || !*folder)
			return NULL;
		folder = path_folder(tools->arena, folder);
	}
}

int tools_not_installed(const char *what, struct err *err)
{
	err_set(err, ERR_NOT_FOUND, "the app's package '%s' isn't installed", what);
	err_says(err, ERR_SAYS_INSTALL);
	return err_hint(err, "npm install (or what you use), in the app's folder");
}

int tools_find_package(const char **out, const struct tools *tools, const char *package,
                       struct err *err)
{
	*out = tools_find_up(tools, tools->app, package);
	return *out ? 0 : tools_not_installed(package, err);
}

int tools_package_version(const char **out, const struct tools *tools, const char *package,
                          struct err *err)
{
	const char *folder = NULL;
	struct package found;

	*out = NULL;
	if (tools_find_package(&folder, tools, package, err) ||
	    package_read(&found, tools->arena, folder, "", err))
		return -1;
	*out = found.version;
	return *out ? 0 : tools_not_installed(package, err);
}
