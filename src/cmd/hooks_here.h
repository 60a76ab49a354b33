/* hooks_here.h - the ways in which git can be made to call us, and which one is taken here:
 * hooks of git's configuration, files in its hooks folder, lines in hooks that are
 * committed. */
#ifndef CVX_CMD_HOOKS_HERE_H
#define CVX_CMD_HOOKS_HERE_H

#include "app/hooks.h"
#include "cmd/context.h"
#include "cmd/hooks_place.h"

/* For status: installed once, as the private settings remember. */
#define HOOKS_GONE "the hooks that were installed are gone, or some of them: " \
	"'git cvx hooks install' puts them back"

/* What to type where the lines are there, and husky's own files aren't. */
#define HOOKS_HUSKY_WRITES "npm install (or that of another package manager): husky writes its " \
	"files, which call the committed ones"

struct hooks_here {
	enum hooks_place place;
	struct hooks files;
	const char *lines;       /* the folder of the hooks that are committed; or NULL */
	bool has_line[HOOK_EVENTS];
	bool runs_line[HOOK_EVENTS];  /* ... and git runs the hook that it is in */
	bool for_all;            /* every work tree runs hooks from the same folder */
	bool configurable;       /* this git knows configured hooks */
	const char *configured;  /* the command of ours; NULL: there is none */
	bool is_event[HOOK_EVENTS];   /* ... for which it is called */
	bool is_current;         /* it is what install would write now */
	bool rests;              /* post-commit is put aside until the next wake-up */
};

/* Look what is there; a post-commit that rests (hook/rest.h) is put back first. */
int hooks_here(struct hooks_here *out, struct context *ctx, struct err *err) CVX_CHECK;
/* The same, and nothing is touched. */
int hooks_here_look(struct hooks_here *out, struct context *ctx, struct err *err) CVX_CHECK;

/* git will call us at this event. */
bool hooks_here_calls(const struct hooks_here *here, size_t event);
bool hooks_here_all(const struct hooks_here *here);
/* Some are there, and not all of this version. */
bool hooks_here_older(const struct hooks_here *here);

/* What may be written besides what belongs to this repository alone. */
struct hooks_leave {
	bool husky, shared;
};

/* In the one way that fits; what an earlier install left in another way is taken away.
 * ERR_DECISION, and nothing is written, where that needs leave. */
int hooks_here_install(const struct hooks_here *here, struct context *ctx,
                       const struct hooks_leave *leave, struct err *err) CVX_CHECK;

/* Remove ours, all of them that may be; *removed counts them. */
int hooks_here_uninstall(const struct hooks_here *here, struct context *ctx,
                         const struct hooks_leave *leave, size_t *removed, struct err *err)
	CVX_CHECK;

#endif
