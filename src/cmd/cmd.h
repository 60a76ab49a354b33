/* cmd.h - the table of commands: the one place where a command, its words and its
 * options are declared. Parser, -h, man page and completions all read it. */
#ifndef CVX_CMD_CMD_H
#define CVX_CMD_CMD_H

#include "cmd/opt.h"

struct context;

struct cmd {
	const char *name;
	const char *operands;    /* for the synopsis: "[<commit>]"; "" if it takes none */
	const char *summary;     /* half a line for lists, lower case, no full stop */
	const char *about;       /* a paragraph for -h and the man page, whole sentences */
	const struct opt *opts;
	size_t values_size;      /* of the options struct; 0 if there are none */
	int max_operands;
	enum offer offer;        /* what the shell offers for operands */
	const char *const *words;/* fixed words it takes as operand ("install"), or NULL */
	bool hidden;             /* for our own hooks: in no list, help or completion */
	/* Returns an exit status, or -1 with *err set. `values` is the parsed struct,
	 * argv holds the operands. */
	int (*run)(struct context *ctx, const void *values, int argc, char **argv,
	           struct err *err);
};

/* All commands, in the order of the man page, then NULL. */
extern const struct cmd *const cmds[];

/* A table without options. */
extern const struct opt no_opts[];

const struct cmd *cmd_find(const char *name);

/* The command whose name is closest to a mistyped word, or NULL if none is close. */
const struct cmd *cmd_suggest(const char *word);

/* Say that it is none, and which was meant. Returns -1. */
int cmd_unknown(const char *word, struct err *err);

/* Add what only commands know about an error from below: where a key came from, how the
 * command is used. */
void cmd_explain(struct context *ctx, const struct cmd *cmd, struct err *err);

/* Run `git cvx <argv[0]> …`: parse, run, report the error. Returns the exit status. As with
 * git's own commands, -h prints the usage and ends with 129, --help opens the manual. */
int cmd_main(struct context *ctx, int argc, char **argv);

#endif
