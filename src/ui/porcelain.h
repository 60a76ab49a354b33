/* porcelain.h - results for scripts: a line per record, fields with tabs between them.
 *
 * The first line says which version of the format it is. Fields are only ever added, at the
 * end of a line; what isn't known is an empty one. Tabs and line ends in a text become blanks;
 * with -z lines end in NUL, and the ends of lines in texts stay. */
#ifndef CVX_UI_PORCELAIN_H
#define CVX_UI_PORCELAIN_H

#include "core/migration.h"
#include "ui/out.h"

#include <stdint.h>

struct porcelain {
	struct out *out;
	bool nul;            /* -z */
	struct buf line;
};

/* Prints "# version 1". */
void porcelain_begin(struct porcelain *p, struct out *out, bool nul);
/* A line "# <key> <value>", before all others; none if the value is NULL. */
void porcelain_header(struct porcelain *p, const char *key, const char *value);
/* NULL is an empty field. */
void porcelain_text(struct porcelain *p, const char *text);
/* Negative is an empty field. */
void porcelain_number(struct porcelain *p, int64_t number);
/* With commas between them. */
void porcelain_names(struct porcelain *p, const struct names *names);
/* Print the line. */
void porcelain_end(struct porcelain *p);

#endif
