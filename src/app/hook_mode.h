/* hook_mode.h - modes of the files and folders that we make in a git dir: those that the
 * user's umask leaves, changed as core.sharedRepository says. */
#ifndef CVX_APP_HOOK_MODE_H
#define CVX_APP_HOOK_MODE_H

#include "base/err.h"

#include <sys/types.h>

/* core.sharedRepository, as git reads it: 0 if the umask decides, else bits that are added to a
 * mode; negative, those that replace it. value NULL: it isn't set. */
int hook_mode_shared(const char *value);

/* The mode of a new file that git can run. */
mode_t hook_mode_new(int shared);
/* That of a file that is there, and is to be run by all who may read it. */
mode_t hook_mode_run(mode_t mode, int shared);

/* Make the folder and those above it; the last one gets the mode if it wasn't there. */
int hook_mode_folder(const char *path, int shared, struct err *err) CVX_CHECK;

#endif
