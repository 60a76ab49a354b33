/* convex_config.h - edit a convex.config.ts as text: mount what git-cvx needs.
 *
 * Pure: text in, text out. Whole lines are added and taken away, in the file's own style
 * (quotes, semicolons, line ends), so that unmounting gives back the bytes there were. */
#ifndef CVX_APP_CONVEX_CONFIG_H
#define CVX_APP_CONVEX_CONFIG_H

#include "base/buf.h"
#include "base/err.h"

/* What is mounted: our component and the official migrations component. */
#define CONVEX_CONFIG_CVX "./cvx/convex.config"
#define CONVEX_CONFIG_MIGRATIONS "@convex-dev/migrations/convex.config"

/* Mount both where they aren't. text NULL: there is no file yet. *out is equal to text if
 * both are mounted. ERR_UNSUPPORTED, with the lines to add by hand, if the file is
 * written in a way that can't be edited safely: what comes out is read again, and has to say
 * that the component is mounted. */
int convex_config_mount(struct buf *out, const char *text, struct err *err) CVX_CHECK;

/* Take out the lines that convex_config_mount() adds for one of them; *out must be empty. All of
 * them, or none if one was changed or the component is used elsewhere in the text: then *out is
 * equal to text. *removed says which. */
void convex_config_unmount(struct buf *out, const char *text, const char *path,
                           bool *removed);

/* The text has the component's path in some import, mounted or not. */
bool convex_config_names(const char *text, const char *path);

#endif
