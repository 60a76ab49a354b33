/* json_peek.h - one text out of a small JSON file, such as convex.json or package.json.
 *
 * Checks the file as far as it walks it, which is to the end; builds no values. */
#ifndef CVX_GIT_JSON_PEEK_H
#define CVX_GIT_JSON_PEEK_H

#include "base/mem.h"

enum json_peek {
	JSON_PEEK_BROKEN,   /* the text is no JSON object */
	JSON_PEEK_ABSENT,   /* no such member */
	JSON_PEEK_OTHER,    /* there is one, but it isn't a string */
	JSON_PEEK_STRING,   /* *out holds it */
};

/* The member `keys[0]`, or `keys[1]` of the object that it is, and so on; NULL ends the
 * keys. Of members with equal names the last one counts. */
enum json_peek json_peek(const char **out, struct arena *arena, const char *text,
                         const char *const *keys);

#endif
