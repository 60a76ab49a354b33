/* journal.h - the local record of a run in progress.
 *
 * One small file per deployment in the common git directory, written whole (temporary
 * file, fsync, rename) before the step it announces. It is a note of intent, so that
 * `continue` knows the target and whose lease it was; what happened is read from the
 * ledger. A lock, held as long as the journal is open, keeps two processes of one clone
 * apart and cannot outlive them. */
#ifndef CVX_RUN_JOURNAL_H
#define CVX_RUN_JOURNAL_H

#include "base/err.h"
#include "base/mem.h"

#include <stdbool.h>
#include <stdint.h>

struct journal_record {
	const char *run_id, *token;       /* 32 hex digits each */
	const char *ledger_id;            /* of the deployment, for URLs move; NULL: unknown */
	const char *tree, *commit, *branch; /* the target; commit and branch may be NULL */
	const char *command;              /* "migrate", "hook post-checkout", ... */
	const char *scope, *id;           /* "align", "up", "down", "redo", "adopt"; operand,
	                                   * or several with blanks between them, or NULL */
	const char *riders, *since;       /* of down and redo: plan.h, struct plan_begun */
	const char *error;                /* why the run stopped; NULL while it goes on */
};

/* Who is at work: written into the lock by whoever holds it. */
struct journal_owner {
	const char *worktree;             /* git dir of the worktree */
	const char *command;              /* "migrate", "hook" */
	int64_t pid, since;               /* since: seconds since the epoch */
};

struct journal;

/* Open the journal of the deployment `key` (a file name) below `dir`, which is made if
 * missing. ERR_BUSY, at once, if another process holds it. *out is closed by
 * journal_close(); a child made by fork() holds it, too. */
int journal_open(struct journal **out, const char *dir, const char *key, struct err *err)
	CVX_CHECK;
void journal_close(struct journal *journal);

/* Say in the lock who holds it: this process. */
int journal_sign(struct journal *journal, const char *worktree, const char *command,
                 struct err *err) CVX_CHECK;
/* Who has the journal open now, into the arena; false if nobody. */
bool journal_owned(const char *dir, const char *key, struct arena *arena,
                   struct journal_owner *out);

/* The record that is there, into the arena; found = false if there is none. Reading
 * needs no lock: journal_peek() is for status. */
int journal_read(struct journal *journal, struct arena *arena, struct journal_record *out,
                 bool *found, struct err *err) CVX_CHECK;
int journal_peek(const char *dir, const char *key, struct arena *arena,
                 struct journal_record *out, bool *found, struct err *err) CVX_CHECK;

/* It was another deployment that had this name then. */
bool journal_is_foreign(const struct journal_record *record, const char *ledger_id);

/* There is a record, readable or not. */
bool journal_exists(const char *dir, const char *key);

/* Replace the record; on disk when it returns. */
int journal_write(struct journal *journal, const struct journal_record *record,
                  struct err *err) CVX_CHECK;
/* The run is over: remove the record. */
int journal_clear(struct journal *journal, struct err *err) CVX_CHECK;

#endif
