/* clone.h - this clone's identity, kept in the private settings.
 *
 * The ledger says which clone applied a migration, so that a hook never undoes what
 * another one needs. Worktrees of one clone share the identity. */
#ifndef CVX_CONF_CLONE_H
#define CVX_CONF_CLONE_H

#include "base/err.h"
#include "base/mem.h"

struct clone {
	const char *id;      /* 32 hex digits, random */
	const char *name;
};

/* Note that this clone uses git-cvx. The first time it gets an id, for ever, and the
 * name, which may be changed by hand afterwards. */
int clone_enroll(struct clone *out, struct arena *arena, const char *common_dir,
                 const char *name, struct err *err) CVX_CHECK;

/* Note that it doesn't any more; the id is kept. */
int clone_leave(struct arena *arena, const char *common_dir, struct err *err) CVX_CHECK;

/* Note whether hooks are installed, and which Node runs the app's tools, for hooks that are
 * started without a PATH; NULL: what is noted stays. */
int clone_remember_hooks(struct arena *arena, const char *common_dir, bool installed,
                         const char *node, struct err *err) CVX_CHECK;

/* There are private settings, but they don't say whether this clone uses git-cvx: somebody has
 * emptied them. */
int clone_is_undecided(bool *out, struct arena *arena, const char *common_dir, struct err *err)
	CVX_CHECK;

#endif
