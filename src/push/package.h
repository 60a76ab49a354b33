/* package.h - what the package.json of an installed package says.
 *
 * It is data that a package manager has checked; what isn't there is left out. */
#ifndef CVX_PUSH_PACKAGE_H
#define CVX_PUSH_PACKAGE_H

#include "base/err.h"
#include "core/migration.h"

struct package {
	bool found;             /* the folder holds a package.json */
	const char *version;    /* NULL: none */
	const char *main;       /* program of the name asked for, from the folder; NULL: none */
	struct names needs;     /* dependencies, optional ones too */
	struct names peers;     /* what it uses if it is there */
};

/* Of the package in this folder; `program`: which of its programs is asked for. */
int package_read(struct package *out, struct arena *arena, const char *folder,
                 const char *program, struct err *err) CVX_CHECK;

#endif
