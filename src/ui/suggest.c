/* suggest.c - commands in advice, as they have to be typed here. */
#include "ui/suggest.h"

#include <ctype.h>
#include <string.h>

#define PROGRAM "git cvx "

void suggest(struct buf *out, const char *text, const char *options)
{
	const char *at;

	while (options && *options && (at = strstr(text, PROGRAM))) {
		at += strlen(PROGRAM);
		buf_add(out, text, (size_t)(at - text));
		if (islower((unsigned char)*at))
			buf_addf(out, "%s ", options);
		text = at;
	}
	buf_adds(out, text);
}

static bool is_plain(const char *value)
{
	return *value && !value[strspn(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	                               "0123456789_-./:@+,")];
}

void suggest_option(struct buf *options, const char *name, const char *value)
{
	buf_addf(options, "%s%s ", options->len ? " " : "", name);
	if (is_plain(value)) {
		buf_adds(options, value);
		return;
	}
	buf_addc(options, '\'');
	for (; *value; value++)
		buf_adds(options, *value == '\'' ? "'\\''" : (const char[]){ *value, '\0' });
	buf_addc(options, '\'');
}
