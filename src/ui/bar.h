/* bar.h - how far a migration has come: a bar, documents, their rate, the time that is left.
 *
 * Pure text. A total is what the table held when somebody counted: it may have grown, and a
 * migration may visit a part of it only, so a bar is never full before the end. */
#ifndef CVX_UI_BAR_H
#define CVX_UI_BAR_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

struct bar {
	const char *what;     /* "running 'x'" */
	int64_t done;         /* documents */
	int64_t total;        /* negative: not known */
	int64_t first;        /* those that were done before it was looked at */
	int64_t elapsed_ms;   /* since then */
};

/* For a terminal of so many columns. What is too long is cut, what is least needed left out. */
void bar_line(struct buf *line, const struct bar *bar, int columns, bool unicode);
/* For a line that stays. */
void bar_words(struct buf *line, const struct bar *bar);

#endif
