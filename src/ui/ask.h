/* ask.h - ask a person; refuses when there is none. */
#ifndef CVX_UI_ASK_H
#define CVX_UI_ASK_H

#include "ui/out.h"

/* Ask a question that "y" or "yes" agrees to; anything else declines. Returns 0 if
 * agreed; -1 with ERR_DECISION if declined or if stdin or stderr is no terminal. `how` is
 * the hint that tells how to agree beforehand ("--yes"). */
int ask_yes(struct out *out, const char *question, const char *how, struct err *err) CVX_CHECK;

#endif
