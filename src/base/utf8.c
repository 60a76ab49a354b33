/* utf8.c - where a character ends, whether it is one, and which one an escape stands for. */
#include "base/utf8.h"

#include <stdbool.h>
#include <string.h>

#define MOST 0x10fffful

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

/* ---- escapes ---------------------------------------------------------------------- */

static bool is_half(unsigned long code)
{
	return code >= 0xd800 && code < 0xe000;
}

size_t utf8_put(char *out, unsigned long code)
{
	if (code > MOST || is_half(code))
		code = 0xfffd;
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xc0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	if (code < 0x10000) {
		out[0] = (char)(0xe0 | code >> 12);
		out[1] = (char)(0x80 | (code >> 6 & 0x3f));
		out[2] = (char)(0x80 | (code & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | code >> 18);
	out[1] = (char)(0x80 | (code >> 12 & 0x3f));
	out[2] = (char)(0x80 | (code >> 6 & 0x3f));
	out[3] = (char)(0x80 | (code & 0x3f));
	return 4;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* How many hex digits stand at s, of at most n bytes; *code is their value, as far as it counts. */
static size_t hex_digits(unsigned long *code, const char *s, size_t n)
{
	size_t i = 0;

	for (*code = 0; i < n && hex_digit(s[i]) >= 0; i++)
		if (*code <= MOST)
			*code = *code * 16 + (unsigned long)hex_digit(s[i]);
	return i;
}

/* \u and four digits. */
static bool is_unit(unsigned long *code, const char *s, size_t n)
{
	return n >= 6 && s[0] == '\\' && s[1] == 'u' && hex_digits(code, s + 2, 4) == 4;
}

size_t utf8_escape(unsigned long *code, const char *s, size_t n)
{
	unsigned long second;

	if (n > 3 && s[0] == '\\' && s[1] == 'u' && s[2] == '{') {
		size_t digits = hex_digits(code, s + 3, n - 3);

		return digits && 3 + digits < n && s[3 + digits] == '}' && *code <= MOST
		       ? digits + 4 : 0;
	}
	if (!is_unit(code, s, n))
		return 0;
	if (*code < 0xd800 || *code >= 0xdc00 || !is_unit(&second, s + 6, n - 6) ||
	    second < 0xdc00 || second >= 0xe000)
		return 6;
	*code = 0x10000 + ((*code - 0xd800) << 10) + (second - 0xdc00);
	return 12;
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
