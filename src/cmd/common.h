/* common.h - the options of all commands, declared once: parsed here for main, described by
 * docs.c, offered by the completions.
 *
 * They stand before the command's name or, but for those that are about a command itself, behind
 * it. */
#ifndef CVX_CMD_COMMON_H
#define CVX_CMD_COMMON_H

#include "cmd/opt.h"

struct common {
	const char *app, *env;   /* NULL: not given */
	bool quiet, verbose;
	bool usage, manual, version;   /* asked for in place of a command */
};

extern const struct opt common_opts[];

/* Take them out of argv, whose first word is the program's name. Returns how many words
 * are left: the program, the command and what is its own. -1: ERR_USAGE, an option before the
 * command that is none of these, or one that lacks its value. */
int common_take(struct common *out, int argc, char **argv, struct err *err);

#endif
