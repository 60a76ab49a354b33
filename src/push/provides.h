/* provides.h - does the staged target have what a seal needs?
 *
 * Read as text: functions in the tree's modules, components in what esbuild bundles of its
 * convex.config. Nothing of the tree is evaluated, so some of it can't be told; what can't
 * counts as there, and the server has the last word before the first document. */
#ifndef CVX_PUSH_PROVIDES_H
#define CVX_PUSH_PROVIDES_H

#include "core/exchange.h"
#include "core/scan.h"
#include "push/bundle.h"
#include "push/file_set.h"

/* What the tree mounts. `app` and `functions` are folders from the top of the tree. */
int provides_read(struct mounted *out, const struct bundler *bundler,
                  const struct file_set *set, const char *app, const char *functions,
                  struct err *err) CVX_CHECK;

/* The first of the functions that the tree doesn't have, or NULL. One counts as there if
 * its module is and holds its name. */
int provides_functions(const char **missing, const struct file_set *set,
                       const char *functions, const struct names *needed, struct err *err)
	CVX_CHECK;

/* "aggregate" of "aggregate/btree:insert". */
const char *provides_mount(struct arena *arena, const char *component);

#endif
