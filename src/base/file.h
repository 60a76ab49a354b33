/* file.h - small files read whole and replaced whole, folders made, paths, random names.
 *
 * For what must be either old or new after a crash: settings, journals. Whoever writes
 * many files that can be made again (push/files.h) has no use for the flushing. */
#ifndef CVX_BASE_FILE_H
#define CVX_BASE_FILE_H

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"

#define FILE_TEXT_MAX ((size_t)1024 * 1024)

/* The whole file, as far as the buffer's maximum allows; *found is false if there is none.
 * ERR_IO if a link leads to something else than a file: a terminal, say, which has no end. */
int file_read(struct buf *out, bool *found, const char *path, struct err *err) CVX_CHECK;
/* The same for a text of at most FILE_TEXT_MAX bytes, none of them NUL; *text is NULL if there is no such
 * file. It may hold a key: no other copy of it stays in memory. */
int file_text(const char **text, struct arena *arena, const char *path, struct err *err)
	CVX_CHECK;

/* All of it, or -1 with errno. */
int file_write_all(int fd, const void *bytes, size_t len) CVX_CHECK;

/* Write next to it, flush to disk, rename: afterwards it holds either the old or the new
 * text. Mode 0600. Two at once must be kept apart by the caller. */
int file_replace(const char *path, const char *text, struct err *err) CVX_CHECK;
/* Remove it, on disk too; none is fine. */
int file_remove(const char *path, struct err *err) CVX_CHECK;

/* Where the path leads, all links followed, in the arena; NULL with errno if nothing is there. */
const char *file_real(struct arena *arena, const char *path);
/* The rest of the path below the folder, as the texts say; NULL: it isn't below it. */
const char *file_below(const char *path, const char *folder);

/* Nothing is there: an errno that says so, and no other that it can't be looked at. */
bool file_is_missing(int problem);

/* Call fn with the name of each entry but "." and "..", until it fails. A folder that isn't there
 * has none; ERR_IO if it can't be read. */
int folder_each(const char *path, int (*fn)(const char *name, void *payload, struct err *err),
                void *payload, struct err *err) CVX_CHECK;

/* Make the folder and those above it. */
int folder_make(const char *path, struct err *err) CVX_CHECK;

/* 32 random hex digits: ids of clones and runs, tokens. */
const char *random_id(struct arena *arena);

#endif
