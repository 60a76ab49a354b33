/* new_export.c - write a new migration in the module layout: two exports at the end. */
#include "app/disk.h"
#include "app/embedded.h"
#include "app/new_parts.h"
#include "base/buf.h"
#include "base/file.h"
#include "core/scan.h"

#include <ctype.h>
#include <string.h>

#define TEMPLATE "component/app/migration-export.txt"
#define IMPORT "import { migrations } from \"./migrate\";\n"

const char *new_export_name(struct arena *arena, const char *name, struct err *err)
{
	char *out = arena_alloc(arena, strlen(name) + 1);
	bool capital = false;
	size_t n = 0;

	for (const char *p = name; *p; p++) {
		if (*p == '-' || *p == ' ') {
			capital = n > 0;
		} else if (*p == '_' || isalnum((unsigned char)*p)) {
			out[n++] = capital ? (char)toupper((unsigned char)*p) : *p;
			capital = false;
		} else {
			n = 0;
			break;
		}
	}
	out[n] = '\0';
	if (n && !isdigit((unsigned char)out[0]) && !migration_id_problem(out))
		return out;
	err_set(err, ERR_USAGE, "an export can't be called '%s'", name);
	err_hint(err, "use letters, digits and '_', at most %d of them", MIGRATION_ID_MAX);
	return NULL;
}

/* What define() is called on: as the last migration has it. */
static const char *receiver_of(struct arena *arena, const char *text,
                               const struct scan_exports *all)
{
	const char *value = all->count ? text + all->items[all->count - 1].start : "";
	const char *dot = strstr(value, ".define");

	return all->count && dot ? arena_strndup(arena, value, (size_t)(dot - value))
	                         : "migrations";
}

static int check_names(const char *const names[2], const char *text,
                       const struct new_migration *wanted, const struct scan_exports *all,
                       struct err *err)
{
	for (size_t i = 0; i < all->count; i++) {
		const char *there = all->items[i].name, *name = names[0];
		size_t n = strlen(there);

		if (!strcmp(there, name) || !strcmp(there, names[1]))
			return err_set(err, ERR_DECISION, "'%s' exports '%s' already", wanted->module,
			               there);
		if (!strncmp(name, there, n) && !strcmp(name + n, wanted->down_suffix))
			return err_set(err, ERR_USAGE, "'%s' would be the reverse of '%s'", name, there);
	}
	if (scan_has_conflict_markers(text, strlen(text)))
		return err_set(err, ERR_DECISION, "'%s' holds conflict markers", wanted->module);
	return 0;
}

/* A file with the line ends of Windows keeps them. */
static void add_lines(struct buf *out, const char *lines, bool crlf)
{
	for (; *lines; lines++) {
		if (*lines == '\n' && crlf)
			buf_addc(out, '\r');
		buf_addc(out, *lines);
	}
}

/* Both are migrations of the text as it would be written: not in a comment that has no end. */
static int check_written(struct arena *arena, const char *const names[2],
                         const struct new_migration *wanted, const struct buf *whole,
                         struct err *err)
{
	struct scan_exports all;
	size_t found = 0;

	scan_exports(&all, arena, whole->text, whole->len);
	for (size_t i = 0; i < all.count; i++)
		found += !strcmp(all.items[i].name, names[0]) || !strcmp(all.items[i].name, names[1]);
	if (found == 2)
		return 0;
	err_set(err, ERR_UNSUPPORTED, "'%s' is written in a way that git-cvx can't add to: nothing "
	        "was changed", wanted->module);
	return err_hint(err, "add '%s' and '%s' to it by hand", names[0], names[1]);
}

int new_export_write(struct arena *arena, const struct new_migration *wanted, struct err *err)
{
	const char *path = arena_printf(arena, "%s/%s", wanted->worktree, wanted->module);
	const char *text, *table, *names[2];
	struct new_word words[] = { { "@NAME@", NULL }, { "@DOWN@", NULL }, { "@TABLE@", NULL },
	                            { "@MIGRATIONS@", NULL }, { NULL, NULL } };
	struct buf whole = BUF_INIT;
	struct scan_exports all;
	bool crlf;
	int rc;

	names[0] = new_export_name(arena, wanted->name, err);
	if (!names[0] || file_text(&text, arena, path, err) ||
	    new_table_choose(&table, arena, wanted, err))
		return -1;
	names[1] = arena_printf(arena, "%s%s", names[0], wanted->down_suffix);
	if (!text)
		text = IMPORT;
	scan_exports(&all, arena, text, strlen(text));
	if (check_names(names, text, wanted, &all, err))
		return -1;
	words[0].value = names[0];
	words[1].value = names[1];
	words[2].value = table;
	words[3].value = receiver_of(arena, text, &all);
	crlf = strstr(text, "\r\n") != NULL;
	buf_adds(&whole, text);
	if (*text && text[strlen(text) - 1] != '\n')
		add_lines(&whole, "\n", crlf);
	add_lines(&whole, new_template_fill(arena, embedded_find(TEMPLATE)->text, words), crlf);
	rc = check_written(arena, names, wanted, &whole, err) ||
	     disk_write(arena, path, whole.text, err) ? -1 : 0;
	buf_dispose(&whole);
	return rc;
}
