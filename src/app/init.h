/* init.h - put git-cvx into a Convex app, and take it out again.
 *
 * A plan of what happens to each file is made from what is on disk; then it is carried out.
 * What git-cvx did not write is never overwritten or removed: if such a file is in the way,
 * the plan has a conflict, and nothing at all is done. Nothing is staged or committed. */
#ifndef CVX_APP_INIT_H
#define CVX_APP_INIT_H

#include "base/err.h"
#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>

struct init_app {
	const char *worktree;    /* absolute */
	const char *app;         /* the folder of package.json, from its top; "" is the top */
	const char *functions;   /* from its top: "convex" */
	/* Absolute path of a private file that says what init added to files that are not
	 * its own: only that is taken out again. */
	const char *record;
	bool has_modules;        /* its migrations are exports of modules: nothing is moved */
	const char *settings;    /* what .cvx.ini lacks to name this app; NULL: nothing */
};

enum init_kind {
	INIT_CREATE,
	INIT_EDIT,       /* there, and will be changed */
	INIT_REMOVE,
	INIT_KEEP,       /* there, and as it should be, or not ours to touch */
	INIT_CONFLICT,   /* somebody else's, and in the way */
};

struct init_action {
	enum init_kind kind;
	const char *path;        /* from the work tree's top */
	const char *text;        /* what it will hold; NULL unless it is created or edited */
	const char *reason;      /* half a line; NULL if there is nothing to say */
	const char *advice;      /* a conflict: what to do, in lines */
	bool is_newer;           /* kept, as a newer git-cvx wrote it */
};

struct init_plan {
	struct init_action *items;
	size_t count;
	size_t changes, conflicts;
	const char *record;      /* what the private file will hold; NULL: it is removed */
};

/* ERR_NO_APP if there is no package.json, or it doesn't depend on convex. */
int init_plan(struct init_plan *out, struct arena *arena, const struct init_app *app,
              struct err *err) CVX_CHECK;

/* The way back: what init wrote and nobody changed. Migrations stay, and what they need. */
int init_plan_undo(struct init_plan *out, struct arena *arena, const struct init_app *app,
                   struct err *err) CVX_CHECK;

/* Carry it out, file by file. ERR_DECISION, and nothing is done, if it has conflicts. */
int init_apply(const struct init_plan *plan, struct arena *arena,
               const struct init_app *app, struct err *err) CVX_CHECK;

/* The word for an action: "create", "edit", "remove", "keep", "conflict". */
const char *init_word(enum init_kind kind);

#endif
