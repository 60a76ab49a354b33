/* utf8.h - where a character ends, whether it is one, and which one an escape stands for. */
#ifndef CVX_BASE_UTF8_H
#define CVX_BASE_UTF8_H

#include <stddef.h>

/* Length of the UTF-8 sequence at p, of which `left` bytes, at least one, may be read; 0 if
 * there is none (overlong forms, surrogates and what is beyond U+10FFFF are none). */
size_t utf8_length(const unsigned char *p, size_t left);

/* Write the character as UTF-8, at most 4 bytes; how many. What is none (a half of a pair) is
 * written as U+FFFD. */
size_t utf8_put(char *out, unsigned long code);

/* The character that the escape at s stands for, as JavaScript has it: \u and four hex digits, two
 * such for a pair, or \u{1f600}. Returns how many of the n bytes it takes; 0: it is none. */
size_t utf8_escape(unsigned long *code, const char *s, size_t n);

/* How many columns a terminal needs for a text: two for wide characters, none for accents
 * that combine. Bytes that are no characters count as one each. */
size_t utf8_columns(const char *text);

/* How many bytes of the text fit into so many columns; no character is cut. */
size_t utf8_fit(const char *text, size_t columns);

#endif
