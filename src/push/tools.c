/* tools.c - the app's own programs: its Node, its convex CLI, its esbuild. */
#include "push/tools.h"

#include "base/file.h"
#include "push/files.h"
#include "push/package.h"
#include "push/package_manager.h"

#include <string.h>
#include <unistd.h>

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

int tools_not_installed(const struct tools *tools, const char *what, struct err *err)
{
	err_set(err, ERR_NOT_FOUND, "the app's package '%s' isn't installed", what);
	err_says(err, ERR_SAYS_INSTALL);
	return err_hint(err, "%s, in the app's folder", package_manager_of(tools)->install);
}

int tools_find_package(const char **out, const struct tools *tools, const char *package,
                       struct err *err)
{
	*out = tools_find_up(tools, tools->app, package);
	return *out ? 0 : tools_not_installed(tools, package, err);
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
	return *out ? 0 : tools_not_installed(tools, package, err);
}
