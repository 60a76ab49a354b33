/* surveying.h - read what the matrix shows: the migrations of branches, and what became of them
 * in each environment.
 *
 * Whatever can't be read is part of the result, not a failure. Nothing is written, here or
 * there; production is looked at like any other. */
#ifndef CVX_CMD_SURVEYING_H
#define CVX_CMD_SURVEYING_H

#include "cmd/context.h"
#include "core/matrix.h"

struct survey {
	struct matrix matrix;
	struct context *places;      /* one for each environment that was asked */
	size_t place_count;
};

struct surveying {
	char **branches;             /* to be shown; ends in NULL */
	size_t count;                /* of those; 0: the local ones, the current one first */
	size_t most;                 /* so many of the local ones at most; at least 1 */
};

/* survey_dispose() in any case. ERR_NOT_FOUND: there is no such branch. */
int survey_take(struct survey *out, struct context *ctx, const struct surveying *what,
                struct err *err) CVX_CHECK;
void survey_dispose(struct survey *survey);

/* Its two halves. Environments come first: how they are linked is what the settings of the
 * work tree say. */
int survey_environments(struct survey *survey, struct context *ctx, struct err *err) CVX_CHECK;
int survey_branches(struct survey *survey, struct context *ctx, const struct surveying *what,
                    struct err *err) CVX_CHECK;

#endif
