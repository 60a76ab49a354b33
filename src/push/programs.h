/* programs.h - what of the app's packages is run here: the convex CLI and esbuild.
 *
 * Known by its real path, and run by that. Refused unless no branch could have brought it
 * along (git/repo.h, repo_brings()): these programs, and whatever package they load. Looked
 * at again before each start, for a checkout may come in between. */
#ifndef CVX_PUSH_PROGRAMS_H
#define CVX_PUSH_PROGRAMS_H

#include "push/tools.h"

struct programs {
	const char *convex;      /* the script that Node runs */
	const char *esbuild;
	bool esbuild_is_script;  /* it is for Node, too */
	struct names files;      /* real paths of what is run or loaded */
};

/* Find them as Node does, from the app's folder in the scratch tree. ERR_NOT_FOUND: one isn't
 * installed; ERR_UNSUPPORTED: a branch could have brought one along. */
int programs_find(struct programs *out, const struct tools *tools, struct err *err)
	CVX_CHECK;

/* Nothing of it has changed its place, or has come under git, since. */
int programs_check(const struct programs *programs, const struct tools *tools,
                   struct err *err) CVX_CHECK;

#endif
