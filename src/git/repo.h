/* repo.h - the repository as git-cvx sees it: paths, state, revisions, trees, history.
 *
 * Read by libgit2; what libgit2 refuses (reftable, SHA-256, an extension, a sparse index,
 * an owner that only git's own settings trust, a revision by its reflog) is read by the
 * git program, which takes over by itself. Both give the same answers
 * (tests/git/t-readers.sh). Ids are 40 hex digits, or 64, and like all text that comes
 * out of here they live in the arena given to repo_open(). Paths in a tree have no leading
 * and no trailing slash; "" is the top.
 *
 * It owns libgit2's start and end, and the one process of git that stays. It never writes
 * the index, the work tree or a branch; it writes objects (snapshots) and refs below
 * refs/cvx/. It fetches nothing: what a partial clone lacks is an error. libgit2 runs no
 * program: clean filters of other programs (git-lfs) are not applied to changed files;
 * git applies them. */
#ifndef CVX_GIT_REPO_H
#define CVX_GIT_REPO_H

#include "base/err.h"
#include "base/library.h"
#include "base/mem.h"
#include "core/migration.h"

#include <stdint.h>

struct repo;

/* Open the repository of the current directory, or the one that GIT_DIR, GIT_WORK_TREE
 * and GIT_INDEX_FILE name. ERR_NO_REPOSITORY: there is none, it is bare, or git doesn't
 * trust its owner; ERR_UNSUPPORTED: there is one, but not even git can read it. */
int repo_open(struct repo **out, struct arena *arena, struct err *err) CVX_CHECK;
/* The same for the work tree with this top, whatever the environment says. */
int repo_open_at(struct repo **out, struct arena *arena, const char *worktree,
                 struct err *err) CVX_CHECK;
void repo_close(struct repo *repo);

/* Whom the user wants it read by; then nobody else takes over. */
enum repo_reader { REPO_READER_AUTO, REPO_READER_LIBGIT2, REPO_READER_GIT };
int repo_use_reader(struct repo *repo, enum repo_reader choice, struct err *err) CVX_CHECK;

/* Who reads it now: "libgit2" or "git". */
const char *repo_reader_word(const struct repo *repo);

/* What repo_open() was given. */
struct arena *repo_arena(const struct repo *repo);

/* Which libgit2 this is. Needs no repository. */
void repo_library(struct library *out, struct arena *arena);

/* Absolute, without a trailing slash. The git dir is this worktree's own, the common
 * dir is shared by all worktrees. */
const char *repo_worktree(const struct repo *repo);
const char *repo_git_dir(const struct repo *repo);
const char *repo_common_dir(const struct repo *repo);

/* ---- state --------------------------------------------------------------------- */

enum repo_operation {
	REPO_NO_OPERATION, REPO_MERGE, REPO_REVERT, REPO_CHERRY_PICK, REPO_REBASE,
	REPO_AM, REPO_BISECT,
};

/* What git is in the middle of, in this worktree. */
int repo_operation(enum repo_operation *out, struct repo *repo, struct err *err) CVX_CHECK;
const char *repo_operation_word(enum repo_operation operation);
/* It is over in all but name: git called a hook before clearing up. From now on
 * repo_operation() says that there is none. */
void repo_ends_operation(struct repo *repo);

/* The index holds entries of an unfinished merge. */
int repo_has_unmerged(bool *out, struct repo *repo, struct err *err) CVX_CHECK;

/* The index holds this path (from the top of the work tree). */
int repo_is_tracked(bool *out, struct repo *repo, const char *path, struct err *err)
	CVX_CHECK;
/* What stands at this path in the work tree came with the repository: the index holds it, or
 * a link or submodule on the way to it, or what a link leads to. */
int repo_comes_with(bool *out, struct repo *repo, const char *path, struct err *err) CVX_CHECK;
/* The same for an absolute path without a link on its way. */
int repo_tracks(bool *out, struct repo *repo, const char *real, struct err *err) CVX_CHECK;

/* Call fn with the path of each entry of the index. */
int repo_index_entries(struct repo *repo, void (*fn)(const char *path, void *payload),
                       void *payload, struct err *err) CVX_CHECK;

/* An entry of HEAD or of the index that is, or lies in, the node_modules of this folder or of
 * one above it, or that stands where one of these folders should be (see core/modules.h).
 * *entry is NULL if there is none. */
int repo_tracked_modules(const char **entry, struct repo *repo, const char *folder,
                         struct err *err) CVX_CHECK;

/* The first of these files that a branch could have brought along. Paths are absolute, without
 * a link on their way. It could unless the file lies outside of all work trees of the
 * repository and of our own copies, or in a node_modules of which the HEAD and the index of
 * that work tree hold nothing. `what` is the entry, or the file's own path. */
struct brought {
	const char *file, *what;  /* NULL: none of them */
};

int repo_brings(struct brought *out, struct repo *repo, const struct names *files,
                struct err *err) CVX_CHECK;

struct head {
	const char *branch;   /* NULL: detached */
	const char *commit;   /* NULL: no commit yet */
};

int repo_head(struct head *out, struct repo *repo, struct err *err) CVX_CHECK;

struct branch {
	const char *name;     /* "main", "feature/x" */
	const char *commit;
	int64_t time;         /* when that was committed, in seconds since 1970 */
};

