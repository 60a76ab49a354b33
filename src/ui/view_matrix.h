/* view_matrix.h - branches, environments and migrations: for people, and for scripts. */
#ifndef CVX_UI_VIEW_MATRIX_H
#define CVX_UI_VIEW_MATRIX_H

#include "core/matrix.h"
#include "ui/out.h"

struct view_matrix {
	const struct matrix *matrix;
	struct arena *arena;
	size_t columns;       /* that there are; FIT_ALL: enough */
	bool unicode;
};

/* A line for each column, as `git show-branch` has them, then one for each migration; what the
 * signs mean; and what couldn't be read. */
void view_matrix(struct out *out, const struct view_matrix *view);
/* The man page tells the fields. */
void view_matrix_porcelain(struct out *out, const struct matrix *matrix, bool nul);

/* So many branches fit beside the ids and that many environments; at least 1. */
size_t view_matrix_room(size_t columns, size_t environments);

#endif
