/* provides.c - does the staged target have what a seal needs? */
#include "push/provides.h"

#include "core/token.h"
#include "push/files.h"

#include <string.h>

/* ---- components ------------------------------------------------------------------- */

int provides_read(struct mounted *out, const struct bundler *b, const struct file_set *set,
                  const char *app, const char *functions, struct err *err)
{
	struct arena *arena = b->tools->arena;
	const struct set_file *config = file_set_find_module(set, functions, "convex.config");
	struct buf bundle = BUF_INIT;
	const char *inside;
	int result;

	*out = (struct mounted){ .complete = true };
	if (!config)
		return 0;
	inside = arena_printf(arena, "./%s", *app ? config->path + strlen(app) + 1 : config->path);
	result = bundle_make(&bundle, b, BUNDLE_CONFIG,
	                     arena_printf(arena, "export { default } from %s;\n",
	                                  js_string(arena, inside)), err);
	if (!result)
		scan_mounted(out, arena, arena_strndup(arena, bundle.text, bundle.len), bundle.len);
	buf_dispose(&bundle);
	return result;
}

const char *provides_mount(struct arena *arena, const char *component)
{
	return arena_strndup(arena, component, strcspn(component, "/"));
}

/* ---- functions -------------------------------------------------------------------- */

static int has_function(bool *out, const struct file_set *set, const char *functions,
                        const char *path, struct err *err)
{
	const char *colon = strchr(path, ':'), *name = colon ? colon + 1 : "default";
	const char *module = arena_strndup(set->arena, path, strcspn(path, ":"));
	const struct set_file *file = file_set_find_module(set, functions, module);
	struct tokens tokens = { 0 };
	struct buf text = BUF_INIT;
	int result = 0;

	*out = false;
	if (!file)
		return 0;
	result = file_set_text(&text, set, file, err);
	tokens_read(&tokens, set->arena, text.text, text.len);
	for (size_t i = 0; !result && !*out && i < tokens.count; i++)
		*out = tokens_is(&tokens, i, name) ||
		       (tokens_is(&tokens, i, "export") && tokens_is(&tokens, i + 1, "*"));
	buf_dispose(&text);
	return result;
}

int provides_functions(const char **missing, const struct file_set *set,
                       const char *functions, const struct names *needed, struct err *err)
{
	*missing = NULL;
	for (size_t i = 0; i < needed->count && !*missing; i++) {
		bool has = false;

		if (has_function(&has, set, functions, needed->items[i], err))
			return -1;
		if (!has)
			*missing = needed->items[i];
	}
	return 0;
}
