/* wire_system.c - what the backend itself and the migrations component answer. */
#include "codec/wire_system.h"

#include <string.h>

int wire_kind(const struct buf *body, struct arena *arena, struct kind_answer *out,
              struct err *err)
{
	const struct value *info = NULL;
	const char *kind = NULL, *type;

	if (value_parse(&info, arena, body->text, body->len, err) ||
	    value_need_text(info, "kind", &kind, err))
		return -1;
	type = value_text(info, "deploymentType");
	out->is_cloud = strcmp(kind, "selfHosted") != 0;
	/* A kind of another name may be anything. */
	if (out->is_cloud)
		out->type = !strcmp(kind, "cloud") && type ? type : kind;
	return 0;
}

static int need_kind(const struct value *value, enum value_kind kind, const char *what,
                     struct err *err)
{
	if (value->kind == kind)
		return 0;
	return err_set(err, ERR_SERVER, "it isn't %s", what);
}

int wire_components(const struct value *answer, struct arena *arena,
                    struct component_list *out, struct err *err)
{
	*out = (struct component_list){ NULL, 0 };
	if (need_kind(answer, VALUE_LIST, "a list", err))
		return -1;
	out->items = arena_alloc(arena, (answer->count + 1) * sizeof(*out->items));
	for (size_t i = 0; i < answer->count; i++) {
		const struct value *in = &answer->items[i].value;
		struct component *component = &out->items[out->count++];
		const char *state = NULL;

		if (value_need_text(in, "id", &component->id, err) ||
		    value_need_text(in, "path", &component->path, err) ||
		    value_need_text(in, "state", &state, err))
			return -1;
		component->active = !strcmp(state, "active");
	}
	return 0;
}

/* "migrations/x.js:up" is called by "migrations/x:up". */
static const char *function_path(struct arena *arena, const char *identifier)
{
	const char *colon = strrchr(identifier, ':');

	if (!colon || colon - identifier < 3 || strncmp(colon - 3, ".js", 3))
		return identifier;
	return arena_printf(arena, "%.*s%s", (int)(colon - 3 - identifier), identifier,
	                    colon);
}

int wire_functions(const struct value *answer, struct arena *arena, struct names *out,
                   struct err *err)
{
	*out = (struct names){ 0 };
	if (need_kind(answer, VALUE_LIST, "a list", err))
		return -1;
	out->items = arena_alloc(arena, (answer->count + 1) * sizeof(*out->items));
	for (size_t i = 0; i < answer->count; i++) {
		const char *identifier =
			value_text(&answer->items[i].value, "identifier");

		/* HTTP actions have a method and a path instead. */
		if (identifier)
			out->items[out->count++] = function_path(arena, identifier);
	}
	return 0;
}

static int read_index(const struct value *in, struct arena *arena, const char *table,
                      struct index_def *out, struct err *err)
{
	struct names *fields = &out->fields;

	out->table = table;
	if (value_need_text(in, "indexDescriptor", &out->name, err) ||
	    value_names(in, "fields", arena, fields, err))
		return -1;
	/* Added by the server to every index, and refused in a schema. */
	if (fields->count && !strcmp(fields->items[fields->count - 1], "_creationTime"))
		fields->count--;
	return 0;
}

static int read_table(const struct value *in, struct arena *arena, struct deployed *out,
                      struct err *err)
{
	struct index_list *indexes = &out->indexes;
	const struct value *list = NULL;
	const char *table = NULL;

	if (value_need_text(in, "tableName", &table, err) ||
	    value_need_list(in, "indexes", &list, err))
		return -1;
	names_add(&out->tables, arena, table);
	for (size_t i = 0; i < list->count; i++) {
		indexes->items = arena_grow(arena, indexes->items, indexes->count,
		                            sizeof(*indexes->items));
		if (read_index(&list->items[i].value, arena, table,
		               &indexes->items[indexes->count], err))
			return -1;
		indexes->count++;
	}
	return 0;
}

/* FNV-1a: enough to know again what was there before. */
static const char *fingerprint(struct arena *arena, const char *text)
{
	uint64_t hash = 0xcbf29ce484222325u;

	if (!text)
		return NULL;
	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * 0x100000001b3u;
	return arena_printf(arena, "%016llx", (unsigned long long)hash);
}

int wire_schemas(const struct value *answer, struct arena *arena, struct deployed *out,
                 struct err *err)
{
	const struct value *active = value_member(answer, "active");
	const struct value *schema = NULL, *tables = NULL;

	if (need_kind(answer, VALUE_OBJECT, "an object", err))
		return -1;
	out->pending_schema = fingerprint(arena, value_text(answer, "inProgress"));
	if (!active || active->kind == VALUE_NULL)
		return 0;
	/* JSON inside JSON. */
	if (need_kind(active, VALUE_TEXT, "a text", err) ||
	    value_parse(&schema, arena, active->text, active->len, err) ||
	    value_need_list(schema, "tables", &tables, err))
		return -1;
	out->has_schema = true;
	out->validates = value_flag(schema, "schemaValidation");
	for (size_t i = 0; i < tables->count; i++)
		if (read_table(&tables->items[i].value, arena, out, err))
			return -1;
	return 0;
}

int wire_tables(const struct value *answer, struct arena *arena, struct names *out,
                struct err *err)
{
	*out = (struct names){ 0 };
	if (need_kind(answer, VALUE_OBJECT, "an object", err))
		return -1;
	for (size_t i = 0; i < answer->count; i++) {
		const struct value *name = &answer->items[i].value;

		if (need_kind(name, VALUE_TEXT, "names of tables", err))
			return -1;
		if (name->text[0] != '_')
			names_add(out, arena, name->text);
	}
	return 0;
}

static int read_status(const struct value *in, struct component_status *out,
                       struct err *err)
{
	const char *state = NULL;
	double processed = 0;

	*out = (struct component_status){
		.error = value_text(in, "error"), .cursor = value_text(in, "cursor"),
		.processed = value_integer(in, "processed", 0),
		.latest_start = value_number(in, "latestStart", 0),
		.latest_end = value_number(in, "latestEnd", 0),
	};
	if (value_need_text(in, "name", &out->name, err) ||
	    value_need_text(in, "state", &state, err) ||
	    value_need_number(in, "processed", &processed, err))
		return -1;
	out->state = component_state_parse(state);
	/* A name that it has no row of is answered with zeros. */
	out->known = out->latest_start > 0 || out->state != COMPONENT_UNKNOWN;
	return 0;
}

int wire_statuses(const struct value *answer, struct arena *arena,
                  struct component_statuses *out, struct err *err)
{
	if (need_kind(answer, VALUE_LIST, "a list", err))
		return -1;
	for (size_t i = 0; i < answer->count; i++) {
		out->items =
			arena_grow(arena, out->items, out->count, sizeof(*out->items));
		if (read_status(&answer->items[i].value, &out->items[out->count], err))
			return -1;
		out->count++;
	}
	return 0;
}
