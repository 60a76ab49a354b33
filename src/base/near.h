/* near.h - the word that was meant by a mistyped one. */
#ifndef CVX_BASE_NEAR_H
#define CVX_BASE_NEAR_H

#include <stddef.h>

/* More letters than this are another word; for short ones. */
#define NEAR_MOST 2

struct near {
	const char *word;    /* what was typed */
	const char *best;    /* the closest yet; NULL: none is close */
	size_t least;        /* its distance; begin with one more than is still close */
};

/* Offer a candidate; it is borrowed. A letter more, less, or another one counts one; so does
 * being a part of it. */
void near_offer(struct near *near, const char *candidate);

#endif
