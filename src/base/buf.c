/* buf.c - growable text with a ceiling. */
#include "base/buf.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char buf_empty[1] = "";

static bool reserve(struct buf *buf, size_t more)
{
	size_t max = buf->max ? buf->max : BUF_DEFAULT_MAX, want;

	if (buf->overflowed || more > max || buf->len > max - more) {
		buf->overflowed = true;
		return false;
	}
	want = buf->len + more + 1;
	if (want <= buf->size)
		return true;
	if (want < buf->size * 2)
		want = buf->size * 2;
	if (want < 64)
		want = 64;
	buf->text = xrealloc(buf->size ? buf->text : NULL, want);
	buf->size = want;
	return true;
}

void buf_add(struct buf *buf, const void *bytes, size_t n)
{
	if (!n || !reserve(buf, n))
		return;
	memcpy(buf->text + buf->len, bytes, n);
	buf->len += n;
	buf->text[buf->len] = '\0';
}

void buf_adds(struct buf *buf, const char *s)
{
	buf_add(buf, s, strlen(s));
}

void buf_addc(struct buf *buf, char c)
{
	buf_add(buf, &c, 1);
}

void buf_vaddf(struct buf *buf, const char *fmt, va_list args)
{
	va_list again;
	int n;

	va_copy(again, args);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n <= 0 || !reserve(buf, (size_t)n))
		return;
	vsnprintf(buf->text + buf->len, (size_t)n + 1, fmt, args);
	buf->len += (size_t)n;
}

void buf_addf(struct buf *buf, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	buf_vaddf(buf, fmt, args);
	va_end(args);
}

void buf_truncate(struct buf *buf, size_t n)
{
	if (n >= buf->len)
		return;
	buf->len = n;
	buf->text[n] = '\0';
}

bool buf_overflowed(const struct buf *buf)
{
	return buf->overflowed;
}

char *buf_detach(struct buf *buf)
{
	char *text = buf->size ? buf->text : xstrdup("");

	*buf = (struct buf)BUF_INIT_MAX(buf->max);
	return text;
}

void buf_dispose(struct buf *buf)
{
	if (buf->size)
		free(buf->text);
	*buf = (struct buf)BUF_INIT_MAX(buf->max);
}

void buf_wipe(struct buf *buf)
{
	volatile char *p = buf->text;

	for (size_t i = 0; i < buf->size; i++)
		p[i] = '\0';
	buf_dispose(buf);
}

const char *text_next_line(const char *line)
{
	line += strcspn(line, "\n");
	return line + (*line == '\n');
}

bool text_equal(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}
