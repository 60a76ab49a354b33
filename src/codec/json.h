/* json.h - JSON text into values, and the only includer of jansson.
 *
 * Values live in the caller's arena and need no freeing. Looking into one never
 * crashes: a member that isn't there, or isn't of the kind asked for, is NULL, -1 or the
 * default. Functions that fail say which member is wrong, nothing more: whoever asked
 * knows whose text it was. */
#ifndef CVX_CODEC_JSON_H
#define CVX_CODEC_JSON_H

#include "base/err.h"
#include "base/library.h"
#include "base/mem.h"
#include "core/migration.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum value_kind {
	VALUE_NULL,
	VALUE_FLAG,
	VALUE_NUMBER,
	VALUE_TEXT,
	VALUE_LIST,
	VALUE_OBJECT,
};

struct value {
	enum value_kind kind;
	bool flag;
	double number;
	const char *text;           /* ends in NUL; may hold others before */
	size_t len;                 /* of the text */
	const struct member *items; /* of a list (name NULL) or of an object */
	size_t count;
};

struct member {
	const char *name;
	struct value value;
};

/* Which jansson this is. */
void json_library(struct library *out);

/* Parse the whole text. -1 with ERR_SERVER and the parser's complaint if it isn't one. */
int value_parse(const struct value **out, struct arena *arena, const char *text,
                size_t len, struct err *err) CVX_CHECK;

/* A member, or NULL: not there, or `in` is no object (or NULL). null is a value. */
const struct value *value_member(const struct value *in, const char *name);

/* Optional members: absent and null give the default, another kind as well. */
const char *value_text(const struct value *in, const char *name);         /* or NULL */
double value_number(const struct value *in, const char *name, double otherwise);
int64_t value_integer(const struct value *in, const char *name, int64_t otherwise);
bool value_flag(const struct value *in, const char *name);                /* or false */

/* Members that must be there, of that kind: -1 with ERR_SERVER, "'name' is missing". */
int value_need_text(const struct value *in, const char *name, const char **out,
                    struct err *err) CVX_CHECK;
int value_need_number(const struct value *in, const char *name, double *out,
                      struct err *err) CVX_CHECK;
int value_need_list(const struct value *in, const char *name, const struct value **out,
                    struct err *err) CVX_CHECK;

/* A list of texts; absent and null are an empty one. */
int value_names(const struct value *in, const char *name, struct arena *arena,
                struct names *out, struct err *err) CVX_CHECK;

#endif
