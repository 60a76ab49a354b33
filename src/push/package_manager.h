/* package_manager.h - what the app's packages are installed with, so that what is suggested
 * can be typed as it stands. Known by the lock file; nothing is run. */
#ifndef CVX_PUSH_PACKAGE_MANAGER_H
#define CVX_PUSH_PACKAGE_MANAGER_H

#include "push/tools.h"

struct package_manager {
	const char *lock_file;
	const char *install;    /* "pnpm install" */
	const char *add;        /* "pnpm add": takes packages with versions */
};

/* By the nearest lock file, from the app's folder up to the top; npm where there is none. */
const struct package_manager *package_manager_of(const struct tools *tools);

#endif
