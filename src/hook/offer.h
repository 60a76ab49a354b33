/* offer.h - answers for shells: ids to complete, a word or two for the prompt. From local
 * files only. */
#ifndef CVX_HOOK_OFFER_H
#define CVX_HOOK_OFFER_H

#include "base/buf.h"
#include "hook/place.h"

enum offer_answer {
	OFFER_DONE,
	OFFER_ASK,       /* only git-cvx can tell: nothing was recorded, or it takes a scanner */
	OFFER_UNKNOWN,   /* no such word */
};

struct offer_wish {
	const char *word;   /* "ids", "applied", "pending"; "apps", "environments" */
	const char *app;    /* whose ids, by name; NULL: the current folder's, else those of all */
};

/* What to offer, one a line: the word, and behind a tab what is known of it. Which ids are
 * applied is what the last run recorded; what is new in the folder since is pending. */
enum offer_answer offer_words(struct buf *out, const struct place *place,
                              struct arena *arena, const struct offer_wish *wish);

/* How the data stands; "" if nothing is known. */
void offer_summary(struct buf *out, const struct place *place, struct arena *arena);

#endif
