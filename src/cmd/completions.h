/* completions.h - what the completion scripts of the three shells have in common.
 *
 * Words known at build time are written into the scripts. Others are asked for at run time of
 * git-cvx-hook, which reads local state only. */
#ifndef CVX_CMD_COMPLETIONS_H
#define CVX_CMD_COMPLETIONS_H

#include "cmd/docs.h"

/* The second line of each, or the first that is a comment. */
#define COMPLETIONS_MADE \
	"# Generated from the table of commands by 'make regen'; do not edit.\n"

/* The word that git-cvx-hook --complete takes for it; NULL: that doesn't know. */
const char *completions_word(enum offer offer);

/* What a shell calls it in a heading; NULL if nothing is offered. */
const char *completions_title(enum offer offer);

/* Words, with blanks between them. */
void completions_words(FILE *f, const char *const *words);
/* The commands. */
void completions_commands(FILE *f);

#endif
