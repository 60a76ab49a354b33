/* live.c - something that takes its time: when to show how it stands, and where. */
#include "ui/live.h"

#define SECONDS(n) ((int64_t)(n) * 1000)

void live_begin(struct live *live, struct out *out, int64_t every_ms, int64_t now_ms)
{
	*live = (struct live){ .out = out, .every_ms = every_ms, .began_ms = now_ms,
	                       .shown_ms = now_ms };
}

/* When the next plain line is due. */
static int64_t next_line_ms(const struct live *live)
{
	if (live->lines < 2)
		return live->lines ? SECONDS(30) : SECONDS(10);
	return SECONDS(60) * (live->lines - 1);
}

bool live_is_due(const struct live *live, int64_t now_ms)
{
	if (!live->out->terminal)
		return now_ms - live->began_ms >= next_line_ms(live);
	return (now_ms - live->began_ms) / live->every_ms !=
	       (live->shown_ms - live->began_ms) / live->every_ms;
}

void live_show(struct live *live, int64_t now_ms, const char *words)
{
	live->shown_ms = now_ms;
	if (live->out->terminal) {
		out_progress(live->out, words);
		return;
	}
	while (now_ms - live->began_ms >= next_line_ms(live))
		live->lines++;
	out_note(live->out, "%s", words);
}
