/* self.h - where the program that runs was found.
 *
 * Needs nothing but the C library, as git-cvx-hook asks, too. */
#ifndef CVX_BASE_SELF_H
#define CVX_BASE_SELF_H

#include <stddef.h>

/* The path of the file `name` beside the running program, links resolved. Returns `out`, or
 * NULL if the system doesn't say or it doesn't fit; whether there is such a file isn't looked
 * at. */
const char *self_neighbour(char *out, size_t size, const char *name);

#endif
