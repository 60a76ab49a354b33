/* mem.h - memory: allocation that cannot fail, and arenas.
 *
 * Out of memory ends the program with a message, as any other failure does: with 128, unless
 * the program has said otherwise. That is safe because the journal is on disk before every
 * remote step. An arena owns everything that lives as long
 * as one command: lineups, ledger, plan. Such values have no free function. */
#ifndef CVX_BASE_MEM_H
#define CVX_BASE_MEM_H

#include <stddef.h>

/* The status that the program ends with when there is no more memory. */
void memory_ends_with(int status);
/* For allocation by others that failed. */
void out_of_memory(void) __attribute__((noreturn));

void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *p, size_t size);
char *xstrdup(const char *s);

struct arena_block;

/* Zero-initialised is empty and ready for use. */
struct arena {
	struct arena_block *blocks;
};

/* Zeroed memory that lives until arena_dispose(). */
void *arena_alloc(struct arena *arena, size_t size);
/* A copy of s; NULL gives NULL. */
char *arena_strdup(struct arena *arena, const char *s);
char *arena_strndup(struct arena *arena, const char *s, size_t n);
char *arena_printf(struct arena *arena, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Make room for one more element in an array that lives in the arena and only grows: of a
 * stack, pass the most elements that it ever had, or each push beside a power of two copies it. `items` has
 * `count` elements of `size` bytes; capacity is the next power of two. Returns the
 * array, moved if it had to grow:  a = arena_grow(arena, a, n, sizeof(*a)); a[n++] = x; */
void *arena_grow(struct arena *arena, void *items, size_t count, size_t size);

/* Release everything; the arena is empty and usable again. */
void arena_dispose(struct arena *arena);

#endif
