/* tools.c - the app's own programs: its Node, its convex CLI, its esbuild. */
#include "push/tools.h"

#include "base/file.h"
#include "push/files.h"

#include <limits.h>
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

	return child_run(out, &child, err);
}

/* ---- Node ------------------------------------------------------------------------- */

/* The version that `program --version` prints, without its "v"; "" if it doesn't. */
static int node_version(const char **out, struct tools *tools, char *const *environment,
                      const char *program, struct err *err)
{
	const char *argv[] = { program, "--version", NULL };
	struct child_result result = CHILD_RESULT_INIT;
	struct tools probe = *tools;
	int status;

	probe.env = child_env(tools->arena, environment, NULL, NULL);
	probe.app = "/";
	probe.watch.line = NULL;
	status = tools_run(&result, &probe, argv, NODE_LIMIT_MS, err);
	*out = !status && !result.status && result.out.text[0] == 'v'
	       ? arena_strndup(tools->arena, result.out.text + 1,
	                       strcspn(result.out.text, "\r\n") - 1) : "";
	child_result_dispose(&result);
	return status;
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

static int named_node(struct tools *tools, char *const *environment, const char *named,
                      struct err *err)
{
	const char *version;

	/* The CLI's first line is "#!/usr/bin/env node": PATH has to find it by this name. */
	if (*named != '/' || strcmp(path_name(named), "node")) {
		err_set(err, ERR_CONFIG, "'%s' is not an absolute path that ends in 'node'", named);
		return err_hint(err, "CVX_NODE names the Node program to use");
	}
	if (node_version(&version, tools, environment, named, err))
		return -1;
	if (major_of(version) < NODE_MAJOR_MIN)
		return err_set(err, ERR_NOT_FOUND, "'%s' is not Node %d or newer", named,
		               NODE_MAJOR_MIN);
	return take_node(tools, environment, named, version);
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
	const char *rest = search_path(environment), *old = NULL, *version;

	if (named && *named)
		return named_node(tools, environment, named, err);
	while (*rest) {
		size_t n = strcspn(rest, ":");
		const char *program = arena_printf(tools->arena, "%.*s/node", (int)n, rest);

		rest += n + (rest[n] == ':');
		if (*program != '/' || access(program, X_OK))
			continue;
		if (node_version(&version, tools, environment, program, err))
			return -1;
		if (major_of(version) >= NODE_MAJOR_MIN)
			return take_node(tools, environment, program, version);
		old = program;
	}
	if (old)
		err_set(err, ERR_NOT_FOUND, "'%s' is too old: the Convex CLI needs Node %d or newer",
		        old, NODE_MAJOR_MIN);
	else
		err_set(err, ERR_NOT_FOUND, "there is no Node in PATH");
	return err_hint(err, "install Node %d or newer, or name one in CVX_NODE", NODE_MAJOR_MIN);
}

/* ---- packages --------------------------------------------------------------------- */

/* The nearest `folder`/node_modules/`name`, from the folder up to the top. */
static const char *find_up(const struct tools *tools, const char *folder, const char *name)
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

static int not_installed(const char *what, struct err *err)
{
	err_set(err, ERR_NOT_FOUND, "the app's package '%s' isn't installed", what);
	return err_hint(err, "npm install (or what you use), in the app's folder");
}

/* Under its real path: pnpm's programs are scripts that find their package from the folder that
 * they are called in, and in the scratch tree that is a link. */
static const char *find_program(const struct tools *tools, const char *name)
{
	const char *path = find_up(tools, tools->app, arena_printf(tools->arena, ".bin/%s", name));
	char real[PATH_MAX];

	if (!path || !realpath(path_folder(tools->arena, path), real))
		return path;
	return arena_printf(tools->arena, "%s/%s", real, name);
}

int tools_find_convex(const char **out, const struct tools *tools, struct err *err)
{
	*out = find_program(tools, "convex");
	return *out ? 0 : not_installed("convex", err);
}

/* The esbuild that the convex CLI itself would load: beside or below its real folder;
 * only then whatever the app has. */
int tools_find_esbuild(const char **out, const struct tools *tools, struct err *err)
{
	const char *convex = find_up(tools, tools->app, "convex");
	char real[PATH_MAX];
	struct tools from = *tools;

	*out = NULL;
	if (convex && realpath(convex, real)) {
		from.top = "/";
		*out = find_up(&from, arena_strdup(tools->arena, real), "esbuild/bin/esbuild");
	}
	if (!*out)
		*out = find_program(tools, "esbuild");
	return *out ? 0 : not_installed("esbuild", err);
}

/* The value of the object's own key "version": package.json is data that npm has checked,
 * so strings and depth are all there is to mind. */
static const char *own_version(struct arena *arena, const char *json)
{
	int depth = 0;

	for (const char *p = json; *p; p++) {
		const char *start = p + 1;

		if (*p == '{' || *p == '[')
			depth++;
		else if (*p == '}' || *p == ']')
			depth--;
		if (*p != '"')
			continue;
		for (p++; *p && *p != '"'; p++)
			if (*p == '\\' && p[1])
				p++;
		if (!*p)
			return NULL;
		if (depth != 1 || p - start != 7 || strncmp(start, "version", 7))
			continue;
		start = p + 1 + strspn(p + 1, " \t\r\n");
		if (*start != ':')
			continue;
		start += 1 + strspn(start + 1, " \t\r\n");
		return *start == '"' ? arena_strndup(arena, start + 1, strcspn(start + 1, "\""))
		                     : NULL;
	}
	return NULL;
}

int tools_find_package(const char **out, const struct tools *tools, const char *package,
                       struct err *err)
{
	*out = find_up(tools, tools->app, package);
	return *out ? 0 : not_installed(package, err);
}

int tools_package_version(const char **out, const struct tools *tools, const char *package,
                          struct err *err)
{
	const char *folder = NULL;
	struct buf json = BUF_INIT;
	bool found = false;
	int result = -1;

	*out = NULL;
	if (tools_find_package(&folder, tools, package, err))
		return -1;
	if (file_read(&json, &found, path_join(tools->arena, folder, "package.json"), err))
		goto done;
	*out = own_version(tools->arena, json.text);
	if (!*out) {
		not_installed(package, err);
		goto done;
	}
	result = 0;
done:
	buf_dispose(&json);
	return result;
}
