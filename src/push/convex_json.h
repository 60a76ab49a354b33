/* convex_json.h - the CLI pushes the folder that we took for the functions, and no other.
 *
 * It reads convex.json by itself, and writes generated code into the folder that is named
 * there, wherever that is. */
#ifndef CVX_PUSH_CONVEX_JSON_H
#define CVX_PUSH_CONVEX_JSON_H

#include "push/file_set.h"

/* `app` and `functions` are folders from the top of the tree. ERR_CONFIG: the target's
 * convex.json names another one, or can't be read as the CLI reads it. */
int convex_json_check(const struct file_set *set, const char *app, const char *functions,
                      struct err *err) CVX_CHECK;

#endif
