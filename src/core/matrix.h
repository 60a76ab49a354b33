/* matrix.h - which migration is on which branch, and what became of it in which environment.
 *
 * Lineups and ledgers side by side. Pure: the caller has read both; texts are borrowed, what is
 * made lives in the arena. */
#ifndef CVX_CORE_MATRIX_H
#define CVX_CORE_MATRIX_H

#include "core/ledger.h"

struct matrix_branch {
	const char *name;
	const char *commit;            /* NULL: there is none yet */
	bool is_current;               /* it is the work tree, with what isn't committed */
	bool has_app;                  /* else it has no migrations */
	const char *problem;           /* why it can't be read; or NULL */
	const struct lineup *lineup;   /* empty if it can't, or there is no app */
};

enum matrix_access {
	MATRIX_READ,
	MATRIX_EMPTY,                  /* it has no ledger: nothing was done there yet */
	MATRIX_SILENT,                 /* it doesn't answer, or can't be asked */
	MATRIX_NOT_LINKED,             /* this clone doesn't know how to reach it */
};

struct matrix_environment {
	const char *name;
	enum matrix_access access;
	bool is_production;
	const char *problem;           /* why it can't be asked; or NULL */
	const struct ledger *ledger;   /* NULL unless MATRIX_READ */
	const char *wanted_branch;     /* the one it belongs to; NULL: the current one */

	/* matrix_make() */
	const struct matrix_branch *branch; /* that it is compared with; NULL: none */
	size_t behind, ahead;          /* that are there and not applied; applied and not there */
	size_t failed;                 /* or unfinished */
};

enum matrix_on { MATRIX_ABSENT, MATRIX_THERE, MATRIX_EDITED };

enum matrix_in {
	MATRIX_NEVER, MATRIX_APPLIED, MATRIX_FAILED, MATRIX_UNFINISHED, MATRIX_UNDONE,
	MATRIX_PHANTOM,                /* applied, and on none of the branches */
	MATRIX_UNKNOWN,
};

struct matrix_row {
	const char *id;
	const char *description;       /* NULL: it has none */
	enum matrix_on *on;            /* for each branch */
	enum matrix_in *in;            /* for each environment */
};

struct matrix {
	struct matrix_branch *branches;
	size_t branch_count;
	size_t other_branches;         /* that there are, and that weren't looked at */
	const struct names *past;      /* sorted: ids that were on the current branch at some time,
	                                * and so are no phantoms; NULL: not known */
	struct matrix_environment *environments;
	size_t environment_count;      /* those that aren't linked here are the last */
	size_t linked_count;
	struct matrix_row *rows;       /* in the order in which they run */
	size_t row_count;
};

/* Fill in what stands behind "matrix_make()", and the rows. A branch's version is edited if it
 * isn't the one that is applied in the first environment that has it, or else that of the
 * first branch that has it. */
void matrix_make(struct matrix *matrix, struct arena *arena);

/* The row of the ledger that a cell tells of; NULL: none. */
const struct ledger_row *matrix_told_by(const struct matrix_environment *environment,
                                        const char *id);

/* What it is: "2 behind main", "in step with main", "1 ahead of main, 1 not finished"; "" where
 * there is nothing to compare. */
const char *matrix_stand(const struct matrix_environment *environment, struct arena *arena);
/* "3 branches, 2 environments, 14 migrations". */
const char *matrix_counts(const struct matrix *matrix, struct arena *arena);

/* "edited", "applied", "not-linked": for machines. */
const char *matrix_on_word(enum matrix_on on);
const char *matrix_in_word(enum matrix_in in);
const char *matrix_access_word(enum matrix_access access);

#endif
