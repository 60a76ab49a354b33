/* trail.h - what a run leaves behind for whoever looks for it later: the text that it
 * wrote where nobody was watching, and the exit status it ended with.
 *
 * Two small files per deployment, `<key>` and `<key>.end`, in a folder of the common git
 * dir. They belong to the last holder of the journal's lock. What is written into the text
 * has gone through ui/out, which knows the secrets. */
#ifndef CVX_RUN_TRAIL_H
#define CVX_RUN_TRAIL_H

#include "base/err.h"
#include "base/mem.h"

#include <stdbool.h>

struct trail {
	const char *text, *end;      /* paths */
};

/* Name the files, and look no further. */
void trail_name(struct trail *out, struct arena *arena, const char *dir, const char *key);
/* The same, below a folder that is made if it is missing. */
int trail_find(struct trail *out, struct arena *arena, const char *dir, const char *key,
               struct err *err) CVX_CHECK;

/* With the journal's lock held: forget the last run; or only its text, which was shown. */
int trail_clear(const struct trail *trail, struct err *err) CVX_CHECK;
int trail_seen(const struct trail *trail, struct err *err) CVX_CHECK;

/* The text of a run that goes on, or of one of which nobody has seen the end. */
bool trail_has_text(const struct trail *trail);

/* How the run ended. False, in trail_ended(), if it didn't say: it was killed. */
int trail_end(const struct trail *trail, int status, struct err *err) CVX_CHECK;
bool trail_ended(const struct trail *trail, struct arena *arena, int *status);

#endif
