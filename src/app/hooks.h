/* hooks.h - our git hooks as files of a folder: install, look at, remove.
 *
 * A hook of somebody else's is kept as it is, moved into a folder beside the one that git
 * runs hooks from, of the same depth and with links to its neighbours, so that it finds
 * itself and them where it expects them. Ours runs it first, and exits as it did; uninstall
 * moves it back. Whether this folder may be written to is for the caller to decide. */
#ifndef CVX_APP_HOOKS_H
#define CVX_APP_HOOKS_H

#include "base/err.h"
#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>

enum hook_presence {
	HOOK_MISSING,
	HOOK_INSTALLED,
	HOOK_OLDER,      /* ours, of another version or for a program elsewhere */
	HOOK_FOREIGN,    /* somebody else's */
};

struct hook_file {
	const char *event;       /* "post-checkout" */
	const char *path;
	const char *saved;       /* where somebody else's is kept */
	enum hook_presence presence;
	bool has_saved;
};

#define HOOK_EVENTS 4
#define HOOK_POST_COMMIT 3
extern const char *const hook_events[HOOK_EVENTS];

struct hooks {
	const char *folder;
	const char *saved;       /* the folder beside it */
	const char *program;     /* git-cvx-hook, absolute */
	struct hook_file files[HOOK_EVENTS];
};

/* Look what is there. folder: where git runs hooks from; program: what they call. */
int hooks_look(struct hooks *out, struct arena *arena, const char *folder,
               const char *program, struct err *err) CVX_CHECK;

/* Write the shims that are missing or older, in front of what is there. ERR_DECISION, and
 * nothing is written, if a foreign hook has taken the place of ours that had taken that of
 * another. */
int hooks_install(const struct hooks *hooks, struct arena *arena, struct err *err)
	CVX_CHECK;

/* The same for one of them; the others of ours are removed. */
int hooks_install_only(const struct hooks *hooks, struct arena *arena, size_t event,
                       struct err *err) CVX_CHECK;

/* Remove ours and put back what was there. *removed counts ours. */
int hooks_uninstall(const struct hooks *hooks, struct arena *arena, size_t *removed,
                    struct err *err) CVX_CHECK;

/* How many there are of a kind. */
size_t hooks_count(const struct hooks *hooks, enum hook_presence presence);

/* The git-cvx-hook beside the running program; NULL if there is none. Called by a path that an
 * upgrade leaves in place where there is one: the one that CVX_HOOK_PROGRAM names (npm's
 * launcher does), or one in PATH, if it leads to that file. */
const char *hooks_program(struct arena *arena);

#endif
