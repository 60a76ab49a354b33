/* printable.h - text that other people wrote, made fit for a terminal. */
#ifndef CVX_BASE_PRINTABLE_H
#define CVX_BASE_PRINTABLE_H

#include "base/buf.h"

/* Put '?' in the place of control characters but tab and line end, of characters that turn
 * the text around or end a line unseen, and of bytes that are no UTF-8. */
void printable(struct buf *text);

#endif
