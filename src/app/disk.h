/* disk.h - files of the work tree: written whole. base/file.h reads them. */
#ifndef CVX_APP_DISK_H
#define CVX_APP_DISK_H

#include "base/err.h"
#include "base/mem.h"

#include <stdbool.h>
#include <sys/types.h>

/* Replace the file, or make it and the folders it is in: written beside it, flushed, and
 * renamed, so it holds the old or the new text. Keeps its mode, and a link to it. */
int disk_write(struct arena *arena, const char *path, const char *text, struct err *err)
	CVX_CHECK;

/* The same for what is no link, in a folder that is there, with this mode. */
int disk_replace(struct arena *arena, const char *path, const char *text, mode_t mode,
                 struct err *err) CVX_CHECK;
/* What the user's umask takes away. */
mode_t disk_umask(void);

/* Make the file, which must not be there (ERR_DECISION), and the folders it is in. */
int disk_create(struct arena *arena, const char *path, const char *text, struct err *err)
	CVX_CHECK;

/* Names of what a folder holds, sorted; none if there is no such folder. Free them and
 * the list with free(). Returns how many, or -1 with errno if it can't be read. */
int disk_list(char ***names, const char *folder);

#endif
