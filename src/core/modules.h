/* modules.h - paths in which packages lie: which folders are called node_modules.
 *
 * Some file systems take names for equal that differ in capital and small letters, or in
 * characters that don't show. What may be the same name anywhere counts as the same. */
#ifndef CVX_CORE_MODULES_H
#define CVX_CORE_MODULES_H

#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>

/* Some file system opens the one by the name of the other; both are parts of paths. */
bool names_may_be_same(const char *a, size_t a_len, const char *b, size_t b_len);

/* The text without what such file systems overlook: equal for paths that may be the same. */
const char *names_key(struct arena *arena, const char *path);

/* Behind the first part of the path that may be node_modules: at its '/', or at the end of
 * the text; NULL if there is none. */
const char *modules_end(const char *path);

/* The path holds a node_modules of `folder` or of one of the folders above it, or is one of
 * these folders itself, which then is none. */
bool modules_serve(const char *path, const char *folder);

#endif
