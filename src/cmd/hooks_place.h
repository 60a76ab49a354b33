/* hooks_place.h - where git runs this repository's hooks from, and whose folder that is. */
#ifndef CVX_CMD_HOOKS_PLACE_H
#define CVX_CMD_HOOKS_PLACE_H

#include "cmd/context.h"

enum hooks_place {
	HOOKS_OWN,         /* a folder of this repository's git dir; made if it isn't there */
	HOOKS_COMMITTED,   /* core.hooksPath, within the work tree */
	HOOKS_HUSKY,       /* the same, of husky; it may not be there yet */
	HOOKS_SHARED,      /* core.hooksPath, outside: other repositories use it, too */
	HOOKS_NOWHERE,     /* core.hooksPath names no folder: git runs none */
};

struct hooks_folder {
	enum hooks_place place;
	const char *path;        /* absolute */
	const char *lines;       /* committed: the folder of the hooks as people write them; or NULL */
};

/* As git itself says, which knows every way to name it. */
int hooks_place_find(struct hooks_folder *out, struct context *ctx, struct err *err)
	CVX_CHECK;

/* The git command after which git runs hooks of this repository again, where core.hooksPath
 * names no folder. */
int hooks_place_way_out(const char **command, struct context *ctx, struct err *err)
	CVX_CHECK;

#endif
