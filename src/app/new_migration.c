/* new_migration.c - write a new migration: its id, its table, its file. */
#include "app/new_migration.h"

#include "app/disk.h"
#include "app/embedded.h"
#include "base/buf.h"
#include "core/token.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define STAMP_FORMAT "%Y%m%d_%H%M%S"
#define STAMP_LEN 15
#define NAME_MAX_LEN (MIGRATION_ID_MAX - STAMP_LEN - 1)
#define TEMPLATE "component/app/migration.ts"

/* ---- the name ---------------------------------------------------------------------- */

/* A capital begins a word, but within HTTPServer only the S does. */
static bool begins_word(const char *name, size_t i)
{
	if (!i || !isupper((unsigned char)name[i]))
		return false;
	return islower((unsigned char)name[i - 1]) || isdigit((unsigned char)name[i - 1]) ||
	       (isupper((unsigned char)name[i - 1]) && islower((unsigned char)name[i + 1]));
}

const char *new_migration_name(struct arena *arena, const char *name, struct err *err)
{
	char *out = arena_alloc(arena, 2 * strlen(name) + 1);
	size_t n = 0;

	for (size_t i = 0; name[i]; i++) {
		bool gap = strchr("_- ", name[i]) != NULL;

		if (!gap && ((unsigned char)name[i] > 127 || !isalnum((unsigned char)name[i]))) {
			err_set(err, ERR_USAGE, "a migration can't be called '%s'", name);
			err_hint(err, "use letters, digits, dashes and '_'");
			return NULL;
		}
		if ((gap || begins_word(name, i)) && n && out[n - 1] != '_')
			out[n++] = '_';
		if (!gap)
			out[n++] = (char)tolower((unsigned char)name[i]);
	}
	while (n && out[n - 1] == '_')
		out[--n] = '\0';
	if (!n)
		err_set(err, ERR_USAGE, "a migration needs a name with letters or digits");
	if (n > NAME_MAX_LEN)
		err_set(err, ERR_USAGE, "'%s' is %zu characters long, and a migration's name has "
		        "at most %d", out, n, NAME_MAX_LEN);
	return n && n <= NAME_MAX_LEN ? out : NULL;
}

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

void schema_tables(struct names *out, struct arena *arena, const char *text)
{
	struct tokens tokens;
	size_t i = 0, depth;

	*out = (struct names){ 0 };
	tokens_read(&tokens, arena, text, strlen(text));
	while (i < tokens.count && !(tokens_is(&tokens, i, "defineSchema") &&
	       tokens_is(&tokens, i + 1, "(") && tokens_is(&tokens, i + 2, "{")))
		i++;
	if (i >= tokens.count)
		return;
	i += 3;
	depth = tokens_at(&tokens, i - 1)->depth + 1;
	for (; i < tokens.count && tokens_at(&tokens, i)->depth >= depth; i++) {
		const char *name = tokens_at(&tokens, i)->depth == depth
		                   ? member(&tokens, i, arena) : NULL;

		if (name)
			names_add(out, arena, name);
	}
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

static int choose_table(const char **out, struct arena *arena,
                        const struct new_migration *wanted, struct err *err)
{
	const char *path = arena_printf(arena, "%s/%s/schema.ts", wanted->worktree,
	                                wanted->functions), *text;
	struct names tables;

	*out = wanted->table;
	if (*out)
		return is_table(*out) ? 0
		       : err_set(err, ERR_USAGE, "'%s' is no name of a table", *out);
	if (disk_read(&text, arena, path, err))
		return -1;
	schema_tables(&tables, arena, text ? text : "");
	if (tables.count != 1)
		return ask_for_table(&tables, err);
	*out = tables.items[0];
	return 0;
}

/* ---- the id and the file ----------------------------------------------------------- */

static bool is_taken(char **files, int count, const char *stamp)
{
	for (int i = 0; i < count; i++)
		if (!strncmp(files[i], stamp, STAMP_LEN))
			return true;
	return false;
}

/* A second of its own, so that ids sort in the order in which they were made. */
static const char *make_id(struct arena *arena, const char *folder, const char *name,
                           int64_t now_ms)
{
	time_t now = (time_t)(now_ms / 1000);
	char stamp[STAMP_LEN + 1], **files;
	int count = disk_list(&files, folder);
	struct tm tm;

	do {
		gmtime_r(&now, &tm);
		strftime(stamp, sizeof(stamp), STAMP_FORMAT, &tm);
		now++;
	} while (is_taken(files, count, stamp));
	for (int i = 0; i < count; i++)
		free(files[i]);
	free(files);
	return arena_printf(arena, "%s_%s", stamp, name);
}

static const char *fill_in(struct arena *arena, const char *id, const char *table)
{
	struct buf text = BUF_INIT;
	const char *p = embedded_find(TEMPLATE)->text, *copy;

	while (*p) {
		if (!strncmp(p, "@ID@", 4)) {
			buf_adds(&text, id);
			p += 4;
		} else if (!strncmp(p, "@TABLE@", 7)) {
			buf_adds(&text, table);
			p += 7;
		} else {
			buf_addc(&text, *p++);
		}
	}
	copy = arena_strdup(arena, text.text);
	buf_dispose(&text);
	return copy;
}

int new_migration_write(const char **path, struct arena *arena,
                        const struct new_migration *wanted, struct err *err)
{
	const char *name = new_migration_name(arena, wanted->name, err), *table, *id, *text;
	const char *functions = arena_printf(arena, "%s/%s", wanted->worktree,
	                                     wanted->functions);

	if (!name || disk_read(&text, arena, arena_printf(arena, "%s/migrate.ts", functions),
	    err))
		return -1;
	if (!text) {
		err_set(err, ERR_NO_APP, "'%s/migrate.ts' is missing, which migrations import",
		        wanted->functions);
		return err_hint(err, "git cvx init: writes it");
	}
	if (choose_table(&table, arena, wanted, err))
		return -1;
	id = make_id(arena, arena_printf(arena, "%s/migrations", functions), name,
	             wanted->now_ms);
	*path = arena_printf(arena, "%s/migrations/%s.ts", wanted->functions, id);
	return disk_create(arena, arena_printf(arena, "%s/%s", wanted->worktree, *path),
	                   fill_in(arena, id, table), err);
}
