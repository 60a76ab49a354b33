/* file.h - small text files: read whole, replaced whole. */
#ifndef CVX_CONF_FILE_H
#define CVX_CONF_FILE_H

#include "base/err.h"
#include "base/mem.h"

#define FILE_MAX_BYTES ((size_t)1024 * 1024)

/* *text is NULL if there is no such file. */
int file_read(const char **text, struct arena *arena, const char *path, struct err *err)
	CVX_CHECK;

/* Write next to it, flush to disk, rename: afterwards it holds either the old or the new
 * text. Mode 0600. Two at once must be kept apart by the caller. */
int file_replace(const char *path, const char *text, struct err *err) CVX_CHECK;

#endif
