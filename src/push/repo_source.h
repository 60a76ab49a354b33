/* repo_source.h - a tree of the repository as what a push is made of. */
#ifndef CVX_PUSH_REPO_SOURCE_H
#define CVX_PUSH_REPO_SOURCE_H

#include "git/repo.h"
#include "push/file_set.h"

struct repo_source {
	struct repo *repo;
	const char *tree;        /* id */
	bool is_snapshot;        /* of the work tree: files that it lacks are ignored ones */
};

/* `source` has to outlive the result. */
struct tree_source repo_source(const struct repo_source *source);

#endif
