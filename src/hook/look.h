/* look.h - what recorded state compares: HEAD, variables, and the files that are watched,
 * written as lines of text. Nothing is read but HEAD and the environment. */
#ifndef CVX_HOOK_LOOK_H
#define CVX_HOOK_LOOK_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#define LOOK_SEEN "seen "
#define LOOK_PLAIN "plain "   /* a file that doesn't count as it is */

/* The line of HEAD: a branch by its name, for what it points to is in the files;
 * detached, the commit. */
void look_at_head(struct buf *out, const char *git_dir);

/* A hash, under this key, of all CVX_* and CONVEX_* variables, but for those that are
 * about one call only. */
void look_at_variables(struct buf *out, const uint64_t key[2]);

/* Size, time and inode of a file, or of all that a pattern ending in '*' matches. */
void look_at_files(struct buf *out, const char *worktree, const char *pattern);

/* Size, time and inode of one that is there, and its path: the line behind its key. */
void look_add_file(struct buf *out, const char *path, const struct stat *st);

/* The file's whole text; false if there is none or it can't be read. */
bool look_into(struct buf *out, const char *path);

/* Paths may hold newlines, which would end a line of ours. */
void look_add_path(struct buf *out, const char *path);

#endif
