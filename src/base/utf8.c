/* utf8.c - where a character ends, and whether it is one. */
#include "base/utf8.h"

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
