/* when.c - times and spans for people. */
#include "ui/when.h"

#include <time.h>

void when_add(struct buf *out, double ms)
{
	char text[32] = "";
	time_t seconds = (time_t)(ms / 1000);
	struct tm tm;

	if (ms >= 0 && localtime_r(&seconds, &tm) &&
	    strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &tm))
		buf_adds(out, text);
	else
		buf_addf(out, "%16s", "");
}

void when_add_span(struct buf *out, int64_t ms)
{
	long long seconds = (ms + 500) / 1000;

	if (ms < 60000)
		buf_addf(out, "%.1f s", (double)ms / 1000);
	else if (seconds < 3600)
		buf_addf(out, "%lld min %lld s", seconds / 60, seconds % 60);
	else
		buf_addf(out, "%lld h %lld min", seconds / 3600, seconds % 3600 / 60);
}
