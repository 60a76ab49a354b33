/* internal.h - what the three files that know libgit2 share. Nobody else includes it. */
#ifndef CVX_GIT_INTERNAL_H
#define CVX_GIT_INTERNAL_H

#include "git/repo.h"

#include <git2.h>

struct repo {
	git_repository *git;
	struct arena *arena;
	const char *worktree, *git_dir, *common_dir;
};

/* Fill err from what libgit2 said last; call it at once. Returns -1. */
int err_from_git(struct err *err, enum err_code code, const char *fmt, ...)
	CVX_PRINTF(3, 4);

const char *oid_hex(struct arena *arena, const git_oid *oid);
int oid_parse(git_oid *out, const char *hex, struct err *err) CVX_CHECK;

/* The tree of that id, or the folder of it; *out is NULL if it has no such folder. */
int tree_open(git_tree **out, struct repo *repo, const char *tree, const char *folder,
              struct err *err) CVX_CHECK;

/* The last "not found" was about a path in a tree, not about a missing object. */
bool path_not_found(int rc);

#endif
