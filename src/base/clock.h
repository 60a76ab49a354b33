/* clock.h - time as a parameter, so that tests can own it. */
#ifndef CVX_BASE_CLOCK_H
#define CVX_BASE_CLOCK_H

#include <stdint.h>

struct clock {
	/* Milliseconds since some moment in the past. Never goes back, and goes on while the
	 * machine sleeps: whether a lease has expired is read from it. */
	int64_t (*now_ms)(void *self);
	/* Sleep; may return early on a signal. */
	void (*sleep_ms)(void *self, int64_t ms);
	void *self;
};

/* The machine's clock. */
extern const struct clock clock_system;

/* "2025-10-15 09:00 UTC" into `out`, for people; returns it. */
#define CLOCK_TEXT_SIZE 32
const char *clock_text(char out[CLOCK_TEXT_SIZE], int64_t ms);

#endif
