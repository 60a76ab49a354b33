/* secret.c - values that must never be shown, and text freed of them. */
#include "base/secret.h"

#include "base/mem.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Every secret and its forms in base64, longest first: one may hold another. */
static struct spelling {
	char *text;
	size_t len;
	bool is_value;     /* the secret itself, whose bytes may be escaped */
} *spellings;
static size_t spelling_count;

static void add_spelling(const char *text, size_t len, bool is_value)
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
	spellings[at].is_value = is_value;
	spelling_count++;
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
	add_spelling(text.text, text.len, false);
	buf_wipe(&text);
}

static void add_value(const char *value)
{
	static const char *const alphabets[] = {
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
	};

	if (strlen(value) < SECRET_MIN)
		return;
	add_spelling(value, strlen(value), true);
	for (size_t i = 0; i < sizeof(alphabets) / sizeof(*alphabets); i++)
		for (size_t before = 0; before < 3; before++)
			add_base64(value, before, alphabets[i]);
}

void secret_add(const char *value)
{
	const char *bar;

	if (!value)
		return;
	add_value(value);
	/* The text before it names the deployment, and is no secret. */
	bar = strchr(value, '|');
	if (bar)
		add_value(bar + 1);
}

bool secret_may_be_in(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;

	return !strncmp(name, ".env", 4) && (!name[4] || name[4] == '.');
}

/* ---- finding them ------------------------------------------------------------------ */

/* Does the text begin with the character's code, in so many hexadecimal digits? */
static bool is_code(const char *text, size_t left, size_t digits, char c)
{
	unsigned code = 0;

	if (left < digits)
		return false;
	for (size_t i = 0; i < digits; i++) {
		char digit = text[i];

		if (!isxdigit((unsigned char)digit))
			return false;
		code = code * 16 + (unsigned)(isdigit((unsigned char)digit) ? digit - '0'
		                              : tolower((unsigned char)digit) - 'a' + 10);
	}
	return code == (unsigned char)c;
}

/* The length of the character at the text's begin, as URLs (%7C), JSON (\/, \u007c) and
 * programs (\x7c) may write it; 0 if another one stands there. */
static size_t escaped(const char *text, size_t left, char c)
{
	if (left > 2 && *text == '%' && is_code(text + 1, left - 1, 2, c))
		return 3;
	if (left > 1 && *text == '\\') {
		if (text[1] == 'u' && is_code(text + 2, left - 2, 4, c))
			return 6;
		if (text[1] == 'x' && is_code(text + 2, left - 2, 2, c))
			return 4;
		if (text[1] == c)
			return 2;
	}
	return left && *text == c;
}

/* How much of the text the spelling takes where it begins; 0 if it isn't there. */
static size_t taken(const struct spelling *spelling, const char *text, size_t left)
{
	size_t used = 0, n;

	if (spelling->len > left)
		return 0;
	if (!memcmp(text, spelling->text, spelling->len))
		return spelling->len;
	for (size_t i = 0; spelling->is_value && i < spelling->len; i++) {
		n = escaped(text + used, left - used, spelling->text[i]);
		if (!n)
			return 0;
		used += n;
	}
	return used;
}

static size_t secret_at(const char *text, size_t left)
{
	size_t n = 0;

	for (size_t i = 0; !n && i < spelling_count; i++)
		n = taken(&spellings[i], text, left);
	return n;
}

void secret_filter(struct buf *text)
{
	struct buf clean = BUF_INIT_MAX(text->max);
	bool found = false;

	for (size_t i = 0; i < text->len;) {
		size_t n = secret_at(text->text + i, text->len - i);

		if (!n) {
			buf_addc(&clean, text->text[i++]);
			continue;
		}
		found = true;
		buf_adds(&clean, "(hidden)");
		i += n;
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
