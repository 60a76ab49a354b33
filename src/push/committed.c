/* committed.c - packages that are committed, where the app's are installed. */
#include "push/committed.h"

#include "core/modules.h"

static int refuse(const char *entry, struct err *err)
{
	err_set(err, ERR_UNSUPPORTED, "'%s' is committed: a program that comes with a branch is not "
	        "run", entry);
	return err_hint(err, "git rm -r --cached node_modules, and ignore it: packages are "
	                "installed, not committed");
}

int committed_in_tree(const struct file_set *set, const char *app, struct err *err)
{
	for (size_t i = 0; i < set->count; i++)
		if (modules_serve(set->items[i].path, app))
			return refuse(set->items[i].path, err);
	for (size_t i = 0; i < set->submodules.count; i++)
		if (modules_serve(set->submodules.items[i], app))
			return refuse(set->submodules.items[i], err);
	return 0;
}

int committed_here(const struct tree_source *source, const char *app, struct err *err)
{
	const char *entry = NULL;

	if (source->modules && source->modules(source->self, app, &entry, err))
		return -1;
	return entry ? refuse(entry, err) : 0;
}
