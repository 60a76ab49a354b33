/* docs.h - usage, man page parts and completions, all printed from the command table. */
#ifndef CVX_CMD_DOCS_H
#define CVX_CMD_DOCS_H

#include "cmd/cmd.h"

#include <stdio.h>

/* `git cvx -h`: every command with its summary. */
void docs_commands(FILE *f);
/* `git cvx <command> -h`. */
void docs_usage(FILE *f, const struct cmd *cmd);

/* One generated file or part: "man-synopsis", "man-options", "man-commands", "man-settings",
 * "man-statuses", "man-variables", "man-advice", "bash", "zsh", "fish", "fish-conf".
 * Returns -1 if there is none of that name. */
int docs_generate(FILE *f, const char *what);

/* The commands that people see: for (c = docs_first(); *c; c = docs_next(c)). */
const struct cmd *const *docs_first(void);
const struct cmd *const *docs_next(const struct cmd *const *c);

/* Parts of the man pages; docs_man.c. */
void docs_man_synopsis(FILE *f);
void docs_man_options(FILE *f);
void docs_man_commands(FILE *f);
void docs_man_settings(FILE *f);
void docs_man_statuses(FILE *f);
void docs_man_variables(FILE *f);
void docs_man_advice(FILE *f);

/* The three shells; completions_<shell>.c. fish reads its second one when it starts. */
void docs_bash(FILE *f);
void docs_zsh(FILE *f);
void docs_fish(FILE *f);
void docs_fish_conf(FILE *f);

#endif
