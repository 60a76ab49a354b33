/* new_migration.c - write a new migration: its id, its table, its file. */
#include "app/new_migration.h"

#include "app/disk.h"
#include "app/embedded.h"
#include "app/new_parts.h"
#include "base/file.h"

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

/* ---- the id and the file ----------------------------------------------------------- */

static bool is_taken(char **files, int count, const char *stamp)
{
	for (int i = 0; i < count; i++)
		if (!strncmp(files[i], stamp, STAMP_LEN))
			return true;
	return false;
}

/* A second of its own, so that ids sort in the order in which they were made. */
static int make_stamp(const char **out, struct arena *arena, const char *folder, int64_t now_ms,
                      struct err *err)
{
	time_t now = (time_t)(now_ms / 1000);
	char stamp[STAMP_LEN + 1], **files;
	int count = disk_list(&files, folder);
	struct tm tm;

	if (count < 0)
		return err_errno(err, "cannot read the folder '%s'", folder);
	do {
		gmtime_r(&now, &tm);
		strftime(stamp, sizeof(stamp), STAMP_FORMAT, &tm);
		now++;
	} while (is_taken(files, count, stamp));
	for (int i = 0; i < count; i++)
		free(files[i]);
	free(files);
	*out = arena_strdup(arena, stamp);
	return 0;
}

int new_migration_write(const char **path, struct arena *arena,
                        const struct new_migration *wanted, struct err *err)
{
	const char *name, *table, *id, *stamp = NULL, *text;
	const char *functions = arena_printf(arena, "%s/%s", wanted->worktree,
	                                     wanted->functions);
	struct new_word words[] = { { "@ID@", NULL }, { "@TABLE@", NULL }, { NULL, NULL } };

	*path = wanted->module;
	if (wanted->module)
		return new_export_write(arena, wanted, err);
	name = new_migration_name(arena, wanted->name, err);
	if (!name || file_text(&text, arena, arena_printf(arena, "%s/migrate.ts", functions),
	    err))
		return -1;
	if (!text)
		return err_set(err, ERR_NO_APP, "'%s/migrate.ts' is missing, which migrations import",
		               wanted->functions);
	if (new_table_choose(&table, arena, wanted, err) ||
	    make_stamp(&stamp, arena, arena_printf(arena, "%s/migrations", functions),
	               wanted->now_ms, err))
		return -1;
	id = arena_printf(arena, "%s_%s", stamp, name);
	words[0].value = id;
	words[1].value = table;
	*path = arena_printf(arena, "%s/migrations/%s.ts", wanted->functions, id);
	return disk_create(arena, arena_printf(arena, "%s/%s", wanted->worktree, *path),
	                   new_template_fill(arena, embedded_find(TEMPLATE)->text, words), err);
}
