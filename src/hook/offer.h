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

/* The ids to offer, one a line: "ids" are all of them, "applied" and "pending" as of the
 * last run. */
enum offer_answer offer_ids(struct buf *out, const struct place *place,
                            struct arena *arena, const char *word);

/* How the data stands; "" if nothing is known. */
void offer_summary(struct buf *out, const struct place *place, struct arena *arena);

#endif
