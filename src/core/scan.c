/* scan.c - what a source exports and which tables it names. */
#include "core/scan.h"

#include "core/token.h"

#include <string.h>

/* A `.define(…)` that goes on; its bracket. */
struct define {
	size_t open, depth;
};

struct scanner {
	struct tokens tokens;
	struct arena *arena;
	struct scan *out;
	bool tables_declared;      /* `export const tables = […]` was seen */
	bool seen_description, seen_tables;
	struct define *defines;    /* those that are open here, from the outside in */
	size_t define_count, define_most;
	struct names defined;      /* values of `table:` in defines */
	struct names declared;     /* literals of `export const tables` */
	struct names mentioned;    /* literals in insert("…") and query("…") */
};

static bool is(const struct scanner *sc, size_t i, const char *word_or_mark)
{
	return tokens_is(&sc->tokens, i, word_or_mark);
}

static bool is_literal(const struct scanner *sc, size_t i)
{
	enum token_kind kind = tokens_at(&sc->tokens, i)->kind;

	return kind == TOKEN_STRING || kind == TOKEN_TEMPLATE;
}

static void add_literal(struct scanner *sc, struct names *names, size_t i)
{
	if (is_literal(sc, i))
		names_add(names, sc->arena, tokens_value(&sc->tokens, i, sc->arena));
}

/* The index of the bracket that closes the one at i, or the number of tokens. */
static size_t closing(const struct scanner *sc, size_t i)
{
	size_t depth = tokens_at(&sc->tokens, i)->depth;

	for (i++; i < sc->tokens.count; i++)
		if (tokens_at(&sc->tokens, i)->depth <= depth)
			break;
	return i;
}

static void exported(struct scanner *sc, size_t name)
{
	if (is(sc, name, "up"))
		sc->out->has_up = true;
	if (is(sc, name, "down"))
		sc->out->has_down = true;
}

/* `{ a, b as up, type T }` of an export, or the pattern of `const { up, down } = …`:
 * the last word of an element is the name that is exported. */
static void read_export_list(struct scanner *sc, size_t i, bool pattern)
{
	size_t end = closing(sc, i), depth = tokens_at(&sc->tokens, i)->depth + 1, last = 0;
	bool type = false, value = false;

	for (i++; i <= end; i++) {
		const struct token *t = tokens_at(&sc->tokens, i);

		if (i == end || (t->depth == depth && is(sc, i, ","))) {
			if (last && !type)
				exported(sc, last);
			last = 0;
			type = value = false;
		} else if (t->depth == depth && is(sc, i, "=")) {
			value = true; /* a default; the name stands before it */
		} else if (t->depth == depth && t->kind == TOKEN_WORD && !value) {
			type |= !pattern && !last && is(sc, i, "type") &&
			        tokens_at(&sc->tokens, i + 1)->kind == TOKEN_WORD &&
			        !is(sc, i + 1, "as");
			last = i;
		}
	}
}

/* The value of the declarator whose name is at i starts behind its `=`. */
static size_t value_of(const struct scanner *sc, size_t i)
{
	for (i++; i < sc->tokens.count; i++) {
		if (tokens_at(&sc->tokens, i)->depth)
			continue;
		if (is(sc, i, "=") && !is(sc, i + 1, ">"))
			return i + 1;
		if (is(sc, i, ";") || is(sc, i, "export"))
			break;
	}
	return sc->tokens.count;
}

static void read_tables(struct scanner *sc, size_t value)
{
	if (!is(sc, value, "["))
		return;
	sc->tables_declared = true;
	for (size_t end = closing(sc, value); value < end; value++)
		add_literal(sc, &sc->declared, value);
}

/* Of two declarations of one name, which no compiler takes, the first counts. */
static void read_declarator(struct scanner *sc, size_t i)
{
	exported(sc, i);
	if (is(sc, i, "description") && !sc->seen_description) {
		size_t value = value_of(sc, i);

		sc->seen_description = true;
		if (is_literal(sc, value))
			sc->out->description = tokens_value(&sc->tokens, value, sc->arena);
	}
	if (is(sc, i, "tables") && !sc->seen_tables) {
		sc->seen_tables = true;
		read_tables(sc, value_of(sc, i));
	}
}

