/* buf.h - growable text with a ceiling.
 *
 * The text is never NULL and always ends in NUL. A buffer that would grow beyond
 * `max` stops growing and remembers it: whoever fills it from the network or from a
 * file checks buf_overflowed() once, at the end. */
#ifndef CVX_BASE_BUF_H
#define CVX_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct buf {
	char *text;
	size_t len, size;
	size_t max;      /* bytes; 0 is BUF_DEFAULT_MAX */
	bool overflowed;
};

#define BUF_DEFAULT_MAX ((size_t)64 * 1024 * 1024)

extern char buf_empty[];
#define BUF_INIT { buf_empty, 0, 0, 0, false }
#define BUF_INIT_MAX(bytes) { buf_empty, 0, 0, (bytes), false }

void buf_add(struct buf *buf, const void *bytes, size_t n);
void buf_adds(struct buf *buf, const char *s);
void buf_addc(struct buf *buf, char c);
void buf_addf(struct buf *buf, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_vaddf(struct buf *buf, const char *fmt, va_list args)
	__attribute__((format(printf, 2, 0)));

/* Cut to n bytes; n must not exceed the length. */
void buf_truncate(struct buf *buf, size_t n);
bool buf_overflowed(const struct buf *buf);

/* Hand the text to the caller, who frees it with free(); the buffer is empty again. */
char *buf_detach(struct buf *buf);
/* Release the text; the buffer is empty and usable again. */
void buf_dispose(struct buf *buf);
/* The same, but overwrite the bytes first: for text that held a secret. */
void buf_wipe(struct buf *buf);

/* The same text; NULL is the same as NULL only. */
bool text_equal(const char *a, const char *b);
/* Where the next line begins; the end of the text behind the last one. */
const char *text_next_line(const char *line);

#endif
