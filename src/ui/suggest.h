/* suggest.h - commands in advice, as they have to be typed here.
 *
 * Whoever named an app or an environment for this command has to name it for the next one,
 * too. Knows nothing of what the advice is about. */
#ifndef CVX_UI_SUGGEST_H
#define CVX_UI_SUGGEST_H

#include "base/buf.h"

/* Append the text; each `git cvx <command>` in it gets the options (NULL: none) before the
 * command: `git cvx --env staging plan`. */
void suggest(struct buf *out, const char *text, const char *options);

/* Append an option and its value, quoted for a shell if it has to be. */
void suggest_option(struct buf *options, const char *name, const char *value);

#endif
