/* view_matrix_html.h - branches, environments and migrations as a page of its own.
 *
 * Loads nothing and runs nothing: what it says of a cell is in it, and shown by its style.
 * Whatever comes from a repository or a deployment is escaped; no URL and no path of a file
 * gets in. */
#ifndef CVX_UI_VIEW_MATRIX_HTML_H
#define CVX_UI_VIEW_MATRIX_HTML_H

#include "base/buf.h"
#include "core/matrix.h"

/* What every page of ours begins with. */
#define MATRIX_PAGE_BEGIN "<!doctype html>\n<!-- git cvx matrix -->\n"

struct matrix_page {
	const struct matrix *matrix;
	struct arena *arena;
	const char *template;   /* matrix.html: lines that are only @NAME@ are filled in */
	const char *program;    /* whose version it is */
	int64_t made_at;        /* ms */
};

void view_matrix_html(struct buf *out, const struct matrix_page *page);

#endif
