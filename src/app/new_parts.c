/* new_parts.c - what both layouts need to write a migration: a table, a template. */
#include "app/new_parts.h"

#include "base/buf.h"
#include "base/file.h"
#include "core/token.h"

#include <ctype.h>
#include <string.h>

/* ---- the table --------------------------------------------------------------------- */

/* Token i begins a member of the object literal that it is in. */
static const char *member(const struct tokens *t, size_t i, struct arena *arena)
{
	enum token_kind kind = tokens_at(t, i)->kind;

	if (!tokens_is(t, i - 1, "{") && !tokens_is(t, i - 1, ","))
		return NULL;
	if (kind != TOKEN_WORD && kind != TOKEN_STRING)
		return NULL;
	/* `users,` is short for `users: users,`. */
	return tokens_is(t, i + 1, ":") || tokens_is(t, i + 1, ",") || tokens_is(t, i + 1, "}")
	       ? tokens_value(t, i, arena) : NULL;
}

bool schema_tables(struct names *out, struct arena *arena, const char *text)
{
	struct tokens tokens;
	size_t i = 0, depth;
	bool all = true;

	*out = (struct names){ 0 };
	tokens_read(&tokens, arena, text, strlen(text));
	while (i < tokens.count && !(tokens_is(&tokens, i, "defineSchema") &&
	       tokens_is(&tokens, i + 1, "(") && tokens_is(&tokens, i + 2, "{")))
		i++;
	if (i >= tokens.count)
		return false;
	i += 3;
	depth = tokens_at(&tokens, i - 1)->depth + 1;
	for (; i < tokens.count && tokens_at(&tokens, i)->depth >= depth; i++) {
		const char *name = tokens_at(&tokens, i)->depth == depth
		                   ? member(&tokens, i, arena) : NULL;

		if (name)
			names_add(out, arena, name);
		/* `...authTables`; the dots of `}).index(…)` come behind something. */
		if (tokens_at(&tokens, i)->depth == depth && tokens_is(&tokens, i, ".") &&
		    (tokens_is(&tokens, i - 1, "{") || tokens_is(&tokens, i - 1, ",")))
			all = false;
	}
	return all;
}

static bool is_table(const char *name)
{
	if (!isalpha((unsigned char)*name))
		return false;
	for (; *name; name++)
		if (!isalnum((unsigned char)*name) && *name != '_')
			return false;
	return true;
}

static int ask_for_table(const struct names *tables, struct err *err)
{
	err_set(err, ERR_USAGE, "which table does it change?");
	for (size_t i = 0; i < tables->count; i++)
		err_hint(err, "--table %s", tables->items[i]);
	return tables->count ? -1 : err_hint(err, "say it with --table; the schema names none");
}

static int refuse_table(const char *table, const struct names *tables, struct err *err)
{
	err_set(err, ERR_USAGE, "the schema has no table '%s'", table);
	for (size_t i = 0; i < tables->count; i++)
		err_hint(err, "--table %s", tables->items[i]);
	return err_hint(err, "--force: the schema will have it");
}

int new_table_choose(const char **out, struct arena *arena,
                     const struct new_migration *wanted, struct err *err)
{
	const char *path = arena_printf(arena, "%s/%s/schema.ts", wanted->worktree,
	                                wanted->functions), *text;
	struct names tables;
	bool all;

	if (file_text(&text, arena, path, err))
		return -1;
	all = schema_tables(&tables, arena, text ? text : "");
	*out = wanted->table;
	if (*out && !is_table(*out))
		return err_set(err, ERR_USAGE, "'%s' is no name of a table", *out);
	if (*out)
		return all && !wanted->force && !names_contain(&tables, *out)
		       ? refuse_table(*out, &tables, err) : 0;
	if (tables.count != 1)
		return ask_for_table(&tables, err);
	*out = tables.items[0];
	return 0;
}

/* ---- templates --------------------------------------------------------------------- */

const char *new_template_fill(struct arena *arena, const char *text,
                              const struct new_word *words)
{
	struct buf out = BUF_INIT;
	const char *copy;

	while (*text) {
		const struct new_word *w = words;

		while (w->word && strncmp(text, w->word, strlen(w->word)))
			w++;
		if (w->word) {
			buf_adds(&out, w->value);
			text += strlen(w->word);
		} else {
			buf_addc(&out, *text++);
		}
	}
	copy = arena_strdup(arena, out.text);
	buf_dispose(&out);
	return copy;
}
