/* offering.h - what git-cvx-hook asks for when a shell completes a word and the recorded state
 * can't answer: it takes the settings, or a scanner of modules.
 *
 * One offer a line, what is known of it behind a tab. Nobody is asked but local files. */
#ifndef CVX_CMD_OFFERING_H
#define CVX_CMD_OFFERING_H

#include "cmd/context.h"

/* One of the words of hook/offer.h. */
bool offering_knows(const char *word);

int offering_print(struct context *ctx, const char *word, struct err *err) CVX_CHECK;

#endif
