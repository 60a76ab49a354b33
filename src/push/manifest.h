/* manifest.h - what a scratch tree held when it was last written.
 *
 * One record per file. Like git's index it keeps size and time of what was written, so
 * that a file which somebody (the CLI's code generator, say) changed is written anew. */
#ifndef CVX_PUSH_MANIFEST_H
#define CVX_PUSH_MANIFEST_H

#include "base/err.h"
#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

struct manifest_entry {
	const char *path, *id;
	unsigned mode;
	long long size, seconds, nanoseconds;
};

struct manifest {
	struct arena *arena;
	struct manifest_entry *items;   /* sorted bytewise by path */
	size_t count;
};

/* A manifest that is absent, torn or of another version is empty. */
int manifest_read(struct manifest *out, struct arena *arena, const char *file,
                  struct err *err) CVX_CHECK;
int manifest_write(const struct manifest *manifest, const char *file, struct err *err)
	CVX_CHECK;

const struct manifest_entry *manifest_find(const struct manifest *manifest,
                                           const char *path);
/* Entries have to be added in the order of their paths. */
void manifest_add(struct manifest *manifest, const struct manifest_entry *entry);

void manifest_take_stat(struct manifest_entry *entry, const struct stat *st);
bool manifest_same_stat(const struct manifest_entry *entry, const struct stat *st);

#endif
