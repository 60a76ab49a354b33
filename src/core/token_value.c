/* token_value.c - look at tokens: compare them, and read what literals stand for. */
#include "core/token.h"

#include "base/utf8.h"

#include <string.h>

const struct token *tokens_at(const struct tokens *tokens, size_t i)
{
	static const struct token end = { TOKEN_END, 0, 0, 0 };

	return i < tokens->count ? &tokens->items[i] : &end;
}

/* The value of the word at s, of n bytes, in out, which has room for as many. */
static void decode_word(char *out, const char *s, size_t n)
{
	size_t used = 0;
	unsigned long code;

	for (size_t k = 0; k < n;) {
		size_t taken = utf8_escape(&code, s + k, n - k);

		if (taken)
			used += utf8_put(out + used, code);
		else
			out[used++] = s[k];
		k += taken ? taken : 1;
	}
}

/* The word, parts of which are written as escapes, is this one. */
static bool is_written_as(const char *s, size_t n, const char *word)
{
	unsigned long code;
	char letter[4];

	while (n) {
		size_t taken = utf8_escape(&code, s, n), len = 1;

		if (taken)
			len = utf8_put(letter, code);
		else
			letter[0] = *s;
		if (strncmp(word, letter, len) != 0)
			return false;
		word += len;
		s += taken ? taken : 1;
		n -= taken ? taken : 1;
	}
	return !*word;
}

bool tokens_is(const struct tokens *tokens, size_t i, const char *word_or_mark)
{
	const struct token *t = tokens_at(tokens, i);
	const char *s = tokens->text + t->start;

	if (t->kind != TOKEN_WORD && t->kind != TOKEN_MARK)
		return false;
	if (t->len == strlen(word_or_mark))
		return !memcmp(s, word_or_mark, t->len);
	return t->kind == TOKEN_WORD && t->len > strlen(word_or_mark) && memchr(s, '\\', t->len) &&
	       is_written_as(s, t->len, word_or_mark);
}

/* Decode the escape at s, whose backslash is the first of n bytes, into out: never more than
 * the escape is long. Returns how many of them it took. */
static size_t decode_escape(const char *s, size_t n, char *out, size_t *written)
{
	static const char plain[] = "ntr0bfv", meant[] = "\n\t\r\0\b\f\v";
	const char *found = memchr(plain, s[1], sizeof(plain) - 1);
	unsigned long code;
	size_t taken = utf8_escape(&code, s, n);

	if (s[1] == 'x' && n > 3) {
		const char unit[] = { '\\', 'u', '0', '0', s[2], s[3] };

		taken = utf8_escape(&code, unit, sizeof(unit)) ? 4 : 0;
	}
	if (taken) {
		*written = utf8_put(out, code);
		return taken;
	}
	*written = s[1] != '\n';
	out[0] = found ? meant[found - plain] : s[1];
	return 2;
}

const char *tokens_value(const struct tokens *tokens, size_t i, struct arena *arena)
{
	const struct token *t = tokens_at(tokens, i);
	const char *s = tokens->text + t->start;
	size_t end = t->len, used = 0, written;
	char *value;

	if (t->kind == TOKEN_WORD) {
		value = arena_alloc(arena, t->len + 1);
		decode_word(value, s, t->len);
		return value;
	}
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
		k += decode_escape(s + k, end - k, value + used, &written) - 1;
		used += written;
	}
	return value;
}
