/* porcelain.h - results for scripts: a line per record, fields with tabs between them.
 *
 * The first line says which version of the format it is. Fields are only ever added, at the
 * end of a line; what isn't known is an empty one. Tabs and line ends in a text become blanks;
 * with -z lines end in NUL, and the ends of lines in texts stay. */
#ifndef CVX_UI_PORCELAIN_H
#define CVX_UI_PORCELAIN_H

#include "ui/out.h"

#include <stdint.h>

struct porcelain {
	struct out *out;
	bool nul;            /* -z */
	struct buf line;
};

/* Prints "# version 1". */
void porcelain_begin(struct porcelain *p, struct out *out, bool nul);
/* NULL is an empty field. */
void porcelain_text(struct porcelain *p, const char *text);
/* Negative is an empty field. */
void porcelain_number(struct porcelain *p, int64_t number);
/* Print the line. */
void porcelain_end(struct porcelain *p);

#endif
