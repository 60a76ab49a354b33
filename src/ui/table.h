/* table.h - rows in columns that are aligned, cut to the terminal's width, in colour.
 *
 * Texts are borrowed and live as long as the table; the arena holds the rows. */
#ifndef CVX_UI_TABLE_H
#define CVX_UI_TABLE_H

#include "base/mem.h"
#include "ui/out.h"

#define TABLE_COLUMNS 6

struct table_row {
	/* NULL is empty. A column that is empty in every row takes no room. */
	const char *cells[TABLE_COLUMNS];
	enum out_tone tones[TABLE_COLUMNS];
	bool spans;               /* its last cell doesn't widen the column */
	const char *below;        /* a line of its own beneath it, indented; NULL: none */
};

struct table {
	struct arena *arena;
	const char *indent;       /* before each row */
	bool wraps;               /* the last cell, in no colour, goes on below itself instead of
	                           * being cut */
	struct table_row *rows;
	size_t count;
};

/* A new row, to be filled in; good until the next one is added. */
struct table_row *table_add(struct table *table);

/* On a terminal nothing is wider than it. */
void table_print(struct out *out, const struct table *table);

#endif
