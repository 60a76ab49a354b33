/* fuzz.h - what the harnesses share: exact copies of the input, claims, a folder of their own.
 *
 * A copy is as large as it must be, so that AddressSanitizer sees the first byte read beyond it. */
#ifndef CVX_TESTS_FUZZ_H
#define CVX_TESTS_FUZZ_H

#include "core/migration.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* libFuzzer calls it with each input. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* What is asked is what is read and written, not whether that outlives a failing disk. */
int fsync(int fd);
int fsync(int fd)
{
	(void)fd;
	return 0;
}

#define CLAIM(condition) fuzz_claim((condition), #condition, __FILE__, __LINE__)

static inline void fuzz_claim(bool holds, const char *what, const char *file, int line)
{
	if (holds)
		return;
	fprintf(stderr, "%s:%d: doesn't hold: %s\n", file, line, what);
	abort();
}

/* The bytes, without a NUL behind them. */
static inline char *fuzz_bytes(const uint8_t *data, size_t len)
{
	char *copy = malloc(len ? len : 1);

	CLAIM(copy != NULL);
	return len ? memcpy(copy, data, len) : copy;
}

/* The bytes as a text, which ends at their first NUL. */
static inline char *fuzz_text(const uint8_t *data, size_t len)
{
	const uint8_t *nul = len ? memchr(data, '\0', len) : NULL;
	size_t n = nul ? (size_t)(nul - data) : len;
	char *copy = malloc(n + 1);

	CLAIM(copy != NULL);
	if (n)
		memcpy(copy, data, n);
	copy[n] = '\0';
	return copy;
}

static inline void fuzz_names(const struct names *names)
{
	for (size_t i = 0; i < names->count; i++)
		CLAIM(names->items[i] != NULL);
}

static inline bool fuzz_same_names(const struct names *a, const struct names *b)
{
	for (size_t i = 0; i < a->count && i < b->count; i++)
		if (strcmp(a->items[i], b->items[i]) != 0)
			return false;
	return a->count == b->count;
}

/* The working folder: run.sh makes an empty one for each harness. */
static inline void fuzz_write(const char *path, const uint8_t *data, size_t len)
{
	FILE *f = fopen(path, "we");

	CLAIM(f && fwrite(data, 1, len, f) == len && !fclose(f));
}

#endif
