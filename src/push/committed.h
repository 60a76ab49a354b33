/* committed.h - packages that are committed, where the app's are installed.
 *
 * Node takes what it runs from the node_modules of the app's folder and of those above it. No
 * commit may hold anything there, whatever it is called, link and submodule included. */
#ifndef CVX_PUSH_COMMITTED_H
#define CVX_PUSH_COMMITTED_H

#include "push/file_set.h"

/* The target holds none. ERR_UNSUPPORTED names the first. `app` is its folder from the top. */
int committed_in_tree(const struct file_set *set, const char *app, struct err *err) CVX_CHECK;
/* Nor what is checked out or staged. */
int committed_here(const struct tree_source *source, const char *app, struct err *err)
	CVX_CHECK;

#endif
