/* package.h - what the package.json of an installed package says.
 *
 * What isn't there is left out; a file that isn't JSON is an error, as it is for Node. */
#ifndef CVX_PUSH_PACKAGE_H
#define CVX_PUSH_PACKAGE_H

#include "base/err.h"
#include "core/migration.h"

struct package {
	const char *version;    /* NULL: none */
	const char *node;       /* the versions of Node that it runs on, ">=20.0.0"; NULL: any */
	const char *main;       /* program of the name asked for, from the folder; NULL: none */
	struct names needs;     /* dependencies, optional ones too */
	struct names peers;     /* what it uses if it is there */
};

/* Of the package in this folder, in the arena; `program`: which of its programs is asked for.
 * ERR_IO; ERR_UNSUPPORTED: its package.json is no JSON. */
int package_read(struct package *out, struct arena *arena, const char *folder,
                 const char *program, struct err *err) CVX_CHECK;

#endif
