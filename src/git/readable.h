/* readable.h - what of the work tree decides can be read.
 *
 * git passes over a folder that it can't open, as if it were empty, and libgit2 takes what was
 * tracked there for deleted: what isn't known then would be undone. */
#ifndef CVX_GIT_READABLE_H
#define CVX_GIT_READABLE_H

#include "git/repo.h"

/* Is the path, from the top of the work tree, there? ERR_IO if that can't be known. */
int readable_exists(bool *out, struct repo *repo, const char *path, struct err *err) CVX_CHECK;

/* ERR_IO, naming it, if the folder or any file or folder in it can't be read. Packages
 * (node_modules) aren't looked at, nor what links lead to. A folder that isn't there is fine. */
int readable_check(struct repo *repo, const char *folder, struct err *err) CVX_CHECK;

#endif
