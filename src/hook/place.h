/* place.h - where the repository is, found as git finds it, without libgit2. */
#ifndef CVX_HOOK_PLACE_H
#define CVX_HOOK_PLACE_H

#include "base/mem.h"

#include <stdbool.h>

struct place {
	const char *worktree;      /* its top */
	const char *git_dir;       /* this worktree's own */
	const char *common_dir;    /* shared by all worktrees */
};

/* False if the current directory is in no work tree. */
bool place_find(struct place *out, struct arena *arena);

/* This clone uses git-cvx. */
bool place_is_enrolled(const struct place *place, struct arena *arena);

/* A run was begun and hasn't ended, on any deployment of this clone. */
bool place_has_journal(const struct place *place, struct arena *arena);

bool place_is_detached(const struct place *place, struct arena *arena);

/* HEAD is detached, and a rebase or bisect moves it about. */
bool place_is_passing(const struct place *place, struct arena *arena);

/* git is making commits anew. */
bool place_is_rebasing(const struct place *place, struct arena *arena);

/* No rebase is going on, or there is nothing left of it to do: then HEAD is on its branch
 * again, or will be in a moment. */
bool place_is_rebased(const struct place *place, struct arena *arena);

#endif