struct branches {
	struct branch *items;
	size_t count;
};

/* Local branches, those that were committed to last first. */
int repo_branches(struct branches *out, struct repo *repo, struct err *err) CVX_CHECK;

/* ---- revisions ----------------------------------------------------------------- */

struct revision {
	const char *commit;   /* NULL if the revision names a bare tree */
	const char *tree;
};

/* ERR_NOT_FOUND if there is no such commit or tree, or more than one. */
int repo_resolve(struct revision *out, struct repo *repo, const char *spec,
                 struct err *err) CVX_CHECK;

/* Split "a..b"; a missing side is HEAD. False if it isn't a range ("a...b" isn't). */
bool repo_split_range(struct arena *arena, const char *spec, const char **from,
                      const char **to);

/* ---- trees --------------------------------------------------------------------- */

enum tree_kind { TREE_FILE, TREE_FOLDER, TREE_LINK, TREE_SUBMODULE };

struct tree_item {
	const char *name;
	const char *id;
	enum tree_kind kind;
};

struct tree_items {
	bool found;           /* false: the tree has no such folder */
	struct tree_item *items;
	size_t count;
};

/* What a folder of the tree holds, in git's order. */
int repo_tree_list(struct tree_items *out, struct repo *repo, const char *tree,
                   const char *folder, struct err *err) CVX_CHECK;

struct tree_file {
	bool found;           /* false: the tree has no such file */
	const char *id;
	const char *text;     /* ends in NUL, and may hold others */
	size_t len;
};

/* Read a regular file of the tree, or any blob; at most REPO_FILE_MAX bytes. */
#define REPO_FILE_MAX ((size_t)32 * 1024 * 1024)
int repo_tree_read(struct tree_file *out, struct repo *repo, const char *tree,
                   const char *path, struct err *err) CVX_CHECK;
int repo_blob_read(struct tree_file *out, struct repo *repo, const char *id,
                   struct err *err) CVX_CHECK;

/* Write a blob's bytes to an open file, whatever their number. */
int repo_blob_copy(int fd, struct repo *repo, const char *id, struct err *err) CVX_CHECK;

/* The walk calls fn for every file, link and submodule below the folder, never for
 * folders. The path is that from the top of the tree, mode git's (0100644, 0100755,
 * 0120000, 0160000). Returning -1, with err filled, ends the walk. */
struct tree_walk {
	const char *folder;
	int (*fn)(const char *path, const char *id, unsigned mode, void *payload,
	          struct err *err);
	void *payload;
};

int repo_tree_walk(struct repo *repo, const char *tree, const struct tree_walk *walk,
                   struct err *err) CVX_CHECK;

/* The id that git would give a blob of these bytes; nothing is written. */
int repo_blob_id(const char **id, struct repo *repo, const void *bytes, size_t len,
                 struct err *err) CVX_CHECK;

/* ---- the work tree as a tree, and history -------------------------------------- */

/* The work tree as `git add --all` and `git write-tree` would give it: untracked files
 * in, ignored ones out, deleted ones gone, paths that are skip-worktree as the index has
 * them, and files that may hold keys, too (secret_may_be_in()); nested repositories that are no
 * submodules are left out. The index is neither written nor locked. ERR_DECISION while the
 * index has unmerged entries. */
int repo_snapshot(const char **tree, struct repo *repo, struct err *err) CVX_CHECK;

struct history {
	bool known;           /* false: the clone is shallow or lacks trees, or libgit2's
	                       * walk would be longer than REPO_HISTORY_MAX commits */
	struct names files;   /* "<blob id> <name>", sorted; whatever was found, if not known */
};

/* Every version of the files that the folder held in the commit or any ancestor of it;
 * or of the file, if it is one. */
#define REPO_HISTORY_MAX 500000
int repo_history(struct history *out, struct repo *repo, const char *commit,
                 const char *path, struct err *err) CVX_CHECK;

/* A state of a file, and the newest commit that holds it. */
struct sighting {
	const char *commit, *id;
};

struct sightings {
	bool complete;        /* false: the clone is shallow or partial, the walk was too long, or
	                       * git was asked for a path that holds a newline */
	struct sighting *items;
	size_t count;
};

/* Every state of the file in any commit that a ref, or an entry of the reflog of HEAD or of
 * a branch, leads to; newest first. */
int repo_sightings(struct sightings *out, struct repo *repo, const char *path,
                   struct err *err) CVX_CHECK;

/* ---- refs and settings --------------------------------------------------------- */

/* The full name of the ref that says what an environment was last brought in line with:
 * refs/cvx/env/<name>, whatever the name holds (a URL, say). */
const char *repo_env_ref(struct arena *arena, const char *environment);

/* *id is NULL if there is no such ref. */
int repo_ref_read(const char **id, struct repo *repo, const char *ref, struct err *err)
	CVX_CHECK;
/* Point a ref below refs/cvx/ at a commit or tree. */
int repo_ref_write(struct repo *repo, const char *ref, const char *id, struct err *err)
	CVX_CHECK;

/* git's own settings. *value is NULL if the key is unset. */
int repo_config_text(const char **value, struct repo *repo, const char *key,
                     struct err *err) CVX_CHECK;
int repo_config_bool(bool *value, struct repo *repo, const char *key, bool fallback,
                     struct err *err) CVX_CHECK;

#endif
