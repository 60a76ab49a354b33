/* package_json.h - edit a package.json as text: the dependency that migrations need.
 *
 * Pure: text in, text out. One member is put in or taken out, and every other byte stays,
 * so that taking it out again gives back the bytes there were. */
#ifndef CVX_APP_PACKAGE_JSON_H
#define CVX_APP_PACKAGE_JSON_H

#include "base/buf.h"
#include "base/err.h"
#include "core/migrations_package.h"

#define PACKAGE_MIGRATIONS_RANGE "^" MIGRATIONS_MINIMUM

/* The text names `convex` among its dependencies: a Convex app. */
bool package_json_is_app(const char *text);

/* Put the dependency next to that on convex. *out is equal to text if there is one.
 * ERR_NO_APP if there is none on convex; ERR_DECISION if the one on migrations allows
 * only versions that are too old; ERR_UNSUPPORTED if the text is no JSON or holds a merge
 * that isn't finished, so that the dependency couldn't be taken out again. */
int package_json_add(struct buf *out, const char *text, struct err *err) CVX_CHECK;

/* Take out what package_json_add() puts in; another version stays, and so does one that is there
 * twice. *out must be empty. *removed says whether
 * there was one. */
void package_json_remove(struct buf *out, const char *text, bool *removed);

#endif
