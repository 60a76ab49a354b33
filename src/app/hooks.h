/* hooks.h - our git hooks as files of a folder: install, look at, remove.
 *
 * A hook that is another program's is kept as it is, moved into a folder beside the one that
 * git runs hooks from, of the same depth and with links to its neighbours, so that it finds
 * itself and them where it expects them. Our block (hook_text.h) runs it first, and ends as it
 * did; uninstall moves it back. Lines that other programs add to the file with our block run,
 * and stay. Whether this folder may be written to is for the caller to decide. */
#ifndef CVX_APP_HOOKS_H
#define CVX_APP_HOOKS_H

#include "base/err.h"
#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>

enum hook_presence {
	HOOK_MISSING,
	HOOK_INSTALLED,
	HOOK_OLDER,      /* ours, of another version, for a program elsewhere, or nested */
	HOOK_FOREIGN,    /* another program's, without our block */
};

struct hook_file {
	const char *event;       /* "post-checkout" */
	const char *path;
	const char *saved;       /* where one of another program is kept */
	enum hook_presence presence;
	bool has_saved;
	bool is_nested;          /* ... and our own block is in it, too */
	bool has_others;         /* lines of others stand beside our block */
};

#define HOOK_EVENTS 4
#define HOOK_POST_COMMIT 3
extern const char *const hook_events[HOOK_EVENTS];

struct hooks {
	const char *folder;
	const char *saved;       /* the folder beside it */
	const char *program;     /* git-cvx-hook, absolute */
	int shared;              /* modes of what is made, as in hook_mode.h; 0 after looking */
	struct hook_file files[HOOK_EVENTS];
};

/* Look what is there. folder: where git runs hooks from; program: what they call. */
int hooks_look(struct hooks *out, struct arena *arena, const char *folder,
               const char *program, struct err *err) CVX_CHECK;

/* Put in the blocks that are missing or older, before what is there. ERR_DECISION, and
 * nothing is written, if a foreign hook has taken the place of ours that had taken that of
 * another. */
int hooks_install(const struct hooks *hooks, struct arena *arena, struct err *err)
	CVX_CHECK;

/* The same for one of them; the others of ours are removed. */
int hooks_install_only(const struct hooks *hooks, struct arena *arena, size_t event,
                       struct err *err) CVX_CHECK;

/* Take our blocks out and put back what was there. *removed counts them. ERR_DECISION, and
 * nothing is written, where that needs a person; ERR_IO if something can't be read. */
int hooks_uninstall(const struct hooks *hooks, struct arena *arena, size_t *removed,
                    struct err *err) CVX_CHECK;

/* Would hooks_uninstall() refuse? ERR_DECISION then. Changes nothing. */
int hooks_may_uninstall(const struct hooks *hooks, struct arena *arena, struct err *err)
	CVX_CHECK;

/* How many there are of a kind. */
size_t hooks_count(const struct hooks *hooks, enum hook_presence presence);

/* The git-cvx-hook beside the running program; NULL if there is none. Called by a path that an
 * upgrade leaves in place where there is one: the one that CVX_HOOK_PROGRAM names (npm's
 * launcher does), or one in PATH, if it leads to that file. */
const char *hooks_program(struct arena *arena);

#endif
