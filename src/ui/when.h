/* when.h - times and spans for people. */
#ifndef CVX_UI_WHEN_H
#define CVX_UI_WHEN_H

#include "base/buf.h"

#include <stdint.h>

/* "2025-10-15 09:00" where the reader is; as many blanks if ms is negative. */
void when_add(struct buf *out, double ms);
/* "0.5 s", "3 min 20 s", "2 h 5 min". */
void when_add_span(struct buf *out, int64_t ms);

#endif
