/* stage.h - the scratch tree of one deployment: <common dir>/cvx/stage/<name>/.
 *
 *   lock       flock'ed as long as the stage is open or a child of it lives
 *   manifest   what tree/ holds: path, mode, blob id, size and time of each file
 *   tree/      the files, real ones; node_modules linked package by package
 *   scratch/   small files of ours: shims, bundles, the env file
 *
 * It owns that folder and nothing else: the work tree is only looked at. */
#ifndef CVX_PUSH_STAGE_H
#define CVX_PUSH_STAGE_H

#include "push/file_set.h"

#include "core/migration.h"

struct stage;

/* Create it if need be and take its lock. ERR_BUSY if somebody else holds it. */
int stage_open(struct stage **out, const char *common_dir, const char *name,
               struct err *err) CVX_CHECK;
void stage_close(struct stage *stage);

const char *stage_tree(const struct stage *stage);
const char *stage_scratch(const struct stage *stage);
int stage_lock_fd(const struct stage *stage);

/* Make tree/ hold exactly the files of the set: what is equal isn't touched, what is not
 * in it is removed (folders node_modules and _generated stay). Symbolic links that leave the
 * tree, or lead to packages, are left out (links.h). */
int stage_sync(struct stage *stage, const struct file_set *set, struct err *err) CVX_CHECK;

/* Link the packages that are installed in the work tree: one link for each, so that the
 * packages of a workspace, which are links into the repository, are the scratch tree's
 * own. Done beside each package.json of the set and in the `app` folder. */
int stage_link_packages(struct stage *stage, const struct file_set *set,
                        const char *worktree, const char *app, struct err *err) CVX_CHECK;

/* Put the two modules of `functions`/_generated that code imports where the tree holds
 * none. */
int stage_write_generated(struct stage *stage, const char *functions, struct err *err)
	CVX_CHECK;

/* Sentences worth showing: files inside the functions folder of the work tree that git
 * ignores and that therefore aren't pushed, links that were left out, lock files that
 * differ from the work tree's, of which node_modules was made. */
int stage_warnings(struct names *out, const struct file_set *set, const char *worktree,
                   const char *functions, struct err *err) CVX_CHECK;

#endif
