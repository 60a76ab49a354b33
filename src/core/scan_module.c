/* scan_module.c - the migrations that one module exports. */
#include "core/scan.h"

#include "base/buf.h"
#include "core/token.h"

#include <stdlib.h>
#include <string.h>

struct module {
	struct tokens tokens;
	struct arena *arena;
	struct scan_exports *out;
	struct scan_export **private;   /* sorted by what they are called here: locals */
	const char **locals;
	size_t private_count;
};

static bool is(const struct module *m, size_t i, const char *word_or_mark)
{
	return tokens_is(&m->tokens, i, word_or_mark);
}

static const struct token *at(const struct module *m, size_t i)
{
	return tokens_at(&m->tokens, i);
}

/* The index of the bracket that closes the one at i, or the number of tokens. */
static size_t closing(const struct module *m, size_t i)
{
	size_t depth = at(m, i)->depth;

	for (i++; i < m->tokens.count && at(m, i)->depth > depth; i++)
		;
	return i;
}

/* The `(` of the `.define(` that the value at i is, or 0. */
static size_t find_define(const struct module *m, size_t i)
{
	if (at(m, i)->kind != TOKEN_WORD)
		return 0;
	for (i++; i < m->tokens.count && !at(m, i)->depth; i += 2) {
		if (is(m, i, "(") && at(m, closing(m, i))->kind == TOKEN_MARK)
			i = closing(m, i) + 1;
		if (!is(m, i, ".") || at(m, i + 1)->kind != TOKEN_WORD)
			return 0;
		if (!is(m, i + 1, "define"))
			continue;
		i += 2;
		if (is(m, i, "<"))
			while (i < m->tokens.count && !is(m, i, "(") && !is(m, i, "define"))
				i++;
		return is(m, i, "(") && is(m, i + 1, "{") ? i : 0;
	}
	return 0;
}

/* Others define workflows and what not: a migration says what is done to a document. */
static bool has_migrate_one(const struct module *m, size_t open)
{
	size_t end = closing(m, open), depth = at(m, open)->depth + 2;

	for (size_t i = open; i < end; i++)
		if (at(m, i)->depth == depth && is(m, i, "migrateOne") &&
		    (is(m, i + 1, ":") || is(m, i + 1, "(") || is(m, i + 1, ",") ||
		     is(m, i + 1, "}")))
			return true;
	return false;
}

/* A comma before a closing bracket is a formatter's, and so are quotes. */
static void add_token(struct buf *out, const struct module *m, size_t i)
{
	const struct token *t = at(m, i);
	const char *value = t->kind == TOKEN_STRING ? tokens_value(&m->tokens, i, m->arena) : NULL;

	if (is(m, i, ",") && (is(m, i + 1, "}") || is(m, i + 1, ")") || is(m, i + 1, "]")))
		return;
	if (value)
		buf_addf(out, "\"%s", value);
	else
		for (size_t k = t->start; k < t->start + t->len; k++)
			if (m->tokens.text[k] != '\r')
				buf_addc(out, m->tokens.text[k]);
	buf_addc(out, '\n');
}

static void take(struct module *m, size_t name, size_t value, size_t open)
{
	size_t end = closing(m, open);
	struct scan_exports *all = m->out;
	struct buf tokens = BUF_INIT;
	struct scan_export *e;

	all->items = arena_grow(m->arena, all->items, all->count, sizeof(*e));
	e = &all->items[all->count++];
	*e = (struct scan_export){
		.name = tokens_value(&m->tokens, name, m->arena),
		.start = at(m, value)->start,
		.is_exported = name >= 2 && is(m, name - 2, "export"),
	};
	e->len = at(m, end)->start + at(m, end)->len - e->start;
	for (size_t i = value; i <= end; i++) {
		add_token(&tokens, m, i);
		e->is_blank |= is(m, i, "{") && is(m, i + 1, "}") && is(m, i - 1, ">");
	}
	e->tokens = arena_strdup(m->arena, tokens.text);
	buf_dispose(&tokens);
}

static bool is_declaration(const struct module *m, size_t i)
{
	return !at(m, i)->depth && (is(m, i, "const") || is(m, i, "let") || is(m, i, "var"));
}

/* The value of the declarator whose name is at i starts behind its `=`. */
static size_t value_of(const struct module *m, size_t i)
{
	for (i++; i < m->tokens.count && !is(m, i, ";") && !is(m, i, "export") &&
	     !is_declaration(m, i); i++)
		if (!at(m, i)->depth && is(m, i, "=") && !is(m, i + 1, ">"))
			return i + 1;
	return m->tokens.count;
}

