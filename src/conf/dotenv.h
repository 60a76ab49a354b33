/* dotenv.h - read an env file exactly as the official CLI does, with dotenv 16's rules.
 *
 * Quirks included: an unquoted value ends at the first '#', wherever it stands; a quoted
 * one may span lines; a key's value may begin on a later line; no $VARIABLES. */
#ifndef CVX_CONF_DOTENV_H
#define CVX_CONF_DOTENV_H

#include "base/mem.h"

#include <stddef.h>

struct dotenv_entry {
	const char *key;
	char *value;
};

struct dotenv {
	struct dotenv_entry *items;
	size_t count;
};

/* Never fails: what isn't an assignment is passed over. */
void dotenv_read(struct dotenv *out, struct arena *arena, const char *text);

/* The value, "" if it is set to nothing, NULL if the file doesn't set it. Of several the
 * last counts. */
const char *dotenv_find(const struct dotenv *env, const char *key);

#endif
