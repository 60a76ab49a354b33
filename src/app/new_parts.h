/* new_parts.h - what both layouts need to write a migration; between new_*.c only. */
#ifndef CVX_APP_NEW_PARTS_H
#define CVX_APP_NEW_PARTS_H

#include "app/new_migration.h"

/* The table that is wanted, checked against the schema, or the schema's only one. */
int new_table_choose(const char **out, struct arena *arena,
                     const struct new_migration *wanted, struct err *err) CVX_CHECK;

/* A word of a template and what takes its place; a list ends with { NULL, NULL }. */
struct new_word {
	const char *word, *value;
};

const char *new_template_fill(struct arena *arena, const char *text,
                              const struct new_word *words);

/* The module layout: put an export and its reverse at the end of wanted->module. */
int new_export_write(struct arena *arena, const struct new_migration *wanted,
                     struct err *err) CVX_CHECK;

#endif
