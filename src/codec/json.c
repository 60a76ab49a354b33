/* json.c - JSON text into values in an arena.
 *
 * jansson parses; its tree is copied and freed at once, so that nothing of it is ever
 * seen outside and no caller has to count references. */
#include "codec/json.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

static void copy(struct value *out, struct arena *arena, json_t *from);

static void copy_object(struct value *out, struct arena *arena, json_t *from)
{
	struct member *members;
	const char *name;
	json_t *item;

	out->kind = VALUE_OBJECT;
	members = arena_alloc(arena, (json_object_size(from) + 1) * sizeof(*members));
	json_object_foreach(from, name, item) {
		members[out->count].name = arena_strdup(arena, name);
		copy(&members[out->count++].value, arena, item);
	}
	out->items = members;
}

static void copy_list(struct value *out, struct arena *arena, json_t *from)
{
	struct member *members;

	out->kind = VALUE_LIST;
	out->count = json_array_size(from);
	members = arena_alloc(arena, (out->count + 1) * sizeof(*members));
	for (size_t i = 0; i < out->count; i++)
		copy(&members[i].value, arena, json_array_get(from, i));
	out->items = members;
}

/* As deep as the parser lets it: jansson gives up at 2048 levels. */
static void copy(struct value *out, struct arena *arena, json_t *from)
{
	switch (json_typeof(from)) {
	case JSON_OBJECT:
		copy_object(out, arena, from);
		break;
	case JSON_ARRAY:
		copy_list(out, arena, from);
		break;
	case JSON_STRING:
		out->kind = VALUE_TEXT;
		out->len = json_string_length(from);
		/* Not arena_strndup: the text may hold a NUL. */
		out->text = memcpy(arena_alloc(arena, out->len + 1),
		                   json_string_value(from), out->len);
		break;
	case JSON_INTEGER:
	case JSON_REAL:
		out->kind = VALUE_NUMBER;
		out->number = json_number_value(from);
		break;
	case JSON_TRUE:
	case JSON_FALSE:
		out->kind = VALUE_FLAG;
		out->flag = json_is_true(from);
		break;
	case JSON_NULL:
		break;
	}
}

int value_parse(const struct value **out, struct arena *arena, const char *text,
                size_t len, struct err *err)
{
	size_t flags = JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL | JSON_ALLOW_NUL;
	struct value *value;
	json_error_t why;
	json_t *tree;

	tree = json_loadb(text, len, flags, &why);
	if (!tree)
		return err_set(err, ERR_SERVER, "line %d: %s", why.line, why.text);
	value = arena_alloc(arena, sizeof(*value));
	copy(value, arena, tree);
	json_decref(tree);
	*out = value;
	return 0;
}

const struct value *value_member(const struct value *in, const char *name)
{
	if (!in || in->kind != VALUE_OBJECT)
		return NULL;
	for (size_t i = 0; i < in->count; i++)
		if (!strcmp(in->items[i].name, name))
			return &in->items[i].value;
	return NULL;
}

static const struct value *member_of_kind(const struct value *in, const char *name,
                                          enum value_kind kind)
{
	const struct value *value = value_member(in, name);

	return value && value->kind == kind ? value : NULL;
}

const char *value_text(const struct value *in, const char *name)
{
	const struct value *value = member_of_kind(in, name, VALUE_TEXT);

	return value ? value->text : NULL;
}

double value_number(const struct value *in, const char *name, double otherwise)
{
	const struct value *value = member_of_kind(in, name, VALUE_NUMBER);

	return value ? value->number : otherwise;
}

int64_t value_integer(const struct value *in, const char *name, int64_t otherwise)
{
	double number = value_number(in, name, NAN);

	/* Beyond 2^53 a double doesn't know which integer it is. */
	return fabs(number) <= 9007199254740992.0 ? (int64_t)number : otherwise;
}

bool value_flag(const struct value *in, const char *name)
{
	const struct value *value = member_of_kind(in, name, VALUE_FLAG);

	return value && value->flag;
}

static int need(const struct value *in, const char *name, enum value_kind kind,
                const struct value **out, struct err *err)
{
	static const char *const kinds[] = {
		"null", "true or false", "a number", "a text", "a list", "an object",
	};
	const struct value *value = value_member(in, name);

	if (!value)
		return err_set(err, ERR_SERVER, "'%s' is missing", name);
	if (value->kind != kind)
		return err_set(err, ERR_SERVER, "'%s' isn't %s", name, kinds[kind]);
	*out = value;
	return 0;
}

int value_need_text(const struct value *in, const char *name, const char **out,
                    struct err *err)
{
	const struct value *value = NULL;

	if (need(in, name, VALUE_TEXT, &value, err))
		return -1;
	*out = value->text;
	return 0;
}

int value_need_number(const struct value *in, const char *name, double *out,
                      struct err *err)
{
	const struct value *value = NULL;

	if (need(in, name, VALUE_NUMBER, &value, err))
		return -1;
	*out = value->number;
	return 0;
}

int value_need_list(const struct value *in, const char *name, const struct value **out,
                    struct err *err)
{
	return need(in, name, VALUE_LIST, out, err);
}

int value_names(const struct value *in, const char *name, struct arena *arena,
                struct names *out, struct err *err)
{
	const struct value *list = value_member(in, name);

	*out = (struct names){ 0 };
	if (!list || list->kind == VALUE_NULL)
		return 0;
	if (list->kind != VALUE_LIST)
		return err_set(err, ERR_SERVER, "'%s' isn't a list", name);
	out->items = arena_alloc(arena, (list->count + 1) * sizeof(*out->items));
	for (size_t i = 0; i < list->count; i++) {
		if (list->items[i].value.kind != VALUE_TEXT)
			return err_set(err, ERR_SERVER, "'%s' isn't a list of texts",
			               name);
		out->items[out->count++] = list->items[i].value.text;
	}
	return 0;
}

void json_library(struct library *out)
{
	*out = (struct library){
		.name = "jansson", .built = JANSSON_VERSION, .runs = jansson_version_str(),
	};
}
