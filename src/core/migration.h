/* migration.h - what a migration is, and the ordered set of them that one tree holds.
 *
 * Pure values; they live in an arena that the caller owns. Nothing here reads files. */
#ifndef CVX_CORE_MIGRATION_H
#define CVX_CORE_MIGRATION_H

#include "base/err.h"
#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>

/* A path component is at most 64 bytes on the server, and ".js" counts. */
#define MIGRATION_ID_MAX 61

/* Callers may read the list and fill it; names_add() alone leaves out doubles. */
struct names {
	const char **items;
	size_t count;
	struct names_index *index;   /* names.c's own; NULL at first */
};

struct migration {
	const char *id;
	const char *file;        /* path in the tree: "convex/migrations/<id>.ts" */
	const char *source;      /* source identity: blob id of the file, or in the module
	                          * layout of the export's tokens; 40 hex digits */
	const char *table;       /* NULL if the scanner found none */
	struct names tables;     /* every table it touches, `table` first */
	const char *description; /* NULL if it has none */
	const char *up_path;     /* function path: "migrations/<id>:up", "migrations:<id>" */
	const char *down_path;   /* NULL if it has no down */
	bool is_stub;            /* its up does nothing yet, and git doesn't know the file */
};

/* The migrations of one tree, in the order in which they run: bytewise by id, or in the
 * module layout as the module has them. */
struct lineup {
	struct migration *items;
	size_t count;
	const char *label;       /* "work tree", "main", "1a2b3c4": for messages */
	const char *down_suffix; /* the reverse of X is X plus this; NULL: directory layout */
};

/* NULL if id is one: [A-Za-z0-9_]{1,61}. Otherwise what is wrong with it, static text. */
const char *migration_id_problem(const char *id);

/* The migration that file name (without folder) declares, or why it isn't one:
 * MIGRATION_FILE_SKIP for `_x.ts`, `index.ts`, `x.test.ts`, `x.d.ts` and other kinds of
 * files; MIGRATION_FILE_BAD for a .ts/.js file whose stem is no valid id. */
enum migration_file { MIGRATION_FILE_OK, MIGRATION_FILE_SKIP, MIGRATION_FILE_BAD };
enum migration_file migration_file_kind(const char *name, size_t *stem_len);

const struct migration *lineup_find(const struct lineup *lineup, const char *id);

/* `id` isn't later than `last`, both being in the lineup. */
bool lineup_reaches(const struct lineup *lineup, const char *id, const char *last);

/* Sort by id, in the directory layout. Two files for one id (a.ts and a.js) fail, naming
 * both. */
int lineup_sort(struct lineup *lineup, struct err *err) CVX_CHECK;

bool names_contain(const struct names *names, const char *name);
/* Unless it is among them; NULL is no name, and adds none. */
void names_add(struct names *names, struct arena *arena, const char *name);
/* As one text with blanks between them, NULL if there are none; and back. */
const char *names_join(const struct names *names, struct arena *arena);
struct names names_split(const char *text, struct arena *arena);
/* A sorted copy of the list, and whether such a copy holds a name: for many questions. */
struct names names_sorted(const struct names *names, struct arena *arena);
bool names_find(const struct names *sorted, const char *name);
/* True if the two lists share a name. */
bool names_overlap(const struct names *a, const struct names *b);

#endif
