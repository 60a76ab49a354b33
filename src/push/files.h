/* files.h - the few things that this folder does to the file system.
 *
 * Everything is about folders that are ours (scratch trees); nothing here follows a
 * symbolic link when it removes or creates. Paths are absolute. */
#ifndef CVX_PUSH_FILES_H
#define CVX_PUSH_FILES_H

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "core/migration.h"

/* "a/b"; either side may be "". */
const char *path_join(struct arena *arena, const char *a, const char *b);
/* "a" for "a/b", "" for "b". */
const char *path_folder(struct arena *arena, const char *path);
/* "b" for "a/b" and for "b"; points into path. */
const char *path_name(const char *path);
/* The folder is "" or the path is below it. */
bool path_is_below(const char *path, const char *folder);
/* "a/c" for folder "a/b" and link "../c"; NULL if it leaves the top. */
const char *path_resolve(struct arena *arena, const char *folder, const char *link);
/* NULL if the path of a tree is safe to create below a folder; else what is wrong. */
const char *path_problem(const char *path);
/* NULL if the official CLI can push from such a path; else what it holds that esbuild,
 * within the CLI, replaces by '_', and then looks for in vain. */
const char *path_unpushable(const char *path);

/* Make the folder and those above it, below `top`, which must exist; whatever stands in
 * the way and is no folder is removed. */
int files_make_folder(const char *top, const char *folder, struct err *err) CVX_CHECK;
/* Remove a file, a link, or a folder with all it holds. What isn't there is fine. */
int files_remove(const char *path, struct err *err) CVX_CHECK;
/* A new file, replacing what is there; written aside and renamed. */
int files_write(const char *path, const void *bytes, size_t len, unsigned mode,
                struct err *err) CVX_CHECK;
/* The same, with what `fill` writes to the open file. */
int files_fill(const char *path, unsigned mode, int (*fill)(int fd, void *, struct err *),
               void *payload, struct err *err) CVX_CHECK;
/* Names in a folder, sorted; none if there is no such folder. */
int files_list(struct names *out, struct arena *arena, const char *folder,
               struct err *err) CVX_CHECK;
/* Where a symbolic link points; NULL if the path is none. */
const char *files_link(struct arena *arena, const char *path);
bool files_is_folder(const char *path);

#endif
