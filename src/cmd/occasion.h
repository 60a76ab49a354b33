/* occasion.h - may data move now, without anybody having asked for it by name?
 *
 * Judged from HEAD and the work tree as they are, for hooks, and for a run that finds that
 * something else is wanted meanwhile. */
#ifndef CVX_CMD_OCCASION_H
#define CVX_CMD_OCCASION_H

#include "cmd/context.h"

enum occasion {
	OCCASION_NONE,       /* nothing changed that matters, or no moment to touch anything */
	OCCASION_NOTIFY,     /* say what would be done */
	OCCASION_MOVE,
};

/* ctx is fresh from context_open(). fresh: the work tree has just been made. *target is the
 * work tree, unless the answer is OCCASION_NONE. ERR_NO_APP if it holds no app. */
int occasion_judge(struct context *ctx, bool fresh, struct target *target,
                   enum occasion *out, struct err *err) CVX_CHECK;

#endif
