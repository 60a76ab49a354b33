/* package.c - what the package.json of an installed package says. */
#include "push/package.h"

#include "base/file.h"
#include "codec/json.h"

#include <string.h>

static void add_names(struct names *out, struct arena *arena, const struct value *json,
                      const char *name)
{
	const struct value *members = value_member(json, name);

	for (size_t i = 0; members && members->kind == VALUE_OBJECT && i < members->count; i++)
		names_add(out, arena, members->items[i].name);
}

/* One program may be named by the package itself. */
static const char *program_of(const struct value *json, const char *program)
{
	const char *only = value_text(json, "bin");

	return only ? only : value_text(value_member(json, "bin"), program);
}

int package_read(struct package *out, struct arena *arena, const char *folder,
                 const char *program, struct err *err)
{
	const char *path = arena_printf(arena, "%s/package.json", folder), *text = NULL;
	const struct value *json = NULL;

	*out = (struct package){ 0 };
	if (file_text(&text, arena, path, err))
		return -1;
	if (!text)
		return 0;
	if (value_parse(&json, arena, text, strlen(text), err)) {
		err->code = ERR_UNSUPPORTED;
		return err_wrap(err, "cannot read '%s'", path);
	}
	out->version = value_text(json, "version");
	out->node = value_text(value_member(json, "engines"), "node");
	out->main = program_of(json, program);
	add_names(&out->needs, arena, json, "dependencies");
	add_names(&out->needs, arena, json, "optionalDependencies");
	add_names(&out->peers, arena, json, "peerDependencies");
	return 0;
}
