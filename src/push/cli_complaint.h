/* cli_complaint.h - why the Convex CLI gave up, in one line of all that it printed.
 *
 * It prints what it does, a title, a line with the request, and below that what the server
 * says, which itself has titles above the reason and a stack behind it. */
#ifndef CVX_PUSH_CLI_COMPLAINT_H
#define CVX_PUSH_CLI_COMPLAINT_H

#include "base/mem.h"

/* "Failed to analyze bad.js: Uncaught Error: at import (convex/bad.ts:1:103)": the reason, and
 * the place in the app if one is named. "" if it says nothing. */
const char *cli_complaint(struct arena *arena, const char *text);

#endif
