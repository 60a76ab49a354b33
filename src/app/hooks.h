/* hooks.h - our git hooks: install, look at, remove.
 *
 * One-line shims in the folder that git itself names. A hook of somebody else's is never
 * touched, and neither is a folder that core.hooksPath points to. */
#ifndef CVX_APP_HOOKS_H
#define CVX_APP_HOOKS_H

#include "base/err.h"
#include "base/mem.h"

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
	enum hook_presence presence;
};

#define HOOK_EVENTS 2

struct hooks {
	const char *folder;
	const char *program;     /* git-cvx-hook, absolute */
	bool is_redirected;      /* core.hooksPath names the folder: not handled yet */
	struct hook_file files[HOOK_EVENTS];
};

/* Look what is there. folder: where git runs hooks from; program: what they call. */
int hooks_look(struct hooks *out, struct arena *arena, const char *folder,
               const char *program, struct err *err) CVX_CHECK;

/* Write the shims that are missing or older. ERR_UNSUPPORTED, and nothing is written, if
 * a foreign hook is in the way or git's hooks folder is redirected; the hint is the line
 * to add by hand. */
int hooks_install(const struct hooks *hooks, struct arena *arena, struct err *err)
	CVX_CHECK;

/* Remove ours, and nothing else. *removed counts them. */
int hooks_uninstall(const struct hooks *hooks, size_t *removed, struct err *err)
	CVX_CHECK;

/* The git-cvx-hook beside the running program; NULL if there is none. */
const char *hooks_program(struct arena *arena);

#endif
