/* wire_text.c - texts of the ledger that become more than text here. */
#include "codec/wire_text.h"

#include <string.h>

#define DIGITS "0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define ID_MAX 128
#define WORD_MAX 64
#define PATH_TEXT_MAX 512

/* From one to `most` of these characters, to the end; a NUL within is none of them. */
static bool is_made_of(const struct value *text, const char *characters, size_t most)
{
	return text->len && text->len <= most && strspn(text->text, characters) == text->len;
}

static bool is_id(const struct value *text)
{
	return is_made_of(text, DIGITS LETTERS "_$", ID_MAX);
}

static bool is_hash(const struct value *text)
{
	return (text->len == 40 || text->len == 64) &&
	       is_made_of(text, DIGITS "abcdef", text->len);
}

static bool is_word(const struct value *text)
{
	return is_made_of(text, DIGITS LETTERS "-_", WORD_MAX);
}

static bool is_function(const struct value *text)
{
	static const char part[] = DIGITS LETTERS "_$-.";
	const char *rest = text->text;

	if (text->len > PATH_TEXT_MAX || strlen(rest) != text->len)
		return false;
	for (;;) {
		size_t n = strspn(rest, part);

		if (!n || strspn(rest, ".") == n || *rest == '-')
			return false;
		rest += n;
		if (*rest != '/')
			break;
		rest++;
	}
	/* A function without a name is its module's default export. */
	if (!*rest)
		return true;
	return *rest == ':' && rest[1] && strspn(rest + 1, DIGITS LETTERS "_$") == strlen(rest + 1);
}

static int read_text(const struct value *in, const char *name, const char **out,
                     bool (*is_right)(const struct value *), struct err *err)
{
	const struct value *text = value_member(in, name);

	*out = NULL;
	if (!text || text->kind == VALUE_NULL)
		return 0;
	if (text->kind != VALUE_TEXT || !is_right(text))
		return err_set(err, ERR_SERVER, "'%s' isn't what it should be", name);
	*out = text->text;
	return 0;
}

int wire_id(const struct value *in, const char *name, const char **out, struct err *err)
{
	if (read_text(in, name, out, is_id, err))
		return -1;
	return *out ? 0 : err_set(err, ERR_SERVER, "'%s' is missing", name);
}

int wire_hash(const struct value *in, const char *name, const char **out, struct err *err)
{
	return read_text(in, name, out, is_hash, err);
}

int wire_function(const struct value *in, const char *name, const char **out,
                  struct err *err)
{
	return read_text(in, name, out, is_function, err);
}

int wire_word(const struct value *in, const char *name, const char **out, struct err *err)
{
	return read_text(in, name, out, is_word, err);
}
