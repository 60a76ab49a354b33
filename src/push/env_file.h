/* env_file.h - the file that points the CLI to a deployment, and holds its key.
 *
 * Where the system can show an open file to a child, it has no name from the start: nothing
 * of it is left behind, however we end. Elsewhere it is a file of mode 0600 in the scratch
 * folder, until it is closed. */
#ifndef CVX_PUSH_ENV_FILE_H
#define CVX_PUSH_ENV_FILE_H

#include "base/err.h"
#include "base/mem.h"

struct env_file {
	const char *path;      /* for the CLI; good until it is closed */
	const char *named;     /* where it lies on disk; NULL if it has no name */
	int fd;
};

/* Write it below `scratch`, a folder that is there. Close it, also after an error. */
int env_file_write(struct env_file *out, struct arena *arena, const char *scratch,
                   const char *url, const char *key, struct err *err) CVX_CHECK;
int env_file_close(struct env_file *file, struct err *err) CVX_CHECK;

#endif
