/* dotenv.c - read an env file as dotenv 16 does.
 *
 * dotenv is one regular expression, whose backtracking is part of its behaviour:
 *
 *   (?:^|^)\s*(?:export\s+)?([\w.-]+)(?:\s*=\s*?|:\s+?)
 *   (\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`|[^#\r\n]+)?
 *   \s*(?:#.*)?(?:$|$)
 *
 * Each function here is one piece of it: it gets where to begin and gives where the
 * piece ends, or NULL. */
#include "conf/dotenv.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_key(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '.' || c == '-';
}

static const char *skip_space(const char *p)
{
	while (is_space(*p))
		p++;
	return p;
}

/* [\w.-]+ and what separates it from the value; *end is the key's. */
static const char *match_key(const char *p, const char **end)
{
	const char *q = p;

	while (is_key(*q))
		q++;
	*end = q;
	if (q == p)
		return NULL;
	if (*q == ':')
		return is_space(q[1]) ? q + 2 : NULL;
	q = skip_space(q);
	return *q == '=' ? q + 1 : NULL;
}

/* \s*(?:#.*)?$ : blanks go as far as possible, over lines too, but not into the middle
 * of a line that says something else. */
static const char *match_tail(const char *p)
{
	const char *q = skip_space(p);

	if (*q == '#')
		return q + strcspn(q, "\n");
	while (*q && *q != '\n') {
		if (q == p)
			return NULL;
		q--;
	}
	return q;
}

/* A quoted value and the tail after it. The first quote that isn't escaped closes; if
 * the tail doesn't fit there, or there is none, the escaped ones before it may. */
static const char *match_quoted(const char *p, const char **end)
{
	const char *first = skip_space(p), *q = first + 1, *tail;
	char quote = *first;

	if (!quote || !strchr("'\"`", quote))
		return NULL;
	while (*q && *q != quote)
		q += *q == '\\' && q[1] == quote ? 2 : 1;
	for (; q > first; q--) {
		if (*q != quote)
			continue;
		tail = match_tail(q + 1);
		if (tail) {
			*end = q + 1;
			return tail;
		}
	}
	return NULL;
}

/* The value: trimmed, without its quotes, with \n and \r of double ones expanded. */
static char *clean_value(struct arena *arena, const char *p, const char *end)
{
	char *value, *out;
	bool expand;

	while (p < end && is_space(*p))
		p++;
	while (end > p && is_space(end[-1]))
		end--;
	expand = p < end && *p == '"';
	if (end - p >= 2 && strchr("'\"`", *p) && end[-1] == *p) {
		p++;
		end--;
	}
	value = out = arena_alloc(arena, (size_t)(end - p) + 1);
	for (; p < end; p++) {
		if (expand && *p == '\\' && p + 1 < end && (p[1] == 'n' || p[1] == 'r'))
			*out++ = *++p == 'n' ? '\n' : '\r';
		else
			*out++ = *p;
	}
	return value;
}

/* An assignment that begins at the start of this line, or after blank lines. Gives where
 * it ends. */
static const char *match_assignment(struct dotenv *out, struct arena *arena,
                                    const char *p)
{
	const char *key = skip_space(p), *key_end = NULL;
	const char *value = NULL, *value_end, *tail;

	if (!strncmp(key, "export", 6) && is_space(key[6])) {
		const char *name = skip_space(key + 6);

		value = match_key(name, &key_end);
		if (value)
			key = name;
	}
	if (!value)
		value = match_key(key, &key_end);
	if (!value)
		return NULL;
	tail = match_quoted(value, &value_end);
	if (!tail) {
		value_end = value + strcspn(value, "#\n");
		tail = match_tail(value_end);
	}
	out->items = arena_grow(arena, out->items, out->count, sizeof(*out->items));
	out->items[out->count++] = (struct dotenv_entry){
		arena_strndup(arena, key, (size_t)(key_end - key)),
		clean_value(arena, value, value_end),
	};
	return tail;
}

/* \r\n and \r are \n. */
static char *normal_lines(struct arena *arena, const char *text)
{
	char *copy = arena_alloc(arena, strlen(text) + 1), *out = copy;

	for (const char *p = text; *p; p++) {
		*out++ = *p == '\r' ? '\n' : *p;
		if (*p == '\r' && p[1] == '\n')
			p++;
	}
	return copy;
}

void dotenv_read(struct dotenv *out, struct arena *arena, const char *text)
{
	const char *p = normal_lines(arena, text);

	*out = (struct dotenv){ 0 };
	/* A byte order mark is a blank to JavaScript. */
	if (!strncmp(p, "\xef\xbb\xbf", 3))
		p += 3;
	while (*p) {
		const char *end = match_assignment(out, arena, p);

		/* Each blank line before what is none would find the same. */
		p = end ? end : skip_space(p);
		p += strcspn(p, "\n");
		p += *p == '\n';
	}
}

const char *dotenv_find(const struct dotenv *env, const char *key)
{
	for (size_t i = env->count; i-- > 0;)
		if (!strcmp(env->items[i].key, key))
			return env->items[i].value;
	return NULL;
}
