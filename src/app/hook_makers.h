/* hook_makers.h - programs that write git hooks: what they do with one that they find, and which
 * of them wrote one. Reads files, and changes none. */
#ifndef CVX_APP_HOOK_MAKERS_H
#define CVX_APP_HOOK_MAKERS_H

#include "base/err.h"
#include "base/mem.h"

#include <stdbool.h>

/* Whether both files are the work of one known program, which writes its own hooks anew
 * whatever is in them. ERR_IO if one can't be read. */
int hook_makers_same(bool *out, struct arena *arena, const char *path, const char *other,
                     struct err *err) CVX_CHECK;

/* Where such a program has put our hook when it wrote its own as `path`; NULL: nowhere. ERR_IO
 * if that can't be found out. */
int hook_makers_aside(const char **out, struct arena *arena, const char *path,
                      struct err *err) CVX_CHECK;

#endif
