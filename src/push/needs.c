/* needs.c - what a bundle refers to on the deployment: functions and components. */
#include "push/needs.h"

#include "base/buf.h"
#include "core/token.h"
#include "push/files.h"

#include <string.h>

struct reading {
	struct arena *arena;
	struct tokens tokens;
	struct names functions, components;   /* what the bundle calls api, and components */
	struct names *needed_functions, *needed_components;
	const char *own;
};

/* A clause holds no other. */
static bool ends_clause(const struct reading *r, size_t i)
{
	return tokens_is(&r->tokens, i, "}") || tokens_is(&r->tokens, i, "{") ||
	       tokens_at(&r->tokens, i)->kind == TOKEN_END;
}

/* The names that an import clause at i gives to api, internal and components. */
static void read_import(struct reading *r, size_t i)
{
	size_t end = i;

	while (!ends_clause(r, end))
		end++;
	for (; i < end; i++) {
		const char *name = tokens_value(&r->tokens, i, r->arena);
		const char *local = name;
		bool renamed = tokens_is(&r->tokens, i + 1, "as");

		if (!name || tokens_at(&r->tokens, i)->kind != TOKEN_WORD)
			continue;
		if (renamed)
			local = tokens_value(&r->tokens, i + 2, r->arena);
		if (!strcmp(name, "internal") || !strcmp(name, "api") || !strcmp(name, "anyApi"))
			names_add(&r->functions, r->arena, local);
		else if (!strcmp(name, "components"))
			names_add(&r->components, r->arena, local);
		if (renamed)
			i += 2;
	}
}

/* The module that the import clause opened at i comes from; NULL if it is none. */
static const char *imported_from(const struct reading *r, size_t i)
{
	while (!ends_clause(r, i))
		i++;
	return tokens_is(&r->tokens, i, "}") && tokens_is(&r->tokens, i + 1, "from")
	       ? tokens_value(&r->tokens, i + 2, r->arena) : NULL;
}

static bool is_generated_api(const char *module)
{
	return strstr(module, "_generated/api") || !strcmp(module, "convex/server");
}

static void find_names(struct reading *r)
{
	for (size_t i = 0; i < r->tokens.count; i++) {
		if (tokens_is(&r->tokens, i, "import") && tokens_is(&r->tokens, i + 1, "{")) {
			const char *module = imported_from(r, i + 2);

			if (module && is_generated_api(module))
				read_import(r, i + 2);
		}
		/* components = componentsGeneric() */
		if (tokens_is(&r->tokens, i + 1, "=") &&
		    tokens_is(&r->tokens, i + 2, "componentsGeneric"))
			names_add(&r->components, r->arena,
			          tokens_value(&r->tokens, i, r->arena));
	}
}

/* The properties that follow token i, as in a.b["c"]; how many there are. */
static size_t read_chain(const struct reading *r, size_t i, struct names *out)
{
	*out = (struct names){ 0 };
	for (;;) {
		const char *name = NULL;
		size_t taken = 2;

		if (tokens_is(&r->tokens, i + 1, ".") &&
		    tokens_at(&r->tokens, i + 2)->kind == TOKEN_WORD) {
			name = tokens_value(&r->tokens, i + 2, r->arena);
		} else if (tokens_is(&r->tokens, i + 1, "[") &&
		           tokens_at(&r->tokens, i + 2)->kind == TOKEN_STRING &&
		           tokens_is(&r->tokens, i + 3, "]")) {
			name = tokens_value(&r->tokens, i + 2, r->arena);
			taken = 3;
		}
		if (!name)
			return out->count;
		out->items = arena_grow(r->arena, out->items, out->count, sizeof(*out->items));
		out->items[out->count++] = name;
		i += taken;
	}
}

/* "a/b:c" of a, b, c. */
static const char *function_path(struct arena *arena, const char *const *parts, size_t count)
{
	struct buf text = BUF_INIT;
	const char *path;

	for (size_t i = 0; i < count; i++) {
		if (i)
			buf_addc(&text, i + 1 == count ? ':' : '/');
		buf_adds(&text, parts[i]);
	}
	path = arena_strdup(arena, text.text);
	buf_dispose(&text);
	return path;
}

static void need_function(struct reading *r, const char *path)
{
	const char *folder = path_folder(r->arena, r->own);
	size_t n = strlen(r->own);

	if (!strncmp(path, r->own, n) && path[n] == ':')
		return;
	if (*folder && path_is_below(path, folder))
		return;
	names_add(r->needed_functions, r->arena, path);
}

static void need_component(struct reading *r, const struct names *chain)
{
	const char *path = chain->items[0];

	if (chain->count > 2)
		path = arena_printf(r->arena, "%s/%s", path,
		                    function_path(r->arena, chain->items + 1, chain->count - 1));
	names_add(r->needed_components, r->arena, path);
}

static void read_use(struct reading *r, size_t i)
{
	const char *name = tokens_value(&r->tokens, i, r->arena);
	struct names chain;

	/* a property of that name, or a key of an object, is something else */
	if (i && tokens_is(&r->tokens, i - 1, "."))
		return;
	if (names_contain(&r->functions, name) && read_chain(r, i, &chain) > 1)
		need_function(r, function_path(r->arena, chain.items, chain.count));
	else if (names_contain(&r->components, name) && read_chain(r, i, &chain))
		need_component(r, &chain);
	else if (!strcmp(name, "makeFunctionReference") && tokens_is(&r->tokens, i + 1, "(") &&
	         tokens_at(&r->tokens, i + 2)->kind == TOKEN_STRING)
		need_function(r, tokens_value(&r->tokens, i + 2, r->arena));
}

void needs_read(struct names *functions, struct names *components, struct arena *arena,
                const char *text, const char *own)
{
	struct reading r = {
		.arena = arena,
		.needed_functions = functions,
		.needed_components = components,
		.own = own,
	};

	tokens_read(&r.tokens, arena, text, strlen(text));
	find_names(&r);
	for (size_t i = 0; i < r.tokens.count; i++)
		if (tokens_at(&r.tokens, i)->kind == TOKEN_WORD)
			read_use(&r, i);
}
