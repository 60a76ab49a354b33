/* libgit2_memory.c - where libgit2 takes its memory from: out of memory ends the program.
 *
 * It would call itself without end where there is none to note that there is none. */
#include "git/libgit2.h"

#include <git2/sys/alloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void *of_malloc(size_t n, const char *file, int line)
{
	(void)file;
	(void)line;
	return xmalloc(n);
}

static void *of_realloc(void *p, size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return xrealloc(p, size);
}

#if HAVE_GIT_ALLOCATOR_GCALLOC

/* Newer ones make the others of these two themselves. */
static size_t product(size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		out_of_memory();
	return count * size;
}

static void *of_calloc(size_t count, size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return xcalloc(count, size);
}

static void *of_mallocarray(size_t count, size_t size, const char *file, int line)
{
	return of_malloc(product(count, size), file, line);
}

static void *of_reallocarray(void *p, size_t count, size_t size, const char *file, int line)
{
	return of_realloc(p, product(count, size), file, line);
}

/* The first n bytes, which hold no NUL unless the text is meant to. */
static char *of_substrdup(const char *text, size_t n, const char *file, int line)
{
	char *copy;

	if (n == SIZE_MAX)
		out_of_memory();
	copy = of_malloc(n + 1, file, line);
	memcpy(copy, text, n);
	copy[n] = '\0';
	return copy;
}

static char *of_strdup(const char *text, const char *file, int line)
{
	return of_substrdup(text, strlen(text), file, line);
}

static char *of_strndup(const char *text, size_t n, const char *file, int line)
{
	return of_substrdup(text, strnlen(text, n), file, line);
}

#endif

void libgit2_use_our_memory(void)
{
	static git_allocator ours = {
		.gmalloc = of_malloc, .grealloc = of_realloc, .gfree = free,
#if HAVE_GIT_ALLOCATOR_GCALLOC
		.gcalloc = of_calloc, .gmallocarray = of_mallocarray,
		.greallocarray = of_reallocarray, .gstrdup = of_strdup, .gstrndup = of_strndup,
		.gsubstrdup = of_substrdup,
#endif
	};

	git_libgit2_opts(GIT_OPT_SET_ALLOCATOR, &ours);
}
