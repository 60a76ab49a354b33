/* hook_makers.h - programs that write git hooks: what they do with one that they find, and which
 * of them wrote one. Reads files, and changes none. */
#ifndef CVX_APP_HOOK_MAKERS_H
#define CVX_APP_HOOK_MAKERS_H

#include "base/mem.h"

#include <stdbool.h>

/* Whether both files are the work of one known program, which writes its own hooks anew
 * whatever is in them. */
bool hook_makers_same(struct arena *arena, const char *path, const char *other);

/* Where such a program has put our hook when it wrote its own as `path`; NULL: nowhere. */
const char *hook_makers_aside(struct arena *arena, const char *path);

#endif
