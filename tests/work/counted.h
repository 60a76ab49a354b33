/* counted.h - included before the sources that t-linear.sh builds: what the C library does for
 * them counts as work, by the bytes that it passes.
 *
 * What they do themselves the compiler counts, by the block (-fsanitize-coverage=trace-pc). */
#ifndef CVX_TESTS_COUNTED_H
#define CVX_TESTS_COUNTED_H

#include <stdlib.h>
#include <string.h>
#include <strings.h>

extern unsigned long long work;

static inline size_t counted_len(size_t n)
{
	work += n + 1;
	return n;
}

static inline size_t counted_common(const char *a, const char *b, size_t most)
{
	size_t n = 0;

	while (n < most && a[n] && a[n] == b[n])
		n++;
	return counted_len(n);
}

static inline const char *counted_found(const char *from, const char *at, size_t otherwise)
{
	counted_len(at ? (size_t)(at - from) : otherwise);
	return at;
}

#define strlen(s) counted_len(strlen(s))
#define strspn(s, set) counted_len(strspn((s), (set)))
#define strcspn(s, set) counted_len(strcspn((s), (set)))
#define strcmp(a, b) (counted_common((a), (b), (size_t)-1), strcmp((a), (b)))
#define strncmp(a, b, n) (counted_common((a), (b), (n)), strncmp((a), (b), (n)))
#define strcasecmp(a, b) (counted_len((strlen)(b)), strcasecmp((a), (b)))
#define strncasecmp(a, b, n) (counted_len(n), strncasecmp((a), (b), (n)))
#define memcmp(a, b, n) (counted_len(n), memcmp((a), (b), (n)))
#define memcpy(a, b, n) (counted_len(n), memcpy((a), (b), (n)))
#define memmove(a, b, n) (counted_len(n), memmove((a), (b), (n)))
#define memchr(s, c, n) \
	((char *)counted_found((const char *)(s), (const char *)memchr((s), (c), (n)), (n)))
#define strchr(s, c) ((char *)counted_found((s), (strchr)((s), (c)), (strlen)(s)))
#define strrchr(s, c) (counted_len((strlen)(s)), strrchr((s), (c)))
#define strstr(s, t) ((char *)counted_found((s), (strstr)((s), (t)), (strlen)(s)))
#define strpbrk(s, t) ((char *)counted_found((s), (strpbrk)((s), (t)), (strlen)(s)))
#define calloc(n, size) (counted_len((n) * (size)), calloc((n), (size)))
#define realloc(p, size) (counted_len(size), realloc((p), (size)))

#endif
