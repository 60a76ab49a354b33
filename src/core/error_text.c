/* error_text.c - what an author wrote, out of what the server makes of it. */
#include "core/error_text.h"

#include <string.h>

static const char *skip(const char *text, const char *prefix)
{
	size_t len = strlen(prefix);

	return strncmp(text, prefix, len) ? text : text + len;
}

const char *error_without_id(const char *text)
{
	static const char after[] = "] Server Error";
	const char *end = strncmp(text, "[Request ID: ", 13) ? NULL : strstr(text, after);

	if (!end || memchr(text, '\n', (size_t)(end - text)))
		return text;
	text = end + sizeof(after) - 1;
	return *text == '\n' ? text + 1 : text;
}

const char *error_text(const char *text)
{
	const char *before;

	text = error_without_id(text);
	/* Once more for each component that the error came through. */
	do {
		before = text;
		text = skip(skip(text, "Uncaught "), "Error: ");
	} while (text != before);
	return text;
}

size_t error_line(const char **line, const char *text)
{
	*line = error_text(text);
	return strcspn(*line, "\n");
}

bool error_is_limit(const char *text)
{
	static const char *const limits[] = {
		"Function execution timed out", "Your request timed out", "Too many reads",
		"Too many writes", "Too many documents", "Too many bytes", "JavaScript execution ran out",
	};

	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++)
		if (strstr(text, limits[i]))
			return true;
	return false;
}