/* `const a = …, b = …`: i is at the first name or pattern. */
static void read_declaration(struct scanner *sc, size_t i)
{
	if (is(sc, i, "{"))
		read_export_list(sc, i, true);
	else
		read_declarator(sc, i);
	for (; i < sc->tokens.count; i++) {
		if (tokens_at(&sc->tokens, i)->depth)
			continue;
		if (is(sc, i, ";") || is(sc, i, "export"))
			return;
		if (is(sc, i, ",") && (is(sc, i + 2, "=") || is(sc, i + 2, ":")))
			read_declarator(sc, i + 1);
	}
}

static void read_export(struct scanner *sc, size_t i)
{
	if (is(sc, i, "{")) {
		read_export_list(sc, i, false);
	} else if (is(sc, i, "const") || is(sc, i, "let") || is(sc, i, "var")) {
		read_declaration(sc, i + 1);
	} else {
		i += is(sc, i, "async");
		if (is(sc, i, "function"))
			exported(sc, i + 1 + is(sc, i + 1, "*"));
	}
}

/* `.define({ table: "x", … })` with i at define, perhaps with type arguments. */
static void read_define(struct scanner *sc, size_t i)
{
	size_t depth = tokens_at(&sc->tokens, i)->depth;

	if (is(sc, i + 1, "<"))
		while (i + 1 < sc->tokens.count && !is(sc, i + 1, "(") && !is(sc, i + 1, "define"))
			i++;
	if (!is(sc, i + 1, "("))
		return;
	sc->out->uses_define |= !depth;
	if (sc->define_count == sc->define_most)
		sc->defines = arena_grow(sc->arena, sc->defines, sc->define_most++,
		                         sizeof(*sc->defines));
	sc->defines[sc->define_count++] = (struct define){
		i + 1, tokens_at(&sc->tokens, i + 1)->depth,
	};
}

/* Token i ends the defines that don't go on with it, or names the table of one: within its
 * brackets and braces. */
static void read_in_define(struct scanner *sc, size_t i)
{
	size_t depth = tokens_at(&sc->tokens, i)->depth;

	while (sc->define_count && i > sc->defines[sc->define_count - 1].open &&
	       depth <= sc->defines[sc->define_count - 1].depth)
		sc->define_count--;
	if (!is(sc, i, "table") || !is(sc, i + 1, ":"))
		return;
	/* Each is deeper than the one before it. */
	for (size_t k = sc->define_count; k-- > 0 && sc->defines[k].depth + 2 >= depth;)
		if (sc->defines[k].depth + 2 == depth && i > sc->defines[k].open)
			add_literal(sc, &sc->defined, i + 2);
}

/* A method call with i at the name behind its dot. */
static void read_call(struct scanner *sc, size_t i)
{
	bool named = is(sc, i, "get") || is(sc, i, "patch") || is(sc, i, "replace") ||
	             is(sc, i, "delete");

	if (is(sc, i, "define"))
		read_define(sc, i);
	if (!is(sc, i + 1, "("))
		return;
	/* db.patch("table", id, …): newer clients name the table first. */
	if (is(sc, i, "insert") || is(sc, i, "query") ||
	    (named && i > 1 && is(sc, i - 2, "db") && is(sc, i + 3, ",")))
		add_literal(sc, &sc->mentioned, i + 2);
}

void scan_source(struct scan *out, struct arena *arena, const char *text, size_t len)
{
	struct scanner sc = { .arena = arena, .out = out };
	const struct names *more = &sc.declared;

	*out = (struct scan){ .has_up = false };
	tokens_read(&sc.tokens, arena, text, len);
	for (size_t i = 0; i < sc.tokens.count; i++) {
		read_in_define(&sc, i);
		if (is(&sc, i, "export") && !tokens_at(&sc.tokens, i)->depth)
			read_export(&sc, i + 1);
		else if (is(&sc, i, ".") && tokens_at(&sc.tokens, i + 1)->kind == TOKEN_WORD)
			read_call(&sc, i + 1);
	}
	if (!sc.tables_declared)
		more = &sc.mentioned;
	out->tables = sc.defined;
	out->table = sc.defined.count ? sc.defined.items[0] : NULL;
	for (size_t i = 0; i < more->count; i++)
		names_add(&out->tables, arena, more->items[i]);
}
