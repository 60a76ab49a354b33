/* inspect.c - what is live on a deployment: functions, schema, documents, components. */
#include "net/client.h"

#include "base/mem.h"
#include "codec/wire_system.h"
#include "core/migrations_package.h"

#include <stdlib.h>
#include <string.h>

static void begin(struct call *call, struct convex *convex, struct arena *arena,
                  const char *path)
{
	*call = (struct call){
		.convex = convex,
		.arena = arena,
		.kind = HTTP_READ,
		.system = true,
		.path = path,
	};
	call_begin(call, NULL);
}

static int list_functions(struct convex *convex, struct arena *arena,
                          const char *component, struct names *out, struct err *err)
{
	struct call call;

	begin(&call, convex, arena, "_system/cli/modules:apiSpec");
	writer_opt_text(&call.writer, "componentId", component);
	if (call_send(&call, err))
		return -1;
	if (wire_functions(call.answer.value, arena, out, err))
		return wire_unreadable(call.path, err);
	return 0;
}

static int list_components(struct convex *convex, struct arena *arena,
                           struct component_list *out, struct err *err)
{
	struct call call;

	begin(&call, convex, arena, "_system/frontend/components:list");
	if (call_send(&call, err))
		return -1;
	if (wire_components(call.answer.value, arena, out, err))
		return wire_unreadable(call.path, err);
	return 0;
}

/* Our component isn't deployed: it may have been unmounted by an older branch. */
int inspect_was_mounted(struct convex *convex, struct arena *arena, bool *out,
                        struct err *err)
{
	struct component_list list;

	if (list_components(convex, arena, &list, err))
		return -1;
	*out = false;
	for (size_t i = 0; i < list.count; i++)
		*out = *out || !strcmp(list.items[i].path, WIRE_COMPONENT);
	return 0;
}

/* Mounted under another name: it is known by its functions. */
static int is_migrations(struct convex *convex, struct arena *arena,
                         const struct component *component, bool *out, struct err *err)
{
	struct names functions;

	*out = false;
	if (!component->active || !*component->path ||
	    !strcmp(component->path, WIRE_COMPONENT))
		return 0;
	if (list_functions(convex, arena, component->id, &functions, err))
		return -1;
	*out = names_contain(&functions, "lib:getStatus") &&
	       names_contain(&functions, "lib:migrate");
	return 0;
}

static int look_for_migrations(struct convex *convex, struct arena *arena,
                               const char **out, struct err *err)
{
	struct component_list list;
	bool found = false;

	if (list_components(convex, arena, &list, err))
		return -1;
	for (size_t i = 0; i < list.count; i++) {
		if (!list.items[i].active || strcmp(list.items[i].path, "migrations"))
			continue;
		*out = list.items[i].path;
		return 0;
	}
	for (size_t i = 0; i < list.count; i++) {
		if (is_migrations(convex, arena, &list.items[i], &found, err))
			return -1;
		if (!found)
			continue;
		*out = list.items[i].path;
		return 0;
	}
	return err_set(err, ERR_NOT_FOUND,
	               "the deployed app doesn't use '" MIGRATIONS_PACKAGE "'");
}

int convex_find_migrations(struct convex *convex, struct err *err)
{
	struct arena arena = { 0 };
	const char *path = NULL;
	int ret = 0;

	if (convex->migrations)
		return 0;
	if (look_for_migrations(convex, &arena, &path, err))
		ret = -1;
	else
		convex->migrations = xstrdup(path);
	arena_dispose(&arena);
	return ret;
}

static int read_schema(struct convex *convex, struct arena *arena, struct deployed *out,
                       struct err *err)
{
	struct call call;

	begin(&call, convex, arena, "_system/frontend/getSchemas");
	if (call_send(&call, err))
		return -1;
	if (wire_schemas(call.answer.value, arena, out, err))
		return wire_unreadable(call.path, err);
	return 0;
}

int inspect_table_size(void *self, const char *table, int64_t *out, struct err *err)
{
	struct arena arena = { 0 };
	struct call call;
	int ret = -1;

	begin(&call, self, &arena, "_system/frontend/tableSize");
	writer_text(&call.writer, "tableName", table);
	if (call_send(&call, err))
		goto done;
	if (call.answer.value->kind != VALUE_NUMBER) {
		err_set(err, ERR_SERVER, "it isn't a number");
		wire_unreadable(call.path, err);
		goto done;
	}
	*out = (int64_t)call.answer.value->number;
	ret = 0;
done:
	arena_dispose(&arena);
	return ret;
}

/* Does a table of the app itself hold a document? The first one that does is enough. */
static int look_for_documents(struct convex *convex, struct arena *arena, bool *out,
                              struct err *err)
{
	struct names tables;
	struct call call;
	int64_t size = 0;

	begin(&call, convex, arena, "_system/frontend/getTableMapping");
	if (call_send(&call, err))
		return -1;
	if (wire_tables(call.answer.value, arena, &tables, err))
		return wire_unreadable(call.path, err);
	for (size_t i = 0; !size && i < tables.count; i++)
		if (inspect_table_size(convex, tables.items[i], &size, err))
			return -1;
	*out = size > 0;
	return 0;
}

int inspect_deployed(void *self, struct arena *arena, struct deployed *out,
                     struct err *err)
{
	struct convex *convex = self;
	struct err missing = ERR_INIT;

	*out = (struct deployed){ .has_schema = false };
	if (list_functions(convex, arena, NULL, &out->functions, err) ||
	    read_schema(convex, arena, out, err) ||
	    look_for_documents(convex, arena, &out->has_documents, err))
		return -1;
	/* Pushes move it: look anew. */
	free(convex->migrations);
	convex->migrations = NULL;
	out->migrations_mounted = !convex_find_migrations(convex, &missing);
	if (!out->migrations_mounted && missing.code != ERR_NOT_FOUND) {
		if (err->code == ERR_NONE)
			*err = missing;
		return -1;
	}
	return 0;
}
