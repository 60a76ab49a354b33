/* access_store.h - how to get at deployments in the cloud, kept between commands.
 *
 * One file per deployment, host and credential, whose name the caller makes from all three:
 * nobody else's is ever found under it. Outside the repository, in a folder of mode 0700, files
 * of mode 0600. What isn't ours alone, has ended or can't be read counts as not there; keeping
 * is a convenience, so that it can't be done is no error of the command's. */
#ifndef CVX_CONF_ACCESS_STORE_H
#define CVX_CONF_ACCESS_STORE_H

#include "base/err.h"
#include "base/mem.h"
#include "core/exchange.h"

/* How long one is used before it is asked for again. */
#define ACCESS_STORE_SECONDS ((int64_t)8 * 60 * 60)

/* $XDG_CACHE_HOME, else .cache in the home: git-cvx/credentials in it. Both may be NULL, and
 * so is the result then. */
const char *access_store_folder(struct arena *arena, const char *xdg_cache_home,
                                const char *home);

/* False: there is none, or none that may be used. The key is registered as a secret.
 * now: seconds since 1970. */
bool access_store_load(struct access *out, struct arena *arena, const char *folder,
                       const char *name, int64_t now);

/* -1: it couldn't be written; the next command asks again. */
int access_store_save(const struct access *access, const char *folder, const char *name,
                      int64_t now, struct err *err) CVX_CHECK;

/* Forget one; none is fine. */
int access_store_forget(const char *folder, const char *name, struct err *err) CVX_CHECK;
/* Forget all, *count of them. */
int access_store_forget_all(size_t *count, const char *folder, struct err *err) CVX_CHECK;

#endif
