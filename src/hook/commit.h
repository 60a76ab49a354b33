/* commit.h - how HEAD came to its commit: made by hand, or by something that brought changes
 * into the work tree. */
#ifndef CVX_HOOK_COMMIT_H
#define CVX_HOOK_COMMIT_H

#include "base/mem.h"

#include <stdbool.h>

/* The newest line of HEAD's reflog tells of `git commit`, also amended: the work tree is
 * what it was before. False for merges, picks and reverts, and where nothing is told. */
bool commit_is_ordinary(const char *git_dir, struct arena *arena);

/* A rebase has just moved HEAD to where it begins; one of patches has no other sign yet. */
bool commit_is_for_rebase(const char *git_dir, struct arena *arena);

/* More commits of a series of picks or reverts are to come. */
bool commit_is_followed(const char *git_dir, struct arena *arena);

#endif
