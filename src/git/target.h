/* target.h - what a deployment shall be brought in line with: the work tree or a commit.
 *
 * Two steps, because the settings that say where the app is (.cvx.ini) are read from the
 * tree they describe: target_of_*() finds the tree, target_load() reads the app in it. */
#ifndef CVX_GIT_TARGET_H
#define CVX_GIT_TARGET_H

#include "git/lineup.h"

struct target {
	bool is_worktree;
	const char *tree;
	const char *commit;    /* the work tree's is HEAD's; NULL if there is none */
	const char *branch;    /* NULL: HEAD is detached, or it isn't the work tree */
	const char *label;     /* "work tree", or as it was named; for messages */
	struct folders folders;
	struct lineup lineup;
};

/* The work tree. ERR_DECISION while the index has unmerged entries or git is in the
 * middle of something that will change the work tree again. */
int target_of_worktree(struct target *out, struct repo *repo, struct err *err) CVX_CHECK;

int target_of_revision(struct target *out, struct repo *repo, const char *spec,
                       struct err *err) CVX_CHECK;

/* Find the app in the target's tree and read its lineup. ERR_NO_APP if the tree is none
 * that data could be brought in line with: package.json, the functions folder or the
 * mounted component are missing, a file holds conflict markers, or the app isn't checked
 * out. The message is the one line that hooks print. */
int target_load(struct target *target, struct repo *repo, const struct app *app,
                struct err *err) CVX_CHECK;

#endif
