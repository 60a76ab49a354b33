/* doctor_packages.c - checks of `git cvx doctor`: what is installed to push with. */
#include "cmd/doctor.h"

#include "base/file.h"
#include "core/migrations_package.h"
#include "git/json_peek.h"
#include "push/package_manager.h"
#include "push/programs.h"
#include "push/versions.h"

#include <string.h>

/* Asking Node for its version is over when the patience is. */
static int on_tick(void *unused, struct err *err)
{
	(void)unused;
	return doctor_is_late() ? err_set(err, ERR_INTERRUPTED, "interrupted") : 0;
}

static struct tools *find_tools(struct doctor *d)
{
	own_tools(&d->own, d->ctx, d->known & KNOWN_APP ? context_app_folder(d->ctx) : NULL);
	d->own.tools.watch.tick = on_tick;
	return &d->own.tools;
}

void doctor_convex(struct doctor *d)
{
	const char *version;
	struct programs programs;
	struct err err = ERR_INIT;
	struct tools *tools = find_tools(d);

	if (versions_check_convex(&version, tools, &err) ||
	    programs_find(&programs, tools, &err))
		doctor_fail(d, &err, package_manager_of(tools)->install);
	else
		doctor_say(d, FINDING_OK, NULL, "version %s", version);
}

void doctor_migrations(struct doctor *d)
{
	struct tools *tools = find_tools(d);
	struct err err = ERR_INIT;
	const char *version;

	if (versions_check_migrations(&version, tools, &err))
		doctor_fail(d, &err, package_manager_of(tools)->install);
	else
		doctor_say(d, FINDING_OK, NULL, MIGRATIONS_PACKAGE " %s", version);
}

void doctor_node(struct doctor *d)
{
	struct tools *tools = find_tools(d);
	struct err err = ERR_INIT;

	if (own_tools_find_node(&d->own, &err))
		doctor_fail(d, &err, "name a newer one in CVX_NODE");
	else
		doctor_say(d, FINDING_OK, NULL, "version %s, '%s'", tools->node_version,
		           tools->node);
}

/* ---- the lock file -------------------------------------------------------------------- */

/* The nearest package-lock.json; its folder in *folder. NULL: there is none. */
static const char *read_lock_file(const char **folder, struct doctor *d, struct err *err)
{
	char *at = arena_strdup(&d->ctx->arena, d->own.tools.app);
	size_t top = strlen(d->own.tools.top);
	const char *text = NULL;

	for (;;) {
		*folder = at;
		if (file_text(&text, &d->ctx->arena, arena_printf(&d->ctx->arena,
		              "%s/package-lock.json", at), err) || text || strlen(at) <= top)
			return text;
		*strrchr(at, '/') = '\0';
	}
}

/* The version that the lock file names for a package as the app sees it; NULL: none, or the
 * package lies elsewhere. */
static const char *locked_version(struct doctor *d, const char *lock, const char *folder,
                                  const char *package)
{
	const char *installed, *version, *keys[] = { "packages", NULL, "version", NULL };
	struct err ignored = ERR_INIT;
	size_t n = strlen(folder);

	if (tools_find_package(&installed, &d->own.tools, package, &ignored) ||
	    strncmp(installed, folder, n) != 0 || installed[n] != '/')
		return NULL;
	keys[1] = installed + n + 1;
	return json_peek(&version, &d->ctx->arena, lock, keys) == JSON_PEEK_STRING ? version : NULL;
}

/* True if it has been said that another version is installed. */
static bool differs(struct doctor *d, const char *lock, const char *folder,
                    const char *package)
{
	const char *named = locked_version(d, lock, folder, package), *installed;
	struct err ignored = ERR_INIT;

	if (!named || tools_package_version(&installed, &d->own.tools, package, &ignored) ||
	    !strcmp(named, installed))
		return false;
	doctor_say(d, FINDING_WARN, "npm ci, or npm install", "package-lock.json names %s %s, and "
	           "%s is installed", package, named, installed);
	return true;
}

void doctor_lock_file(struct doctor *d)
{
	struct err err = ERR_INIT;
	const char *folder, *lock;

	find_tools(d);
	lock = read_lock_file(&folder, d, &err);
	if (err.code != ERR_NONE)
		doctor_fail(d, &err, NULL);
	else if (!lock)
		doctor_say(d, FINDING_OK, NULL, "no package-lock.json to compare with");
	else if (!differs(d, lock, folder, "convex") && !differs(d, lock, folder, MIGRATIONS_PACKAGE))
		doctor_say(d, FINDING_OK, NULL, "package-lock.json doesn't name other versions than "
		           "those that are installed");
}
