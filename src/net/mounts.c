/* mounts.c - which components a deployment has, and where. */
#include "net/client.h"

#include "base/mem.h"
#include "core/migrations_package.h"

#include <string.h>

void mounts_forget(struct convex *convex)
{
	arena_dispose(&convex->arena);
	convex->mounts = (struct component_list){ NULL, 0 };
	convex->mounts_known = convex->mounts_new = false;
	convex->migrations = NULL;
}

static int look(struct convex *convex, struct err *err)
{
	struct call call;

	mounts_forget(convex);
	call_begin_system(&call, convex, &convex->arena, "_system/frontend/components:list");
	if (call_send(&call, err))
		return -1;
	if (wire_components(call.answer.value, &convex->arena, &convex->mounts, err))
		return wire_unreadable(call.path, err);
	convex->mounts_known = convex->mounts_new = true;
	return 0;
}

static const struct component *find(const struct convex *convex, const char *path)
{
	for (size_t i = 0; i < convex->mounts.count; i++)
		if (!strcmp(convex->mounts.items[i].path, path))
			return &convex->mounts.items[i];
	return NULL;
}

int mounts_find_ledger(struct convex *convex, bool *active, bool *known, struct err *err)
{
	const struct component *ours = find(convex, WIRE_COMPONENT);

	/* One that wasn't there may be by now. */
	if (!ours || !ours->active) {
		if (look(convex, err))
			return -1;
		ours = find(convex, WIRE_COMPONENT);
	}
	*known = ours != NULL;
	*active = ours && ours->active;
	return 0;
}

/* Mounted under another name: it is known by its functions. */
static int is_migrations(struct convex *convex, const struct component *component, bool *out,
                         struct err *err)
{
	struct names functions;

	*out = false;
	if (!component->active || !*component->path ||
	    !strcmp(component->path, WIRE_COMPONENT))
		return 0;
	if (inspect_functions(convex, &convex->arena, component->id, &functions, err))
		return -1;
	*out = names_contain(&functions, "lib:getStatus") &&
	       names_contain(&functions, "lib:migrate");
	return 0;
}

int mounts_find_migrations(struct convex *convex, struct err *err)
{
	const struct component *usual;
	bool found = false;

	if (convex->migrations)
		return 0;
	if (!convex->mounts_known && look(convex, err))
		return -1;
	usual = find(convex, "migrations");
	if (usual && usual->active) {
		convex->migrations = usual->path;
		return 0;
	}
	for (size_t i = 0; i < convex->mounts.count; i++) {
		if (is_migrations(convex, &convex->mounts.items[i], &found, err))
			return -1;
		if (!found)
			continue;
		convex->migrations = convex->mounts.items[i].path;
		return 0;
	}
	return err_set(err, ERR_NOT_FOUND,
	               "the deployed app doesn't use '" MIGRATIONS_PACKAGE "'");
}
