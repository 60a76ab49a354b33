/* versions.c - which versions of the app's packages, and of Node, git-cvx works with. */
#include "push/versions.h"

#include "base/version.h"
#include "core/migrations_package.h"
#include "push/package.h"
#include "push/package_manager.h"

#include <stdlib.h>
#include <string.h>

static int refuse(const char *package, const char *version, const char *minimum,
                  struct err *err)
{
	return err_set(err, ERR_UNSUPPORTED, "%s %s is installed, and git-cvx needs %s or newer",
	               package, version, minimum);
}

int versions_check_convex(const char **version, const struct tools *tools, struct err *err)
{
	if (tools_package_version(version, tools, "convex", err))
		return -1;
	if (!version_is_older(*version, CONVEX_MINIMUM))
		return 0;
	refuse("convex", *version, CONVEX_MINIMUM, err);
	return err_hint(err, "%s convex@~" CONVEX_OF_NODE_20 ".0, which runs on Node 20; newer "
	                "ones need Node 22", package_manager_of(tools)->add);
}

int versions_check_migrations(const char **version, const struct tools *tools, struct err *err)
{
	if (tools_package_version(version, tools, MIGRATIONS_PACKAGE, err))
		return -1;
	if (!version_is_older(*version, MIGRATIONS_MINIMUM))
		return 0;
	refuse(MIGRATIONS_PACKAGE, *version, MIGRATIONS_MINIMUM, err);
	return err_hint(err, "%s " MIGRATIONS_PACKAGE "@^" MIGRATIONS_MINIMUM,
	                package_manager_of(tools)->add);
}

int versions_need_node(struct tools *tools, struct err *err)
{
	const char *folder;
	struct package convex;

	if (tools_find_package(&folder, tools, "convex", err) ||
	    package_read(&convex, tools->arena, folder, "", err))
		return -1;
	if (!convex.node || !convex.version)
		return 0;
	tools->node_range = convex.node;
	tools->node_reason = arena_printf(tools->arena, "convex %s", convex.version);
	return 0;
}
