/* inspect.c - what is live on a deployment: functions, schema, documents. */
#include "net/client.h"

#include "codec/wire_system.h"

int inspect_functions(struct convex *convex, struct arena *arena, const char *component,
                      struct names *out, struct err *err)
{
	struct call call;

	call_begin_system(&call, convex, arena, "_system/cli/modules:apiSpec");
	writer_opt_text(&call.writer, "componentId", component);
	if (call_send(&call, err))
		return -1;
	if (wire_functions(call.answer.value, arena, out, err))
		return wire_unreadable(call.path, err);
	return 0;
}

static int read_schema(struct convex *convex, struct arena *arena, struct deployed *out,
                       struct err *err)
{
	struct call call;

	call_begin_system(&call, convex, arena, "_system/frontend/getSchemas");
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

	call_begin_system(&call, self, &arena, "_system/frontend/tableSize");
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

	call_begin_system(&call, convex, arena, "_system/frontend/getTableMapping");
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
	if (inspect_functions(convex, arena, NULL, &out->functions, err) ||
	    read_schema(convex, arena, out, err) ||
	    look_for_documents(convex, arena, &out->has_documents, err))
		return -1;
	/* Pushes move them. */
	if (!convex->mounts_new)
		mounts_forget(convex);
	out->migrations_mounted = !mounts_find_migrations(convex, &missing);
	convex->mounts_new = false;
	if (!out->migrations_mounted && missing.code != ERR_NOT_FOUND) {
		if (err->code == ERR_NONE)
			*err = missing;
		return -1;
	}
	return 0;
}
