/* fit.h - as much of a text as fits into some columns. */
#ifndef CVX_UI_FIT_H
#define CVX_UI_FIT_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* Wide enough for everything: where no terminal cuts lines. */
#define FIT_ALL ((size_t)1 << 20)

enum fit_how { FIT_CUT_END, FIT_CUT_MIDDLE };

/* Add the text, or as much of it as fits into `most` columns: what is left out is marked by
 * "..", or by an ellipsis if unicode. From the middle of an id its time and its last words
 * stay. */
void fit_add(struct buf *out, const char *text, size_t most, enum fit_how how, bool unicode);
/* The same, filled up with blanks to `most`. */
void fit_pad(struct buf *out, const char *text, size_t most, enum fit_how how, bool unicode);

#endif