/* `const a = …`, with i at const. */
static void read_const(struct module *m, size_t i)
{
	size_t value = value_of(m, i + 1), open;

	if (at(m, i + 1)->kind != TOKEN_WORD)
		return;
	open = find_define(m, value);
	if (open && at(m, closing(m, open))->kind == TOKEN_MARK && has_migrate_one(m, open))
		take(m, i + 1, value, open);
}

static int by_name(const void *a, const void *b)
{
	const struct scan_export *const *x = a, *const *y = b;
	int order = strcmp((*x)->name, (*y)->name);

	/* As in the file: in one array they are in its order. */
	return order ? order : (*x > *y) - (*x < *y);
}

/* Those that aren't exported where they are declared, each name once. */
static void find_private(struct module *m)
{
	struct scan_exports *all = m->out;
	size_t kept = 0;

	m->private = arena_alloc(m->arena, (all->count + 1) * sizeof(*m->private));
	for (size_t i = 0; i < all->count; i++)
		if (!all->items[i].is_exported)
			m->private[m->private_count++] = &all->items[i];
	if (m->private_count)
		qsort(m->private, m->private_count, sizeof(*m->private), by_name);
	for (size_t i = 0; i < m->private_count; i++)
		if (!kept || strcmp(m->private[kept - 1]->name, m->private[i]->name) != 0)
			m->private[kept++] = m->private[i];
	m->private_count = kept;
	m->locals = arena_alloc(m->arena, (kept + 1) * sizeof(*m->locals));
	for (size_t i = 0; i < kept; i++)
		m->locals[i] = m->private[i]->name;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void export_as(struct module *m, const char *local, const char *name)
{
	const char **found = bsearch(&local, m->locals, m->private_count, sizeof(*m->locals),
	                             by_text);
	struct scan_export *e = found ? m->private[found - m->locals] : NULL;

	if (!e || e->is_exported)
		return;
	e->name = name;
	e->is_exported = true;
}

/* `export { a, b as c }` with i at the bracket. */
static void read_list(struct module *m, size_t i)
{
	size_t end = closing(m, i);

	if (is(m, end + 1, "from"))
		return;
	for (i++; i < end; i++) {
		const char *local = at(m, i)->kind == TOKEN_WORD
		                    ? tokens_value(&m->tokens, i, m->arena) : NULL;
		const char *name = local;

		if (local && is(m, i + 1, "as"))
			name = tokens_value(&m->tokens, i += 2, m->arena);
		if (local && name)
			export_as(m, local, name);
	}
}

static void drop_private(struct scan_exports *all)
{
	size_t kept = 0;

	for (size_t i = 0; i < all->count; i++)
		if (all->items[i].is_exported)
			all->items[kept++] = all->items[i];
	all->count = kept;
}

void scan_exports(struct scan_exports *out, struct arena *arena, const char *text, size_t len)
{
	struct module m = { .arena = arena, .out = out };

	*out = (struct scan_exports){ NULL, 0 };
	tokens_read(&m.tokens, arena, text, len);
	for (size_t i = 0; i < m.tokens.count; i++)
		if (is_declaration(&m, i))
			read_const(&m, i);
	find_private(&m);
	for (size_t i = 0; i < m.tokens.count; i++)
		if (!at(&m, i)->depth && is(&m, i, "export") && is(&m, i + 1, "{"))
			read_list(&m, i + 1);
	drop_private(out);
}

void scan_mark_pure(struct buf *out, const char *text, size_t len)
{
	struct arena arena = { 0 };
	struct module m = { .arena = &arena };
	size_t done = 0;

	tokens_read(&m.tokens, &arena, text, len);
	for (size_t i = 0; i < m.tokens.count; i++) {
		size_t value, start;

		if (at(&m, i)->depth || !is(&m, i, "export") || !is(&m, i + 1, "const"))
			continue;
		value = value_of(&m, i + 2);
		start = at(&m, value)->start;
		if (at(&m, value)->kind != TOKEN_WORD || start < done)
			continue;
		buf_add(out, text + done, start - done);
		buf_adds(out, "/* @__PURE__ */ ");
		done = start;
	}
	buf_add(out, text + done, len - done);
	arena_dispose(&arena);
}
