/* tree_diff.h - where two trees differ, for a message. */
#ifndef CVX_GIT_TREE_DIFF_H
#define CVX_GIT_TREE_DIFF_H

#include "git/repo.h"

/* The first path, of a file or of a folder that only one of them has, at which two trees
 * differ; NULL if they don't. `except` is a path that doesn't count, or NULL. */
int tree_diff_first(const char **path, struct repo *repo, const char *const trees[2],
                    const char *except, struct err *err) CVX_CHECK;

#endif
