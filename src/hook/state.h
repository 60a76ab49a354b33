/* state.h - recorded state: what the work tree looked like when its deployment was last
 * in line with it. git-cvx writes it, git-cvx-hook compares, so that a checkout with
 * nothing to do costs a few stat() calls.
 *
 * One text file in this worktree's git dir. Needs nothing but the C library. It holds
 * names, sizes and times of files, and a keyed hash of variables, never their values. */
#ifndef CVX_HOOK_STATE_H
#define CVX_HOOK_STATE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum state_answer {
	STATE_NONE,       /* nothing recorded, or of another version */
	STATE_SAME,
	STATE_DIFFERENT,
};

/* One id as completion offers it. */
struct state_id {
	const char *id;
	bool applied;
};

struct state_record {
	const char *worktree;           /* absolute */
	const char *const *folders;     /* watched: every file in them; from the work tree's top */
	size_t folder_count;
	const char *const *files;       /* watched, whether there or not */
	size_t file_count;
	const char *signature;          /* of contents: the caller's, compared by it */
	const char *summary;            /* one line for prompts */
	const struct state_id *ids;
	size_t id_count;
};

/* Write it, on disk when it returns: temporary file, rename. The work tree is looked at
 * now. */
int state_write(const char *git_dir, const struct state_record *record, struct err *err)
	CVX_CHECK;
/* What isn't there is fine. */
int state_delete(const char *git_dir, struct err *err) CVX_CHECK;

/* Does the work tree still look like that? Reads the record, HEAD, and stats. */
enum state_answer state_compare(const char *git_dir);

/* One value of the record into out, "" if there is none: "signature", "summary". */
void state_value(const char *git_dir, const char *key, char *out, size_t size);

/* Print the recorded ids, one a line: all of them, or those that are applied or not. False if
 * nothing is recorded. */
enum state_filter { STATE_ALL, STATE_APPLIED, STATE_PENDING };
bool state_print_ids(const char *git_dir, enum state_filter filter);

#endif
