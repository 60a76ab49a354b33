/* schema.h - hold JSON against a JSON Schema, as far as outputs.schema.json uses it: $ref into
 * its own $defs, allOf, type, enum, properties, required, items. Stricter in one way: a member
 * that the schema doesn't name is wrong, so that none goes undocumented. */
#ifndef CVX_TESTS_CODEC_SCHEMA_H
#define CVX_TESTS_CODEC_SCHEMA_H

#include "base/buf.h"
#include "codec/json.h"

/* The value is a `name` of the schema's $defs; else what is wrong is added, a line each. */
bool schema_holds(const struct value *schema, const char *name, const struct value *value,
                  struct buf *wrong);

/* Call with each member's name that the $defs `name` names, in itself and below; once for each
 * place. */
void schema_names(const struct value *schema, const char *name,
                  void (*found)(void *payload, const char *member), void *payload);

#endif
