/* hook_line.h - our line in a hook that is committed: put in at the end, and taken out so
 * that the file is as it was, byte for byte. */
#ifndef CVX_APP_HOOK_LINE_H
#define CVX_APP_HOOK_LINE_H

#include "base/err.h"
#include "base/mem.h"

#include <stdbool.h>

/* `folder` is that of the hooks, as people write them. */
int hook_line_look(bool *out, struct arena *arena, const char *folder, const char *event,
                   struct err *err) CVX_CHECK;
/* Add it; a file that isn't there is made. Twice is once. */
int hook_line_add(struct arena *arena, const char *folder, const char *event,
                  struct err *err) CVX_CHECK;
/* Take it out; a file that was made for it goes. */
int hook_line_remove(struct arena *arena, const char *folder, const char *event,
                     struct err *err) CVX_CHECK;

#endif
