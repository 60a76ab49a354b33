/* schema.c - hold JSON against a JSON Schema, as far as outputs.schema.json uses it. */
#include "schema.h"

#include <stdio.h>
#include <string.h>

#define DEFS "#/$defs/"
#define PATH_SIZE 256

struct check {
	const struct value *defs;
	struct buf *wrong;
};

static const struct value *resolve(const struct check *c, const struct value *schema)
{
	const char *ref = value_text(schema, "$ref");

	if (!ref)
		return schema;
	return strncmp(ref, DEFS, strlen(DEFS)) ? NULL
	                                        : value_member(c->defs, ref + strlen(DEFS));
}

static const struct value *property(const struct check *c, const struct value *schema,
                                    const char *name)
{
	const struct value *found, *all;

	schema = resolve(c, schema);
	found = value_member(value_member(schema, "properties"), name);
	all = value_member(schema, "allOf");
	for (size_t i = 0; !found && all && i < all->count; i++)
		found = property(c, &all->items[i].value, name);
	return found;
}

static bool is_type(const char *type, const struct value *value)
{
	static const struct {
		const char *type;
		enum value_kind kind;
	} types[] = {
		{ "object", VALUE_OBJECT }, { "array", VALUE_LIST }, { "string", VALUE_TEXT },
		{ "boolean", VALUE_FLAG }, { "number", VALUE_NUMBER }, { "integer", VALUE_NUMBER },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (!strcmp(type, types[i].type))
			return value->kind == types[i].kind &&
			       (strcmp(type, "integer") || value->number == (double)(long long)value->number);
	return false;
}

static bool is_listed(const struct value *list, const struct value *value)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct value *one = &list->items[i].value;

		if (one->kind == value->kind && (one->kind == VALUE_TEXT
		    ? !strcmp(one->text, value->text) : one->number == value->number))
			return true;
	}
	return false;
}

static void check(const struct check *c, const struct value *schema, const struct value *value,
                  const char *path);

static void check_required(const struct check *c, const struct value *schema,
                           const struct value *value, const char *path)
{
	const struct value *required, *all;

	schema = resolve(c, schema);
	required = value_member(schema, "required");
	all = value_member(schema, "allOf");
	for (size_t i = 0; required && i < required->count; i++)
		if (!value_member(value, required->items[i].value.text))
			buf_addf(c->wrong, "%s.%s is missing\n", path, required->items[i].value.text);
	for (size_t i = 0; all && i < all->count; i++)
		check_required(c, &all->items[i].value, value, path);
}

static void check_members(const struct check *c, const struct value *schema,
                          const struct value *value, const char *path)
{
	check_required(c, schema, value, path);
	for (size_t i = 0; i < value->count; i++) {
		const struct value *of = property(c, schema, value->items[i].name);
		char below[PATH_SIZE];

		snprintf(below, sizeof(below), "%s.%s", path, value->items[i].name);
		if (of)
			check(c, of, &value->items[i].value, below);
		else
			buf_addf(c->wrong, "%s isn't in the schema\n", below);
	}
}

static void check(const struct check *c, const struct value *schema, const struct value *value,
                  const char *path)
{
	const struct value *resolved = resolve(c, schema), *list, *items;
	const char *type = value_text(resolved, "type");
	char below[PATH_SIZE];

	if (!resolved)
		buf_addf(c->wrong, "%s: the schema leads nowhere\n", path);
	if (type && !is_type(type, value))
		buf_addf(c->wrong, "%s is no %s\n", path, type);
	list = value_member(resolved, "enum");
	if (list && !is_listed(list, value))
		buf_addf(c->wrong, "%s is none of its values\n", path);
	if (value->kind == VALUE_OBJECT)
		check_members(c, resolved, value, path);
	items = value_member(resolved, "items");
	for (size_t i = 0; items && value->kind == VALUE_LIST && i < value->count; i++) {
		snprintf(below, sizeof(below), "%s[%zu]", path, i);
		check(c, items, &value->items[i].value, below);
	}
}

bool schema_holds(const struct value *schema, const char *name, const struct value *value,
                  struct buf *wrong)
{
	struct check c = { value_member(schema, "$defs"), wrong };
	const struct value *def = value_member(c.defs, name);

	if (!def)
		buf_addf(wrong, "the schema has no '%s'\n", name);
	else
		check(&c, def, value, name);
	return !wrong->len;
}

static void names_of(const struct check *c, const struct value *schema,
                     void (*found)(void *payload, const char *member), void *payload)
{
	const struct value *properties, *all, *items;

	schema = resolve(c, schema);
	properties = value_member(schema, "properties");
	all = value_member(schema, "allOf");
	items = value_member(schema, "items");
	for (size_t i = 0; properties && i < properties->count; i++) {
		found(payload, properties->items[i].name);
		names_of(c, &properties->items[i].value, found, payload);
	}
	for (size_t i = 0; all && i < all->count; i++)
		names_of(c, &all->items[i].value, found, payload);
	if (items)
		names_of(c, items, found, payload);
}

void schema_names(const struct value *schema, const char *name,
                  void (*found)(void *payload, const char *member), void *payload)
{
	struct check c = { value_member(schema, "$defs"), NULL };

	names_of(&c, value_member(c.defs, name), found, payload);
}
