/* secret.c - values that must never be shown, and text freed of them. */
#include "base/secret.h"

#include "base/mem.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Every spelling of every secret, longest first: one may hold another. */
static struct spelling {
	char *text;
	size_t len;
} *spellings;
static size_t spelling_count;

static void add_spelling(const char *text, size_t len)
{
	size_t at = 0;

	if (len < SECRET_MIN)
		return;
	for (size_t i = 0; i < spelling_count; i++)
		if (spellings[i].len == len && !memcmp(spellings[i].text, text, len))
			return;
	spellings = xrealloc(spellings, (spelling_count + 1) * sizeof(*spellings));
	while (at < spelling_count && spellings[at].len >= len)
		at++;
	memmove(&spellings[at + 1], &spellings[at],
	        (spelling_count - at) * sizeof(*spellings));
	spellings[at].text = xmalloc(len + 1);
	memcpy(spellings[at].text, text, len);
	spellings[at].text[len] = '\0';
	spellings[at].len = len;
	spelling_count++;
}

static void add_url_encoded(const char *value, const char *digits)
{
	struct buf text = BUF_INIT;

	for (const char *p = value; *p; p++) {
		unsigned char c = (unsigned char)*p;

		if (isalnum(c) || strchr("-_.~", c)) {
			buf_addc(&text, (char)c);
			continue;
		}
		buf_addc(&text, '%');
		buf_addc(&text, digits[c >> 4]);
		buf_addc(&text, digits[c & 15]);
	}
	add_spelling(text.text, text.len);
	buf_wipe(&text);
}

static void add_json(const char *value)
{
	struct buf text = BUF_INIT;

	for (const char *p = value; *p; p++) {
		if (*p == '"' || *p == '\\')
			buf_addc(&text, '\\');
		buf_addc(&text, *p);
	}
	add_spelling(text.text, text.len);
	buf_wipe(&text);
}

/* Base64 of the value where `before` unknown bytes stand in front of it, without the
 * characters at either end that unknown neighbours have a share in. */
static void add_base64(const char *value, size_t before, const char *alphabet)
{
	size_t len = strlen(value), bits = (before + len) * 8;
	size_t first = (before * 8 + 5) / 6, last = bits / 6;
	struct buf text = BUF_INIT;

	for (size_t i = first; i < last; i++) {
		unsigned six = 0;

		for (size_t bit = i * 6; bit < i * 6 + 6; bit++) {
			size_t at = bit / 8 - before;

			six = six << 1 | ((unsigned char)value[at] >> (7 - bit % 8) & 1);
		}
		buf_addc(&text, alphabet[six]);
	}
	add_spelling(text.text, text.len);
	buf_wipe(&text);
}

void secret_add(const char *value)
{
	static const char *const alphabets[] = {
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
	};

	if (!value || strlen(value) < SECRET_MIN)
		return;
	add_spelling(value, strlen(value));
	add_url_encoded(value, "0123456789ABCDEF");
	add_url_encoded(value, "0123456789abcdef");
	add_json(value);
	for (size_t i = 0; i < sizeof(alphabets) / sizeof(*alphabets); i++)
		for (size_t before = 0; before < 3; before++)
			add_base64(value, before, alphabets[i]);
}

static const struct spelling *spelling_at(const char *text, size_t left)
{
	for (size_t i = 0; i < spelling_count; i++)
		if (spellings[i].len <= left && *text == *spellings[i].text &&
		    !memcmp(text, spellings[i].text, spellings[i].len))
			return &spellings[i];
	return NULL;
}

void secret_filter(struct buf *text)
{
	struct buf clean = BUF_INIT_MAX(text->max);
	bool found = false;

	for (size_t i = 0; i < text->len;) {
		const struct spelling *hit = spelling_at(text->text + i, text->len - i);

		if (!hit) {
			buf_addc(&clean, text->text[i++]);
			continue;
		}
		found = true;
		buf_adds(&clean, "(hidden)");
		i += hit->len;
	}
	if (!found) {
		buf_dispose(&clean);
		return;
	}
	clean.overflowed |= text->overflowed;
	buf_wipe(text);
	*text = clean;
}

void secret_wipe(char *value)
{
	/* volatile, or the compiler may leave out writes to memory that is freed next. */
	for (volatile char *p = value; p && *p; p++)
		*p = '\0';
}

void secret_forget_all(void)
{
	for (size_t i = 0; i < spelling_count; i++) {
		secret_wipe(spellings[i].text);
		free(spellings[i].text);
	}
	free(spellings);
	spellings = NULL;
	spelling_count = 0;
}
