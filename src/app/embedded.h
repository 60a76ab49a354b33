/* embedded.h - files of this repository that the program carries along: our Convex
 * component, what `init` and `new` write, and the hooks. */
#ifndef CVX_APP_EMBEDDED_H
#define CVX_APP_EMBEDDED_H

#include <stddef.h>

struct embedded_file {
	const char *path;    /* in this repository: "component/cvx/ledger.ts" */
	const char *text;    /* ends in NUL */
	size_t len;
};

extern const struct embedded_file embedded_files[];
extern const size_t embedded_count;

/* The file of that path, or NULL. */
const struct embedded_file *embedded_find(const char *path);

/* What comes behind `folder` in the file's path ("ledger.ts" for "component/cvx/"), or
 * NULL if the file isn't below it. */
const char *embedded_below(const struct embedded_file *file, const char *folder);

#endif
