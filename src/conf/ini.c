/* ini.c - read a settings file through inih.
 *
 * inih takes an indented key for more of the value above, cuts lines at its buffer's end
 * and names at 49 bytes, all of it silently. So it is fed by a reader of our own: lines
 * come without their indentation, and a value travels as the number of its line, which
 * fits any buffer; the value itself is read here. */
#include "conf/ini.h"

#include <ctype.h>
#include <ini.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* inih's buffers for section and key hold 49 bytes. */
#define NAME_MAX_BYTES 49

struct reading {
	struct ini *out;
	struct arena *arena;
	const char *file;
	const char *next;       /* the rest of the text */
	int line;               /* number of the line that inih has */
	const char *value;      /* and its value */
	struct err *err;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static int broken(struct reading *reading, const char *why)
{
	err_set(reading->err, ERR_CONFIG, "'%s' line %d: %s", reading->file, reading->line, why);
	return err_hint(reading->err, "'git cvx help config' shows what such a file looks like");
}

/* The value as it is meant: without quotes, comment and blanks around it. */
static const char *take_value(struct reading *reading, const char *p, const char *end)
{
	char *value = arena_alloc(reading->arena, (size_t)(end - p) + 1), *out = value;
	char *kept = value;
	bool quoted = false;

	for (; p < end; p++) {
		if (!quoted && (*p == ';' || *p == '#') &&
		    (out == value || is_blank(p[-1])))
			break;
		if (*p == '"') {
			quoted = !quoted;
			kept = out;
			continue;
		}
		if (quoted && *p == '\\' && p + 1 < end && (p[1] == '"' || p[1] == '\\'))
			p++;
		*out++ = *p;
		if (quoted || !is_blank(*p))
			kept = out;
	}
	*kept = '\0';
	if (quoted)
		broken(reading, "a quote is not closed");
	return value;
}

static void hand_over_section(struct reading *reading, const char *p, const char *end,
                              char *out, size_t size)
{
	const char *close = memchr(p, ']', (size_t)(end - p)), *rest = close;

	if (!close) {
		broken(reading, "a section's name ends with ']'");
		return;
	}
	if (close - p - 1 > NAME_MAX_BYTES) {
		broken(reading, "the section's name is too long");
		return;
	}
	do
		rest++;
	while (rest < end && is_blank(*rest));
	if (rest < end && *rest != ';' && *rest != '#')
		broken(reading, "a section's name stands on a line of its own");
	snprintf(out, size, "%.*s\n", (int)(close - p + 1), p);
}

/* NULL, or what is wrong with the key that begins at p and ends before `end`. */
static const char *key_problem(const char *p, const char *end)
{
	if (p == end)
		return "the key is missing";
	if (end - p > NAME_MAX_BYTES)
		return "the key is too long";
	for (; p < end; p++)
		if (!isalnum((unsigned char)*p) && *p != '-' && *p != '_')
			return "a key has only letters, digits and '-'";
	return NULL;
}

/* inih wants "name = value" and "[section]" on a line that fits its buffer. */
static void hand_over(struct reading *reading, const char *p, const char *end, char *out,
                      size_t size)
{
	const char *equals = memchr(p, '=', (size_t)(end - p));
	const char *last, *problem;

	if (*p == '[') {
		hand_over_section(reading, p, end, out, size);
		return;
	}
	if (!equals) {
		broken(reading, "neither '[section]' nor 'key = value'");
		return;
	}
	for (last = equals; last > p && is_blank(last[-1]); last--)
		;
	problem = key_problem(p, last);
	if (problem) {
		broken(reading, problem);
		return;
	}
	for (equals++; equals < end && is_blank(*equals); equals++)
		;
	reading->value = take_value(reading, equals, end);
	snprintf(out, size, "%.*s = %d\n", (int)(last - p), p, reading->line);
}

/* inih's reader: the next line, or NULL at the end. */
static char *next_line(char *out, int size, void *payload)
{
	struct reading *reading = payload;
	const char *p = reading->next, *end;

	if (!*p || reading->err->code != ERR_NONE)
		return NULL;
	end = p + strcspn(p, "\n");
	reading->next = *end ? end + 1 : end;
	reading->line++;
	if (reading->line == 1 && !strncmp(p, "\xef\xbb\xbf", 3))
		p += 3;
	while (p < end && is_blank(*p))
		p++;
	while (end > p && is_blank(end[-1]))
		end--;
	snprintf(out, (size_t)size, "\n");
	if (p < end && *p != ';' && *p != '#')
		hand_over(reading, p, end, out, (size_t)size);
	return out;
}

/* Split `env "production"`. */
static int split_section(struct ini_entry *entry, struct reading *reading,
                         const char *section)
{
	const char *quote = strchr(section, '"');
	size_t n = strlen(section), kind;

	entry->name = NULL;
	if (!quote) {
		entry->section = arena_strdup(reading->arena, section);
		return 0;
	}
	kind = (size_t)(quote - section);
	while (kind && is_blank(section[kind - 1]))
		kind--;
	if (section + n - 1 == quote || section[n - 1] != '"' || !kind)
		return broken(reading,
		              "a section looks like [section] or [section \"name\"]");
	entry->section = arena_strndup(reading->arena, section, kind);
	entry->name = arena_strndup(reading->arena, quote + 1,
	                            (size_t)(section + n - 1 - quote - 1));
	return 0;
}

static int on_entry(void *payload, const char *section, const char *key,
                    const char *value)
{
	struct reading *reading = payload;
	struct ini *out = reading->out;
	struct ini_entry entry = { .line = reading->line, .value = reading->value };

	(void)value; /* the number of the line, see above */
	if (!*section) {
		broken(reading, "the key stands in no section");
		return 0;
	}
	if (split_section(&entry, reading, section) < 0)
		return 0;
	entry.key = arena_strdup(reading->arena, key);
	out->items = arena_grow(reading->arena, out->items, out->count, sizeof(entry));
	out->items[out->count++] = entry;
	return 1;
}

int ini_read(struct ini *out, struct arena *arena, const char *file, const char *text,
             struct err *err)
{
	struct reading reading = { out, arena, file, text, 0, "", err };
	int rc;

	*out = (struct ini){ 0 };
	rc = ini_parse_stream(next_line, &reading, on_entry, &reading);
	if (rc && err->code == ERR_NONE) {
		reading.line = rc > 0 ? rc : reading.line;
		broken(&reading, "cannot be read");
	}
	return err->code == ERR_NONE ? 0 : -1;
}

void ini_library(struct library *out)
{
	*out = (struct library){ .name = "inih", .built = INIH_VERSION };
}
