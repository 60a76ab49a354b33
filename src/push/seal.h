/* seal.h - one migration of the staged target as one self-contained file.
 *
 * Whatever the layout, the file exports `up` and, if there is one, `down`. Which indexes
 * the tree declares only the server can tell, once the tree is pushed: they aren't
 * filled in here. */
#ifndef CVX_PUSH_SEAL_H
#define CVX_PUSH_SEAL_H

#include "core/exchange.h"
#include "push/bundle.h"
#include "push/file_set.h"

#define SEAL_MAX ((size_t)8 * 1024 * 1024)

/* Bundle it; fills all of *out but the indexes, which stay NULL. ERR_STEP_FAILED: esbuild refuses it, or it
 * is larger than SEAL_MAX. */
int seal_make(struct seal *out, const struct bundler *bundler, const struct file_set *set,
              const char *app, const struct migration *migration, struct err *err)
	CVX_CHECK;

/* A whole one into another arena; of indexes there are none. */
void seal_copy(struct seal *out, struct arena *arena, const struct seal *seal);

#endif
