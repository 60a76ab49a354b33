/* utf8.c - where a character ends, and whether it is one. */
#include "base/utf8.h"

#include <string.h>

size_t utf8_length(const unsigned char *p, size_t left)
{
	static const unsigned long least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n = p[0] < 0x80 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	unsigned long code = p[0];

	if (n == 1)
		return 1;
	if (n > left || p[0] < 0xc2 || p[0] > 0xf4)
		return 0;
	code &= 0x7fu >> n;
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (p[i] & 0x3f);
	}
	if (code < least[n] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
		return 0;
	return n;
}

/* ---- columns ---------------------------------------------------------------------- */

static unsigned long code_of(const unsigned char *p, size_t n)
{
	unsigned long code = n == 1 ? p[0] : p[0] & (0x7fu >> n);

	for (size_t i = 1; i < n; i++)
		code = code << 6 | (p[i] & 0x3f);
	return code;
}

/* The blocks that terminals agree on. */
static size_t columns_of(unsigned long code)
{
	static const struct {
		unsigned long from, to;
		size_t columns;
	} blocks[] = {
		{ 0x300, 0x36f, 0 }, { 0x1100, 0x115f, 2 }, { 0x200b, 0x200d, 0 },
		{ 0x20d0, 0x20ff, 0 }, { 0x2e80, 0xa4cf, 2 }, { 0xac00, 0xd7a3, 2 },
		{ 0xf900, 0xfaff, 2 }, { 0xfe00, 0xfe0f, 0 }, { 0xfe30, 0xfe6f, 2 },
		{ 0xff00, 0xff60, 2 }, { 0xffe0, 0xffe6, 2 }, { 0x1f300, 0x1f64f, 2 },
		{ 0x1f680, 0x1faff, 2 }, { 0x20000, 0x3fffd, 2 },
	};

	for (size_t i = 0; i < sizeof(blocks) / sizeof(*blocks); i++)
		if (code >= blocks[i].from && code <= blocks[i].to)
			return blocks[i].columns;
	return 1;
}

/* The character at *p, and past it. */
static size_t take(const char **p)
{
	const unsigned char *at = (const unsigned char *)*p;
	size_t n = utf8_length(at, strlen(*p));

	*p += n ? n : 1;
	return n ? columns_of(code_of(at, n)) : 1;
}

size_t utf8_columns(const char *text)
{
	size_t columns = 0;

	while (*text)
		columns += take(&text);
	return columns;
}

size_t utf8_fit(const char *text, size_t columns)
{
	const char *p = text, *next = text;

	while (*p) {
		size_t needed = take(&next);

		if (needed > columns)
			break;
		columns -= needed;
		p = next;
	}
	return (size_t)(p - text);
}
