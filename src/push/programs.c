/* programs.c - what of the app's packages is run here: the convex CLI and esbuild. */
#include "push/programs.h"

#include "base/file.h"
#include "push/files.h"
#include "push/package.h"
#include "push/package_manager.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define PACKAGES_MAX 1000

static int refuse(const struct tools *tools, const char *path, const char *what,
                  struct err *err)
{
	err_set(err, ERR_UNSUPPORTED, "'%s' is not run: '%s' is part of the repository, and a branch "
	        "can bring programs along", path, what);
	return err_hint(err, "packages are installed, not committed: %s, in the app's folder",
	                package_manager_of(tools)->install);
}

static int find_real(const char **out, const struct tools *tools, const char *path,
                     struct err *err)
{
	*out = file_real(tools->arena, path);
	return *out ? 0 : err_errno(err, "cannot find '%s'", path);
}

int programs_check(const struct programs *programs, const struct tools *tools,
                   struct err *err)
{
	const struct tree_source *source = tools->source;
	const struct names *files = &programs->files;
	struct brought brought = { NULL, NULL };
	const char *real;

	for (size_t i = 0; i < files->count; i++) {
		if (find_real(&real, tools, files->items[i], err))
			return -1;
		if (strcmp(real, files->items[i]))
			return refuse(tools, files->items[i], real, err);
	}
	if (source && source->brings && source->brings(source->self, files, &brought, err))
		return -1;
	return brought.file ? refuse(tools, brought.file, brought.what, err) : 0;
}

/* ---- packages ----------------------------------------------------------------------- */

struct search {
	const struct tools *tools;
	struct programs *out;
	size_t count;
};

/* Its real path, which is where it is run or loaded from. */
static int add_file(struct search *s, const char *path, const char **real, struct err *err)
{
	if (find_real(real, s->tools, path, err))
		return -1;
	names_add(&s->out->files, s->tools->arena, *real);
	return 0;
}

/* As Node looks for it: in each node_modules from the folder upwards. */
static const char *find_beside(const struct search *s, const char *folder, const char *name)
{
	struct tools from = *s->tools;

	from.top = "";
	return tools_find_up(&from, folder, name);
}

/* What a program of a package loads is its code, what it needs, and what it uses if it is
 * there. The first package's peers belong to the app, not to its CLI. */
static int add_package(struct search *s, const char *path, bool is_first, struct err *err)
{
	size_t before = s->out->files.count;
	struct package package;
	const char *folder = NULL;

	if (add_file(s, path, &folder, err))
		return -1;
	if (s->out->files.count == before)
		return 0;
	if (++s->count > PACKAGES_MAX)
		return err_set(err, ERR_UNSUPPORTED, "'%s' needs too many packages", path);
	if (package_read(&package, s->tools->arena, folder, "", err))
		return -1;
	for (size_t i = 0; !is_first && i < package.peers.count; i++)
		names_add(&package.needs, s->tools->arena, package.peers.items[i]);
	for (size_t i = 0; i < package.needs.count; i++) {
		const char *needed = find_beside(s, folder, package.needs.items[i]);

		if (needed && add_package(s, needed, false, err))
			return -1;
	}
	return 0;
}

static int find_convex(struct search *s, const char **folder, struct err *err)
{
	const struct tools *tools = s->tools;
	const char *path;
	struct package package;

	if (tools_find_package(&path, tools, "convex", err) ||
	    package_read(&package, tools->arena, path, "convex", err) ||
	    find_real(folder, tools, path, err))
		return -1;
	path = path_join(tools->arena, path, package.main ? package.main : "bin/main.js");
	if (access(path, F_OK))
		return tools_not_installed(tools, "convex", err);
	return add_package(s, *folder, true, err) ||
	       add_file(s, path, &s->out->convex, err) ? -1 : 0;
}

static bool is_script(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char start[2] = "";
	bool is = fd >= 0 && read(fd, start, 2) == 2 && start[0] == '#' && start[1] == '!';

	if (fd >= 0)
		close(fd);
	return is;
}

/* Those for all systems: whichever its script takes. */
static int add_platforms(struct search *s, const char *folder, struct err *err)
{
	struct arena *arena = s->tools->arena;
	struct package package;

	if (package_read(&package, arena, folder, "", err))
		return -1;
	for (size_t i = 0; i < package.needs.count; i++) {
		const char *path = find_beside(s, folder, package.needs.items[i]), *real;

		if (path)
			path = path_join(arena, path, "bin/esbuild");
		if (path && !access(path, F_OK) && add_file(s, path, &real, err))
			return -1;
	}
	return 0;
}

/* The one that the CLI itself would load; only then whatever the app has. */
static int find_esbuild(struct search *s, const char *convex, struct err *err)
{
	const char *path = find_beside(s, convex, "esbuild"), *folder;

	if ((!path && tools_find_package(&path, s->tools, "esbuild", err)) ||
	    find_real(&folder, s->tools, path, err))
		return -1;
	path = path_join(s->tools->arena, path, "bin/esbuild");
	if (access(path, F_OK))
		return tools_not_installed(s->tools, "esbuild", err);
	if (add_package(s, folder, false, err) || add_platforms(s, folder, err) ||
	    add_file(s, path, &s->out->esbuild, err))
		return -1;
	s->out->esbuild_is_script = is_script(s->out->esbuild);
	return 0;
}

/* esbuild's own scripts run the one that the user names, whichever is installed. */
static int add_named(struct search *s, struct err *err)
{
	static const char name[] = "ESBUILD_BINARY_PATH=";
	const char *real;

	for (char *const *env = s->tools->env; env && *env; env++)
		if (!strncmp(*env, name, sizeof(name) - 1) && !access(*env + sizeof(name) - 1, F_OK))
			return add_file(s, *env + sizeof(name) - 1, &real, err);
	return 0;
}

int programs_find(struct programs *out, const struct tools *tools, struct err *err)
{
	struct search search = { .tools = tools, .out = out };
	const char *convex = NULL;

	*out = (struct programs){ 0 };
	return find_convex(&search, &convex, err) || find_esbuild(&search, convex, err) ||
	       add_named(&search, err) || programs_check(out, tools, err) ? -1 : 0;
}
