/* folder.h - a temporary folder with files in it, for tests of src/hook. */
#ifndef CVX_TESTS_HOOK_FOLDER_H
#define CVX_TESTS_HOOK_FOLDER_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/cvx-test.XXXXXX";

static inline void folder_make(void)
{
	if (!mkdtemp(folder) || chdir(folder)) {
		perror(folder);
		exit(99);
	}
}

static inline void folder_write(const char *path, const char *text)
{
	FILE *f = fopen(path, "we");

	if (!f || fputs(text, f) < 0 || fclose(f)) {
		perror(path);
		exit(99);
	}
}

/* Paths that don't exist are fine. */
static inline void folder_remove(const char *const *paths)
{
	for (; *paths; paths++)
		remove(*paths);
	if (chdir("/") || rmdir(folder)) {
		perror(folder);
		exit(99);
	}
}

#endif
