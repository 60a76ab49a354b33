/* fit.c - as much of a text as fits into some columns. */
#include "ui/fit.h"

#include "base/utf8.h"

#include <string.h>

/* The end that fits. */
static const char *tail(const char *text, size_t most)
{
	while (*text && utf8_columns(text) > most) {
		size_t n = utf8_length((const unsigned char *)text, strlen(text));

		text += n ? n : 1;
	}
	return text;
}

void fit_add(struct buf *out, const char *text, size_t most, enum fit_how how, bool unicode)
{
	const char *mark = unicode ? "\xe2\x80\xa6" : "..";
	size_t taken = utf8_columns(mark), front;

	if (utf8_columns(text) <= most) {
		buf_adds(out, text);
		return;
	}
	if (most <= taken) {
		buf_add(out, text, utf8_fit(text, most));
		return;
	}
	front = how == FIT_CUT_END ? most - taken : (most - taken) / 2;
	buf_add(out, text, utf8_fit(text, front));
	buf_adds(out, mark);
	if (how == FIT_CUT_MIDDLE)
		buf_adds(out, tail(text, most - taken - front));
}

void fit_pad(struct buf *out, const char *text, size_t most, enum fit_how how, bool unicode)
{
	size_t from = out->len;

	fit_add(out, text, most, how, unicode);
	for (size_t used = utf8_columns(out->text + from); used < most; used++)
		buf_addc(out, ' ');
}
