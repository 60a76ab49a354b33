/* tap.h - unit tests in C that speak TAP: call ok() and friends, end with done(). */
#ifndef CVX_TESTS_TAP_H
#define CVX_TESTS_TAP_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int tap_count, tap_failed;

static inline bool tap_report(bool good, const char *name, const char *file, int line)
{
	printf("%sok %d - %s\n", good ? "" : "not ", ++tap_count, name);
	if (!good) {
		printf("# at %s:%d\n", file, line);
		tap_failed++;
	}
	return good;
}

static inline bool tap_is_str(const char *got, const char *want, const char *name,
                              const char *file, int line)
{
	bool good = got == want || (got && want && !strcmp(got, want));

	if (!tap_report(good, name, file, line))
		printf("#  got: %s\n# want: %s\n", got ? got : "NULL", want ? want : "NULL");
	return good;
}

static inline bool tap_is_int(long long got, long long want, const char *name,
                              const char *file, int line)
{
	if (!tap_report(got == want, name, file, line))
		printf("#  got: %lld\n# want: %lld\n", got, want);
	return got == want;
}

#define ok(condition, name) tap_report((condition), (name), __FILE__, __LINE__)
#define is_str(got, want, name) tap_is_str((got), (want), (name), __FILE__, __LINE__)
#define is_int(got, want, name) tap_is_int((got), (want), (name), __FILE__, __LINE__)

/* The last line of main: return done(); */
static inline int done(void)
{
	printf("1..%d\n", tap_count);
	return tap_failed ? 1 : 0;
}

#endif
