/* live.h - something that takes its time: when to show how it stands, and where.
 *
 * On a terminal on a line that overwrites itself; elsewhere in plain lines, after 10 s, after
 * 30 s, and then each minute. The caller owns the time and the words. */
#ifndef CVX_UI_LIVE_H
#define CVX_UI_LIVE_H

#include "ui/out.h"

#include <stdint.h>

#define LIVE_REDRAW_MS 60     /* as often as an eye can follow */
#define LIVE_SECOND_MS 1000   /* where nothing but the seconds change */

struct live {
	struct out *out;
	int64_t every_ms;     /* on a terminal */
	int64_t began_ms, shown_ms;
	unsigned lines;       /* the plain ones so far, said or left out */
};

/* It begins now. */
void live_begin(struct live *live, struct out *out, int64_t every_ms, int64_t now_ms);

bool live_is_due(const struct live *live, int64_t now_ms);
/* Show it, if it is due or not. Nothing with -q. */
void live_show(struct live *live, int64_t now_ms, const char *words);

#endif
