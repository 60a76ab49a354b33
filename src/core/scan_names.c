/* scan_names.c - the names under which a bundled convex.config mounts components. */
#include "core/scan.h"

#include "core/token.h"

#include <string.h>

/* An app has one app and a few components, in a few kilobytes. What has more isn't read: each
 * word is compared with the apps, each use() with all. */
#define APPS_MAX 8
#define BINDINGS_MAX 256
#define TEXT_MAX_BYTES ((size_t)2 * 1024 * 1024)
#define WORD_MAX_BYTES 64

/* What a variable of the bundle stands for. */
struct binding {
	const char *variable;
	enum { IS_APP, IS_COMPONENT, IS_OTHER } kind;
	const char *name;            /* of a component: its own; NULL: not known */
};

struct search {
	struct tokens tokens;
	struct arena *arena;
	struct binding *items;
	size_t count;
	const char *apps[APPS_MAX];
	size_t app_count;
	struct mounted *out;
};

static const struct binding *find(const struct search *s, const char *variable)
{
	for (size_t i = 0; i < s->count; i++)
		if (!strcmp(s->items[i].variable, variable))
			return &s->items[i];
	return NULL;
}

/* Bound twice, it may be either. */
static void bind(struct search *s, struct binding binding)
{
	struct binding *old = (struct binding *)find(s, binding.variable);

	if (old)
		old->kind = IS_OTHER;
	if (old || binding.kind == IS_OTHER)
		return;
	if (s->count == BINDINGS_MAX || (binding.kind == IS_APP && s->app_count == APPS_MAX)) {
		s->out->complete = false;
		return;
	}
	if (binding.kind == IS_APP)
		s->apps[s->app_count++] = binding.variable;
	s->items = arena_grow(s->arena, s->items, s->count, sizeof(*s->items));
	s->items[s->count++] = binding;
}

static bool says(const struct search *s, size_t i, const char *text)
{
	const struct token *token = tokens_at(&s->tokens, i);
	const char *value;

	if (token->kind == TOKEN_WORD || token->len > WORD_MAX_BYTES)
		return tokens_is(&s->tokens, i, text);
	value = tokens_value(&s->tokens, i, s->arena);
	return value && !strcmp(value, text);
}

/* What the function called at i is, whatever esbuild has added to its name. */
static bool calls(const struct search *s, size_t i, const char *function)
{
	const char *word = tokens_at(&s->tokens, i)->kind == TOKEN_WORD
	                   ? tokens_value(&s->tokens, i, s->arena) : NULL;
	size_t n = strlen(function);

	return word && !strncmp(word, function, n) &&
	       strspn(word + n, "0123456789") == strlen(word + n) &&
	       tokens_is(&s->tokens, i + 1, "(");
}

/* `var x = defineApp(`, `var x = defineComponent("name"`, `var x = y;` at i. */
static void read_variable(struct search *s, size_t i)
{
	const struct tokens *t = &s->tokens;
	struct binding made = { .kind = IS_OTHER };
	const struct binding *other;

	if (tokens_at(t, i + 1)->kind != TOKEN_WORD || !tokens_is(t, i + 2, "="))
		return;
	made.variable = tokens_value(t, i + 1, s->arena);
	if (calls(s, i + 3, "defineApp")) {
		made.kind = IS_APP;
	} else if (calls(s, i + 3, "defineComponent")) {
		made.kind = IS_COMPONENT;
		if (tokens_at(t, i + 5)->kind == TOKEN_STRING)
			made.name = tokens_value(t, i + 5, s->arena);
	} else if (tokens_at(t, i + 3)->kind == TOKEN_WORD && tokens_is(t, i + 4, ";")) {
		other = find(s, tokens_value(t, i + 3, s->arena));
		if (other) {
			made.kind = other->kind;
			made.name = other->name;
		}
	}
	bind(s, made);
}

/* The name that the options opened at i give; *own stays if they give none. False if that
 * can't be told. */
static bool read_options(const struct search *s, size_t i, const char **own)
{
	const struct tokens *t = &s->tokens;
	size_t depth = tokens_at(t, i)->depth + 1;

	for (i++; tokens_at(t, i)->depth >= depth; i++) {
		const struct token *token = tokens_at(t, i);

		if (token->depth > depth)
			continue;
		if (tokens_is(t, i, ".") || tokens_is(t, i, "["))
			return false;
		if (!says(s, i, "name"))
			continue;
		if (!tokens_is(t, i + 1, ":") || tokens_at(t, i + 2)->kind != TOKEN_STRING ||
		    (!tokens_is(t, i + 3, ",") && !tokens_is(t, i + 3, "}")))
			return false;
		*own = tokens_value(t, i + 2, s->arena);
	}
	return true;
}

/* `app.use(x)`, `app.use(x, {…})` with its "use" at i. */
static bool read_use(const struct search *s, size_t i)
{
	const struct tokens *t = &s->tokens;
	const struct binding *app, *component;
	const char *name;

	if (i < 2 || !tokens_is(t, i - 1, ".") || tokens_at(t, i - 2)->kind != TOKEN_WORD ||
	    (i > 2 && tokens_is(t, i - 3, ".")) || !tokens_is(t, i + 1, "("))
		return false;
	app = find(s, tokens_value(t, i - 2, s->arena));
	if (!app || app->kind == IS_OTHER)
		return false;
	/* A component's own, which isn't the app's. */
	if (app->kind == IS_COMPONENT)
		return true;
	if (tokens_at(t, i + 2)->kind != TOKEN_WORD)
		return false;
	component = find(s, tokens_value(t, i + 2, s->arena));
	name = component && component->kind == IS_COMPONENT ? component->name : NULL;
	if (tokens_is(t, i + 3, ",") && !tokens_is(t, i + 4, ")") &&
	    (!tokens_is(t, i + 4, "{") || !read_options(s, i + 4, &name)))
		return false;
	if (!tokens_is(t, i + 3, ",") && !tokens_is(t, i + 3, ")"))
		return false;
	if (name)
		names_add(&s->out->names, s->arena, name);
	return name != NULL;
}

/* The app at i is declared, named anew, exported, or asked for something of its own; handed to
 * a function, it may be given components there. */
static bool is_plain(const struct search *s, size_t i)
{
	const struct tokens *t = &s->tokens;

	return (i && tokens_is(t, i - 1, ".")) || tokens_is(t, i + 1, ".") ||
	       tokens_is(t, i + 1, "=") || tokens_is(t, i + 1, "as") ||
	       (i && tokens_is(t, i - 1, "=") && tokens_is(t, i + 1, ";"));
}

static bool is_readable(const struct search *s, size_t i)
{
	if (says(s, i, "use"))
		return read_use(s, i);
	for (size_t k = 0; k < s->app_count; k++)
		if (tokens_is(&s->tokens, i, s->apps[k]))
			return is_plain(s, i);
	return true;
}

void scan_mounted(struct mounted *out, struct arena *arena, const char *text, size_t len)
{
	struct search s = { .arena = arena, .out = out };

	*out = (struct mounted){ .complete = len <= TEXT_MAX_BYTES };
	if (!out->complete)
		return;
	tokens_read(&s.tokens, arena, text, len);
	for (size_t i = 0; i < s.tokens.count; i++)
		if (!tokens_at(&s.tokens, i)->depth &&
		    (tokens_is(&s.tokens, i, "var") || tokens_is(&s.tokens, i, "let") ||
		     tokens_is(&s.tokens, i, "const")))
			read_variable(&s, i);
	for (size_t i = 0; i < s.tokens.count; i++)
		if (!is_readable(&s, i))
			out->complete = false;
}
