/* token_value.c - look at tokens: compare them, and read what literals stand for. */
#include "core/token.h"

#include <string.h>

const struct token *tokens_at(const struct tokens *tokens, size_t i)
{
	static const struct token end = { TOKEN_END, 0, 0, 0 };

	return i < tokens->count ? &tokens->items[i] : &end;
}

bool tokens_is(const struct tokens *tokens, size_t i, const char *word_or_mark)
{
	const struct token *t = tokens_at(tokens, i);

	return (t->kind == TOKEN_WORD || t->kind == TOKEN_MARK) &&
	       t->len == strlen(word_or_mark) &&
	       !memcmp(tokens->text + t->start, word_or_mark, t->len);
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

static size_t put_utf8(char *out, unsigned long c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	out[0] = (char)(0xe0 | c >> 12);
	out[1] = (char)(0x80 | (c >> 6 & 0x3f));
	out[2] = (char)(0x80 | (c & 0x3f));
	return 3;
}

/* Decode the escape at s (after its backslash) into out, at most 3 bytes, never more
 * than the escape is long. Returns how many of the n bytes it took. */
static size_t decode_escape(const char *s, size_t n, char *out, size_t *written)
{
	static const char plain[] = "ntr0bfv", meant[] = "\n\t\r\0\b\f\v";
	const char *found = memchr(plain, s[0], sizeof(plain) - 1);
	size_t digits = s[0] == 'x' ? 2 : s[0] == 'u' ? 4 : 0;
	unsigned long c = 0;

	*written = s[0] != '\n';
	out[0] = found ? meant[found - plain] : s[0];
	if (!digits || n <= digits)
		return 1;
	for (size_t i = 1; i <= digits; i++) {
		if (hex_digit(s[i]) < 0)
			return 1;
		c = c * 16 + (unsigned long)hex_digit(s[i]);
	}
	*written = put_utf8(out, c);
	return digits + 1;
}

const char *tokens_value(const struct tokens *tokens, size_t i, struct arena *arena)
{
	const struct token *t = tokens_at(tokens, i);
	const char *s = tokens->text + t->start;
	size_t end = t->len, used = 0, written;
	char *value;

	if (t->kind == TOKEN_WORD)
		return arena_strndup(arena, s, t->len);
	if (t->kind != TOKEN_STRING && t->kind != TOKEN_TEMPLATE)
		return NULL;
	if (end > 1 && s[end - 1] == s[0])
		end--;
	value = arena_alloc(arena, t->len + 1);
	for (size_t k = 1; k < end; k++) {
		if (s[k] != '\\' || k + 1 >= end) {
			value[used++] = s[k];
			continue;
		}
		k += decode_escape(s + k + 1, end - k - 1, value + used, &written);
		used += written;
	}
	return value;
}
