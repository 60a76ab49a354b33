/* package.c - what the package.json of an installed package says. */
#include "push/package.h"

#include "base/file.h"
#include "core/token.h"

#include <string.h>

struct reading {
	struct tokens tokens;
	struct arena *arena;
	const char *program;
	struct package *out;
};

/* The key at i, of an object at this depth; NULL if it is none. */
static const char *key_at(const struct reading *r, size_t i, size_t depth)
{
	const struct token *token = tokens_at(&r->tokens, i);

	return token->kind == TOKEN_STRING && token->depth == depth &&
	       tokens_is(&r->tokens, i + 1, ":") ? tokens_value(&r->tokens, i, r->arena) : NULL;
}

static const char *text_at(const struct reading *r, size_t i)
{
	return tokens_at(&r->tokens, i)->kind == TOKEN_STRING
	       ? tokens_value(&r->tokens, i, r->arena) : NULL;
}

/* The keys of the object that begins at i. */
static void read_keys(const struct reading *r, size_t i, struct names *out)
{
	if (!tokens_is(&r->tokens, i, "{"))
		return;
	for (i++; tokens_at(&r->tokens, i)->depth > 1; i++) {
		const char *key = key_at(r, i, 2);

		if (key)
			names_add(out, r->arena, key);
	}
}

/* One program may be named by the package itself. */
static void read_programs(const struct reading *r, size_t i)
{
	const char *only = text_at(r, i);

	if (only)
		r->out->main = only;
	if (!tokens_is(&r->tokens, i, "{"))
		return;
	for (i++; tokens_at(&r->tokens, i)->depth > 1; i++) {
		const char *key = key_at(r, i, 2);

		if (key && !strcmp(key, r->program))
			r->out->main = text_at(r, i + 2);
	}
}

static void read_member(const struct reading *r, size_t i, const char *key)
{
	if (!strcmp(key, "version"))
		r->out->version = text_at(r, i);
	else if (!strcmp(key, "bin"))
		read_programs(r, i);
	else if (!strcmp(key, "dependencies") || !strcmp(key, "optionalDependencies"))
		read_keys(r, i, &r->out->needs);
	else if (!strcmp(key, "peerDependencies"))
		read_keys(r, i, &r->out->peers);
}

int package_read(struct package *out, struct arena *arena, const char *folder,
                 const char *program, struct err *err)
{
	struct reading r = { .arena = arena, .program = program, .out = out };
	const char *text = NULL;

	*out = (struct package){ .found = false };
	if (file_text(&text, arena, arena_printf(arena, "%s/package.json", folder), err))
		return -1;
	if (!text)
		return 0;
	out->found = true;
	tokens_read(&r.tokens, arena, text, strlen(text));
	for (size_t i = 0; i < r.tokens.count; i++) {
		const char *key = key_at(&r, i, 1);

		if (key)
			read_member(&r, i + 2, key);
	}
	return 0;
}
