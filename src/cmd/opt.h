/* opt.h - options, declared once: parsed here, described by docs.c.
 *
 * A table of struct opt says everything about a command's options. Values go into a
 * struct of the caller's through an offset, so a command can be parsed twice in one
 * process. Nothing here prints. */
#ifndef CVX_CMD_OPT_H
#define CVX_CMD_OPT_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum opt_kind {
	OPT_END,     /* closes a table */
	OPT_FLAG,    /* bool: true when given */
	OPT_TEXT,    /* const char *: the word as typed; NULL when not given */
	OPT_CHOICE,  /* const char *: one of `choices` */
	OPT_COUNT,   /* int: a number from 1 to 1000000 */
};

/* What the shell offers for a value or operand; words known only at run time. */
enum offer {
	OFFER_NOTHING,
	OFFER_FILE,
	OFFER_REVISION,   /* branches, tags */
	OFFER_MIGRATION,  /* every id */
	OFFER_APPLIED,    /* ids that are applied */
	OFFER_PENDING,    /* ids that are not */
	OFFER_APP,        /* of the repository's apps, the names */
	OFFER_ENVIRONMENT,/* names of the settings */
	OFFER_COMMAND,    /* of ours; known at build time */
};

struct opt {
	enum opt_kind kind;
	char letter;                /* 0 if none */
	const char *name;           /* long name without dashes; NULL: a letter only */
	const char *arg;            /* placeholder of the value; NULL for flags */
	const char *help;           /* one line, lower case, no full stop */
	size_t offset;              /* where the value lives in the options struct */
	const char *const *choices; /* OPT_CHOICE: NULL-terminated */
	enum offer offer;
};

/* Parse argv (without the command's name) into *values, a zeroed struct the table was
 * declared for. Long names may be cut short while they stay unique; "--" ends options.
 * Operands move to the front of argv. Returns how many there are, or -1 (ERR_USAGE). */
int opt_parse(const struct opt *opts, void *values, int argc, char **argv, struct err *err);

/* Fill err for a word that is none of the table's options ("--dry-rum", "-x"): what it may have
 * meant is the hint, if anything is like it. Returns -1. */
int opt_unknown(const struct opt *opts, const char *word, struct err *err);

/* What is wrong with a table (a letter or name twice, missing help, …); NULL if sound. */
const char *opt_lint(const struct opt *opts);

#endif
