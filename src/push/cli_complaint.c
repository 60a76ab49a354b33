/* cli_complaint.c - why the Convex CLI gave up, in one line of all that it printed. */
#include "push/cli_complaint.h"

#include "base/buf.h"
#include "push/bundle.h"

#include <string.h>

/* Titles: the reason stands below. */
static const char *const titles[] = {
	"Hit an error while pushing:", "Hit an error while evaluating your schema:",
	"Loading the pushed modules encountered the following", "    error:",
	"Loading the pushed modules encountered the following error:", NULL,
};

static bool is_title(const char *line)
{
	size_t len = strcspn(line, "\r\n");

	for (size_t i = 0; titles[i]; i++)
		if (strlen(titles[i]) == len && !strncmp(line, titles[i], len))
			return true;
	return false;
}

/* "Error fetching POST  <url> 400 Bad Request: InvalidModules: <what>": from <what> on. */
static const char *without_request(const char *line)
{
	const char *end = line + strcspn(line, "\n"), *rest;

	if (strncmp(line, "Error fetching ", 15))
		return line;
	rest = strstr(line, "://");
	for (int i = 0; i < 2 && rest && rest < end; i++) {
		rest = strstr(rest, ": ");
		rest = rest ? rest + 2 : NULL;
	}
	return rest && rest < end ? rest : line;
}

/* Where the complaint begins: the last line that the CLI marks as one, or the title of what the
 * server says; else what the CLI said last, unless it begins with it and goes on with advice. */
static const char *beginning(const char *text)
{
	static const char mark[] = "\u2716 ";   /* ✖ */
	const char *found = NULL, *last = "";

	if (!strncmp(text, "Your Node version", 17) || !strncmp(text, "error: ", 7))
		return text;
	for (const char *line = text; *line; line = text_next_line(line)) {
		if (!strncmp(line, mark, 4) && line[4] && line[4] != '\n')
			found = without_request(line + 4);
		else if (!found && is_title(line))
			found = line;
		if (strcspn(line, "\r\n"))
			last = line;
	}
	return found ? found : last;
}

/* "    at handler (../convex/bad.ts:1:103)": "convex/bad.ts:1:103"; NULL if there is none. */
static const char *place_below(struct arena *arena, const char *line)
{
	for (line = text_next_line(line); !strncmp(line, "    at ", 7); line = text_next_line(line)) {
		size_t len = strcspn(line, "\n");
		const char *open = memchr(line, '(', len), *close = memchr(line, ')', len);

		if (!open || !close || close < open)
			continue;
		for (open++; !strncmp(open, "../", 3);)
			open += 3;
		return arena_strndup(arena, open, (size_t)(close - open));
	}
	return NULL;
}

const char *cli_complaint(struct arena *arena, const char *text)
{
	const char *esbuild = bundle_complaint(arena, text), *line, *what, *place;

	if (esbuild)
		return esbuild;
	line = beginning(text);
	while (*line && (is_title(line) || !strcspn(line, "\r\n")))
		line = text_next_line(line);
	what = arena_strndup(arena, line, strcspn(line, "\r\n"));
	place = place_below(arena, line);
	return place ? arena_printf(arena, "%s (%s)", what, place) : what;
}
