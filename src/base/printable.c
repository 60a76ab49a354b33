/* printable.c - text that other people wrote, made fit for a terminal. */
#include "base/printable.h"

#include "base/utf8.h"

#include <string.h>

/* Control characters move the cursor, set the title or turn the text around; there are
 * some beyond ASCII. n is the character's length. */
static bool is_control(const unsigned char *p, size_t n)
{
	if (n == 1)
		return (*p < 0x20 && *p != '\n' && *p != '\t') || *p == 0x7f;
	/* U+0080 to U+009F; U+061C */
	if (n == 2)
		return (p[0] == 0xc2 && p[1] < 0xa0) || (p[0] == 0xd8 && p[1] == 0x9c);
	/* U+200E, U+200F, U+2028 to U+202E; U+2066 to U+2069 */
	return n == 3 && p[0] == 0xe2 &&
	       ((p[1] == 0x80 && (p[2] == 0x8e || p[2] == 0x8f ||
	                          (p[2] >= 0xa8 && p[2] <= 0xae))) ||
	        (p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9));
}

/* Most texts are nothing else. */
static size_t plain_length(const char *text)
{
	size_t n = 0;

	while ((text[n] >= ' ' && text[n] < 0x7f) || text[n] == '\n' || text[n] == '\t')
		n++;
	return n;
}

void printable(struct buf *text)
{
	size_t kept = plain_length(text->text);

	for (size_t i = kept; i < text->len;) {
		unsigned char *p = (unsigned char *)text->text + i;
		size_t n = utf8_length(p, text->len - i);

		if (!n || is_control(p, n)) {
			text->text[kept++] = '?';
		} else {
			memmove(text->text + kept, p, n);
			kept += n;
		}
		i += n ? n : 1;
	}
	buf_truncate(text, kept);
}
