/* out_of_memory.c - loaded before the C library: an allocation fails, and what follows it may.
 *
 *     OUT_OF_MEMORY_AT=n      the n-th fails, and all after it; with -n that one alone
 *     OUT_OF_MEMORY_COUNT=f   how many there were is written to the file f
 *
 * Programs that the program starts are left alone. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *p, size_t size);

static long fails_at, made, count_fd = -1;

__attribute__((constructor)) static void begin(void)
{
	const char *at = getenv("OUT_OF_MEMORY_AT"), *count = getenv("OUT_OF_MEMORY_COUNT");

	if (count)
		count_fd = open(count, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	unsetenv("LD_PRELOAD");
	unsetenv("OUT_OF_MEMORY_COUNT");
	made = 0;
	fails_at = at ? strtol(at, NULL, 10) : 0;
}

__attribute__((destructor)) static void end(void)
{
	if (count_fd >= 0)
		dprintf((int)count_fd, "%ld\n", made);
}

static int fails(void)
{
	made++;
	if (!fails_at || (fails_at > 0 ? made < fails_at : made != -fails_at))
		return 0;
	errno = ENOMEM;
	return 1;
}

void *malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *p, size_t size)
{
	return fails() ? NULL : __libc_realloc(p, size);
}
