/* facts.h - what the staged target declares, asked of its own code.
 *
 * Its schema and its convex.config are bundled and run by Node, which prints what they
 * export; reading TypeScript by other means would guess. */
#ifndef CVX_PUSH_FACTS_H
#define CVX_PUSH_FACTS_H

#include "core/exchange.h"
#include "push/bundle.h"
#include "push/file_set.h"

struct facts {
	struct index_list indexes;   /* of the schema; empty without one */
	struct names mounts;         /* names of the app's components */
};

/* `app` and `functions` are folders from the top of the tree. */
int facts_read(struct facts *out, const struct bundler *bundler, const struct file_set *set,
               const char *app, const char *functions, struct err *err) CVX_CHECK;

/* The first of the seal's needs that the tree doesn't meet, or NULL. A function counts
 * as there if the module is and holds its name. */
int facts_missing(const char **out, const struct facts *facts, const struct file_set *set,
                  const char *functions, const struct seal *seal, struct err *err)
	CVX_CHECK;

#endif
