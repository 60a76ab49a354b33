/* view_log.h - what was done to a deployment: for people, and for scripts. */
#ifndef CVX_UI_VIEW_LOG_H
#define CVX_UI_VIEW_LOG_H

#include "core/log.h"
#include "ui/out.h"

struct view_log {
	const struct log *log;
	size_t count;               /* so many of its entries */
	size_t columns;             /* that there are; FIT_ALL: enough */
	bool unicode;
	bool whole;                 /* everything that is known of each */
	const int64_t *seal_sizes;  /* with `whole`, for each entry, in bytes; negative: none */
};

/* Two lines or more for each: when, what became of which; how much, from where, by whom. */
void view_log(struct out *out, const struct view_log *view);
/* One line for each. */
void view_log_short(struct out *out, const struct view_log *view);
/* The man page tells the fields. */
void view_log_porcelain(struct out *out, const struct view_log *view, bool nul);

#endif
