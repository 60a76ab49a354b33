/* wire_text.h - texts of the ledger that become more than text here.
 *
 * Ids, hashes and function paths end up in paths of files, in sources and in questions to
 * git. The ledger may have been written by another client than git-cvx, so each is what it is
 * meant to be, or the answer is refused. Texts for people aren't looked at: what prints them
 * takes care. -1 with ERR_SERVER names the member, never what it holds. */
#ifndef CVX_CODEC_WIRE_TEXT_H
#define CVX_CODEC_WIRE_TEXT_H

#include "codec/json.h"

/* The id of a migration: 1 to 128 letters, digits, '_' and '$'. It must be there. */
int wire_id(const struct value *in, const char *name, const char **out, struct err *err)
	CVX_CHECK;

/* Where absent or null, *out is NULL. */

/* 40 or 64 digits, hexadecimal ones in small letters. */
int wire_hash(const struct value *in, const char *name, const char **out, struct err *err)
	CVX_CHECK;
/* "migrations/x:up": module and export, of letters, digits, and '_', '$', '-', '.'; the
 * module has no empty part and none of dots alone. */
int wire_function(const struct value *in, const char *name, const char **out,
                  struct err *err) CVX_CHECK;
/* The id of a ledger, a run or a tree: 1 to 64 letters, digits, '-' and '_'. */
int wire_word(const struct value *in, const char *name, const char **out, struct err *err)
	CVX_CHECK;

#endif
