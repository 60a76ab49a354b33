/* file_set.h - the files that a scratch tree shall hold, as a value.
 *
 * It begins as a copy of a tree's listing; the bridge adds, replaces and renames before
 * anything is written, so that going back is just writing another set. Where a tree
 * comes from is behind struct tree_source: a repository, or an array in a test. */
#ifndef CVX_PUSH_FILE_SET_H
#define CVX_PUSH_FILE_SET_H

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "git/repo.h"

#include <stdbool.h>
#include <stddef.h>

typedef int tree_file_fn(const char *path, const char *id, unsigned mode, void *payload,
                         struct err *err);

/* The target's tree. Paths are from the top of the repository; modes are git's. */
struct tree_source {
	void *self;
	/* Every file, link and submodule, in any order. */
	int (*each)(void *self, tree_file_fn *fn, void *payload, struct err *err);
	/* A blob's bytes: into memory, for texts; into an open file, whatever their number. */
	int (*read)(void *self, const char *id, struct buf *out, struct err *err);
	int (*copy)(void *self, const char *id, int fd, struct err *err);
	/* The id that git would give a blob of these bytes. */
	int (*blob_id)(const char **id, void *self, const void *bytes, size_t len,
	               struct err *err);
	/* git ignores this path of the work tree. NULL: not known, nobody is warned. */
	int (*ignored)(void *self, const char *path, bool *out, struct err *err);
	/* What a branch may bring along, as in git/repo.h: repo_tracked_modules(),
	 * repo_brings(), and whether the index holds the file of this real path, or a link on
	 * the way there. NULL: there is no repository. */
	int (*modules)(void *self, const char *folder, const char **entry, struct err *err);
	int (*brings)(void *self, const struct names *files, struct brought *out,
	              struct err *err);
	int (*tracks)(void *self, const char *real, bool *out, struct err *err);
};

#define MODE_LINK 0120000u
#define MODE_PROGRAM 0100755u
#define MODE_FILE 0100644u

struct set_file {
	const char *path;
	unsigned mode;     /* MODE_FILE, MODE_PROGRAM or MODE_LINK */
	const char *id;    /* blob id, also of a text of ours */
	const char *text;  /* a text of ours; NULL: the blob of that id */
	size_t len;
};

struct file_set {
	struct arena *arena;
	const struct tree_source *source;
	struct set_file *items;   /* sorted bytewise by path */
	size_t count;
	struct names submodules;  /* which are left out */
};

/* List the tree. Submodules are left out; paths that could leave the folder, and paths
 * of which one is the other's folder, are an error. */
int file_set_list(struct file_set *out, struct arena *arena,
                  const struct tree_source *source, struct err *err) CVX_CHECK;
/* Another set with the same files, to be changed on its own. */
void file_set_copy(struct file_set *out, const struct file_set *set);

const struct set_file *file_set_find(const struct file_set *set, const char *path);
/* Some file lies below this folder. */
bool file_set_has_folder(const struct file_set *set, const char *folder);
/* The first of `folder`/`stem`.ts, .js, ... that is there. */
const struct set_file *file_set_find_module(const struct file_set *set, const char *folder,
                                            const char *stem);
int file_set_text(struct buf *out, const struct file_set *set, const struct set_file *file,
                  struct err *err) CVX_CHECK;

/* Add or replace a file by a text, which is copied. */
int file_set_put(struct file_set *set, const char *path, const char *text,
                 struct err *err) CVX_CHECK;
void file_set_remove(struct file_set *set, const char *path);
/* Remove what lies below the folder, except below `folder`/_generated. */
void file_set_remove_folder(struct file_set *set, const char *folder);
void file_set_rename(struct file_set *set, const char *from, const char *to);

#endif
