/* clock.c - the machine's clock. */
#include "base/clock.h"

#include <stdio.h>
#include <time.h>

/* Linux stops its monotonic clock while the machine sleeps. */
#ifdef CLOCK_BOOTTIME
#define CLOCK CLOCK_BOOTTIME
#else
#define CLOCK CLOCK_MONOTONIC
#endif

static int64_t now_ms(void *self)
{
	struct timespec t;

	(void)self;
	clock_gettime(CLOCK, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void sleep_ms(void *self, int64_t ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

	(void)self;
	nanosleep(&t, NULL);
}

const struct clock clock_system = { now_ms, sleep_ms, NULL };

const char *clock_text(char out[CLOCK_TEXT_SIZE], int64_t ms)
{
	time_t seconds = (time_t)(ms / 1000);
	struct tm tm;

	if (!gmtime_r(&seconds, &tm) ||
	    !strftime(out, CLOCK_TEXT_SIZE, "%Y-%m-%d %H:%M UTC", &tm))
		snprintf(out, CLOCK_TEXT_SIZE, "at an unknown time");
	return out;
}
