/* json_peek.c - one text out of a small JSON file. */
#include "git/json_peek.h"

#include "base/utf8.h"

#include <stdbool.h>
#include <string.h>

#define MAX_DEPTH 64

struct peek {
	struct arena *arena;
	const char *at;
	const char *const *keys;
	enum json_peek found;
	const char *value;
};

static bool walk_value(struct peek *peek, size_t wanted, size_t depth);

static void skip_space(struct peek *peek)
{
	peek->at += strspn(peek->at, " \t\r\n");
}

static bool take(struct peek *peek, char c)
{
	skip_space(peek);
	if (*peek->at != c)
		return false;
	peek->at++;
	return true;
}

/* The character that the escape at the cursor, which ends before `end`, stands for, at *out; how
 * many bytes it takes there, 0 if JSON has no such escape. */
static size_t take_escape(struct peek *peek, const char *end, char *out)
{
	static const char plain[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
	const char *found = strchr(plain, peek->at[1]);
	unsigned long code;
	size_t taken = 0;

	if (found) {
		peek->at += 2;
		*out = meant[found - plain];
		return 1;
	}
	if (peek->at[2] != '{')
		taken = utf8_escape(&code, peek->at, (size_t)(end - peek->at));
	peek->at += taken;
	/* A NUL would end the text here; no name or folder holds one. */
	return taken ? utf8_put(out, code ? code : 0xfffd) : 0;
}

/* The string at the cursor, without its quotes, its escapes resolved. */
static const char *take_string(struct peek *peek)
{
	char *text, *end;
	const char *p;

	if (!take(peek, '"'))
		return NULL;
	for (p = peek->at; *p && *p != '"' && *p != '\n'; p++)
		if (*p == '\\' && p[1])
			p++;
	if (*p != '"')
		return NULL;
	text = end = arena_alloc(peek->arena, (size_t)(p - peek->at) + 1);
	while (peek->at < p) {
		size_t n = 1;

		if (*peek->at == '\\')
			n = take_escape(peek, p, end);
		else
			*end = *peek->at++;
		if (!n)
			return NULL;
		end += n;
	}
	peek->at++;
	return text;
}

/* `wanted` counts the keys that were met on the way here, plus one; 0 is off the way. */
static bool walk_object(struct peek *peek, size_t wanted, size_t depth)
{
	if (take(peek, '}'))
		return true;
	do {
		const char *key = take_string(peek);
		bool match;

		if (!key || !take(peek, ':'))
			return false;
		match = wanted && peek->keys[wanted - 1] &&
		        !strcmp(peek->keys[wanted - 1], key);
		if (!walk_value(peek, match ? wanted + 1 : 0, depth + 1))
			return false;
	} while (take(peek, ','));
	return take(peek, '}');
}

static bool walk_array(struct peek *peek, size_t depth)
{
	if (take(peek, ']'))
		return true;
	do {
		if (!walk_value(peek, 0, depth + 1))
			return false;
	} while (take(peek, ','));
	return take(peek, ']');
}

static bool walk_value(struct peek *peek, size_t wanted, size_t depth)
{
	bool is_target = wanted && !peek->keys[wanted - 1];
	size_t n;

	if (depth > MAX_DEPTH)
		return false;
	skip_space(peek);
	if (is_target)
		peek->found = *peek->at == '"' ? JSON_PEEK_STRING : JSON_PEEK_OTHER;
	if (*peek->at == '"') {
		const char *text = take_string(peek);

		if (is_target)
			peek->value = text;
		return text != NULL;
	}
	if (take(peek, '{'))
		return walk_object(peek, wanted, depth);
	if (take(peek, '['))
		return walk_array(peek, depth);
	n = strspn(peek->at, "+-.0123456789aefnlrstuE");
	peek->at += n;
	return n > 0;
}

enum json_peek json_peek(const char **out, struct arena *arena, const char *text,
                         const char *const *keys)
{
	struct peek peek = { arena, text, keys, JSON_PEEK_ABSENT, NULL };

	*out = NULL;
	skip_space(&peek);
	if (*peek.at != '{' || !walk_value(&peek, 1, 0))
		return JSON_PEEK_BROKEN;
	skip_space(&peek);
	if (*peek.at)
		return JSON_PEEK_BROKEN;
	if (peek.found == JSON_PEEK_STRING)
		*out = peek.value;
	return peek.found;
}
