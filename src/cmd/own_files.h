/* own_files.h - is what lies in the place of our files a file, and of our folders a folder?
 *
 * Whatever else is there (a link, a folder, a pipe) was put there by somebody, and would be
 * met again in the middle of a run, by each part in words of its own. Looks, and touches
 * nothing. */
#ifndef CVX_CMD_OWN_FILES_H
#define CVX_CMD_OWN_FILES_H

#include "git/repo.h"

/* ERR_IO names the first thing that isn't as it has to be. */
int own_files_check(struct repo *repo, struct err *err) CVX_CHECK;

#endif
