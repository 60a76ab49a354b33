/* finding.h - what `git cvx doctor` found out: one finding for each thing it looked at.
 * Pure values. */
#ifndef CVX_CORE_FINDING_H
#define CVX_CORE_FINDING_H

#include <stddef.h>

enum finding_state {
	FINDING_OK,
	FINDING_WARN,    /* works, and not as it should or as one may think */
	FINDING_FAIL,    /* something doesn't work as long as it is so */
	FINDING_SKIP,    /* not looked at, as something before it failed */
};

struct finding {
	enum finding_state state;
	const char *check;       /* what was looked at: "git", "credentials" */
	const char *text;        /* one line */
	const char *next;        /* what to do, in lines; NULL: nothing */
};

struct findings {
	struct finding *items;
	size_t count;
};

/* "ok", "warn", "fail", "skip" */
const char *finding_word(enum finding_state state);

size_t findings_count(const struct findings *findings, enum finding_state state);

#endif
