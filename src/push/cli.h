/* cli.h - hand the scratch tree to the deployment with the app's own convex CLI.
 *
 * `convex deploy` only: `dev --once` exits 0 although nothing was deployed. URL and key
 * go through a file that only the user can read and that is gone afterwards. */
#ifndef CVX_PUSH_CLI_H
#define CVX_PUSH_CLI_H

#include "push/programs.h"

struct cli_target {
	const char *url, *key;
	int64_t time_limit_ms;
	const char *convex_version; /* of the CLI */
	bool large_indexes;        /* don't stop before those of large tables are built or dropped */
	bool is_loopback;          /* the URL is of this machine: no proxy gets to see it */
};

/* Deploy the app's folder. Codes: see cli_outcome(), and what child_run() says. */
int cli_deploy(const struct tools *tools, const struct programs *programs,
               const char *scratch, const struct cli_target *target, struct err *err)
	CVX_CHECK;

/* What a run of `convex deploy` against the URL meant. 0 only if it ended with status 0
 * and says that it deployed to this URL. Else
 *   ERR_SCHEMA        documents don't fit; msg names table, document and reason. It says
 *                     ERR_SAYS_MAY_HAVE_CHANGED where the document was written meanwhile
 *   ERR_RACE          another push came in between; may be tried again
 *   ERR_UNAUTHORISED, ERR_UNREACHABLE, ERR_UNSUPPORTED (the CLI, or Node, is too old)
 *   ERR_DECISION      the CLI wanted to ask something
 *   ERR_SERVER        any other refusal
 * with the whole text (its end, if it is long) in detail. */
int cli_outcome(int status, const char *text, const char *url, struct err *err) CVX_CHECK;

#endif
