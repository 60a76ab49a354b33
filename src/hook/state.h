/* state.h - recorded state: what the work tree looked like when its deployment was last
 * in line with it. git-cvx writes it, git-cvx-hook compares, so that a checkout with
 * nothing to do costs a few stat() calls.
 *
 * One text file in this worktree's git dir, or in a home of the app's own (apps.h). It holds
 * names, sizes and times of files, and a keyed hash of variables, never their values. */
#ifndef CVX_HOOK_STATE_H
#define CVX_HOOK_STATE_H

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>

/* One migration as completion offers it. */
struct state_id {
	const char *id;
	bool applied;
	const char *about;           /* its description; NULL if it has none */
};

struct state_record {
	const char *worktree;        /* absolute */
	const char *head_dir;        /* the git dir, if the record lies elsewhere; or NULL */
	const char *app;             /* the app's folder from the top; NULL: there is but one app */
	/* Paths from the work tree's top or absolute, whether there or not. A '*' at the end stands
	 * for the rest of a name: behind "convex/migrations/", for every file in it. */
	const char *const *watched;
	size_t watched_count;
	const char *modules;         /* folder of modules.h, from the top; NULL: none is looked at */
	/* HEAD counts, too: on another branch something else may have to be done about the same
	 * files. */
	bool head_counts;
	const char *deployment;      /* which one: a key of the caller's */
	const char *signature;       /* of contents: the caller's, compared by it */
	const char *summary;         /* one line for prompts */
	const struct state_id *ids;
	size_t id_count;
};

/* Look at what is watched (the record's members before the deployment), as it is now. To be called
 * before the contents are read that the signature is made of: what changes in between
 * then counts as different, and not as known. */
int state_look(struct buf *seen, const char *git_dir, const struct state_record *record,
               struct err *err) CVX_CHECK;

/* Write the record, over the one there was: temporary file, rename. */
int state_write(const char *git_dir, const struct state_record *record,
                const struct buf *seen, struct err *err) CVX_CHECK;
/* What isn't there is fine. */
int state_delete(const char *git_dir, struct err *err) CVX_CHECK;

enum state_answer {
	STATE_NONE,       /* nothing recorded, or by another version */
	STATE_SAME,
	STATE_DIFFERENT,
};

/* Does the work tree still look like that, and is it this one? Reads the record, HEAD if it
 * counts, and stats. */
enum state_answer state_compare(const char *git_dir, const char *worktree);

/* What the record holds; false if there is none. */
bool state_deployment(struct buf *out, const char *git_dir);
bool state_signature(struct buf *out, const char *git_dir);
bool state_summary(struct buf *out, const char *git_dir);

/* What completion wants to know, read at once. */
struct state_known {
	struct state_id *ids;
	size_t count;
	const char *folder;  /* of migrations, absolute, of which every file is watched; NULL if it
	                      * is modules that are watched */
	bool is_listed;      /* the ids are those of the folder, as it is now */
	const char *app;     /* as in the record */
};

/* False if there is no record. All of it lives in the arena. */
bool state_known(struct state_known *out, struct arena *arena, const char *git_dir);

#endif
