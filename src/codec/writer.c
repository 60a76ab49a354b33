/* writer.c - write JSON into a buffer. */
#include "codec/writer.h"

#include "base/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void quote(struct buf *out, const char *text, size_t len)
{
	const unsigned char *p = (const unsigned char *)text;

	buf_addc(out, '"');
	for (size_t i = 0; i < len;) {
		size_t n = utf8_length(p + i, len - i);

		if (!n) {
			buf_adds(out, "\xef\xbf\xbd");
			n = 1;
		} else if (p[i] == '"' || p[i] == '\\') {
			buf_addc(out, '\\');
			buf_addc(out, text[i]);
		} else if (p[i] == '\n') {
			buf_adds(out, "\\n");
		} else if (p[i] < 0x20 || p[i] == 0x7f) {
			buf_addf(out, "\\u%04x", p[i]);
		} else {
			buf_add(out, text + i, n);
		}
		i += n;
	}
	buf_addc(out, '"');
}

static void begin(struct writer *w, const char *name)
{
	if (w->comma)
		buf_addc(w->out, ',');
	w->comma = true;
	if (name) {
		quote(w->out, name, strlen(name));
		buf_addc(w->out, ':');
	}
}

static void open(struct writer *w, const char *name, char first, char last)
{
	begin(w, name);
	if (w->depth == WRITER_DEPTH)
		abort();
	w->ends[w->depth++] = last;
	buf_addc(w->out, first);
	w->comma = false;
}

void writer_object(struct writer *w, const char *name)
{
	open(w, name, '{', '}');
}

void writer_list(struct writer *w, const char *name)
{
	open(w, name, '[', ']');
}

void writer_end(struct writer *w)
{
	if (!w->depth)
		abort();
	buf_addc(w->out, w->ends[--w->depth]);
	w->comma = true;
}

void writer_bytes(struct writer *w, const char *name, const char *text, size_t len)
{
	begin(w, name);
	quote(w->out, text, len);
}

void writer_text(struct writer *w, const char *name, const char *text)
{
	if (text)
		writer_bytes(w, name, text, strlen(text));
	else
		writer_null(w, name);
}

void writer_number(struct writer *w, const char *name, double number)
{
	begin(w, name);
	if (!isfinite(number))
		buf_adds(w->out, "null");
	else if (number > -1e15 && number < 1e15 && number == (double)(int64_t)number)
		buf_addf(w->out, "%.0f", number);
	else
		buf_addf(w->out, "%.17g", number);
}

void writer_integer(struct writer *w, const char *name, int64_t number)
{
	begin(w, name);
	buf_addf(w->out, "%lld", (long long)number);
}

void writer_flag(struct writer *w, const char *name, bool flag)
{
	begin(w, name);
	buf_adds(w->out, flag ? "true" : "false");
}

void writer_null(struct writer *w, const char *name)
{
	begin(w, name);
	buf_adds(w->out, "null");
}

void writer_names(struct writer *w, const char *name, const struct names *names)
{
	writer_list(w, name);
	for (size_t i = 0; i < names->count; i++)
		writer_text(w, NULL, names->items[i]);
	writer_end(w);
}

void writer_opt_text(struct writer *w, const char *name, const char *text)
{
	if (text)
		writer_text(w, name, text);
}

void writer_opt_integer(struct writer *w, const char *name, int64_t number)
{
	if (number >= 0)
		writer_integer(w, name, number);
}
