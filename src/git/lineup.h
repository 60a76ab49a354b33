/* lineup.h - the migrations that one tree holds, read from git. */
#ifndef CVX_GIT_LINEUP_H
#define CVX_GIT_LINEUP_H

#include "git/folders.h"

/* The lineup of the tree; its label is the caller's to set. Everything in it lives in the
 * repository's arena. ERR_CONFIG for a file that looks like a migration and can't be one.
 * Where the settings leave the layout open: files that export `up` in the migrations
 * folder are the directory layout; without such files, modules that export what define()
 * made are the module layout. */
int lineup_read(struct lineup *out, struct repo *repo, const char *tree,
                const struct folders *folders, struct err *err) CVX_CHECK;

struct lineup_past {
	const char *commit;
	const struct folders *folders;
	const struct lineup *lineup;   /* of the commit or its work tree: the modules to read */
};

/* Ids of all migrations that the commit or an ancestor of it ever held, for
 * plan_input.history; *out is NULL if the history isn't all there. Of modules those that
 * the lineup is from are read, and those called migrations. */
int lineup_history(const struct names **out, struct repo *repo,
                   const struct lineup_past *past, struct err *err) CVX_CHECK;

#endif
