/* near.c - the word that was meant by a mistyped one. */
#include "base/near.h"

#include <string.h>

#define LONGEST 128
#define PART 4         /* letters that are no chance */

static size_t least_of(size_t a, size_t b, size_t c)
{
	size_t least = a < b ? a : b;

	return least < c ? least : c;
}

/* Levenshtein's distance; words longer than the table are never close. */
static size_t distance(const char *a, const char *b)
{
	size_t row[LONGEST + 1], n = strlen(b);

	if (n > LONGEST || strlen(a) > LONGEST)
		return LONGEST;
	for (size_t j = 0; j <= n; j++)
		row[j] = j;
	for (size_t i = 1; a[i - 1]; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			size_t best = least_of(diagonal + (a[i - 1] != b[j - 1]), row[j] + 1,
			                       row[j - 1] + 1);

			diagonal = row[j];
			row[j] = best;
		}
	}
	return row[n];
}

void near_offer(struct near *near, const char *candidate)
{
	size_t d = distance(near->word, candidate);

	if (d > 1 && strlen(near->word) >= PART && strstr(candidate, near->word))
		d = 1;
	if (d < near->least) {
		near->best = candidate;
		near->least = d;
	}
}
