/* cli_outcome.c - what a run of `convex deploy` meant, read from its status and text.
 *
 * Tested on recorded outputs, tests/push/outputs/. */
#include "push/cli.h"

#include "base/url.h"
#include "push/bundle.h"

#include <string.h>

static const char deployed_to[] = "Deployed Convex functions to ";

static const struct known {
	const char *phrase;
	enum err_code code;
	const char *msg;     /* NULL: the first line that complains */
	const char *hint;
} known[] = {
	{ "Schema was overwritten by another push", ERR_RACE,
	  "another push to this deployment came in between", NULL },
	{ "ConcurrentPush", ERR_RACE, "another push to this deployment came in between", NULL },
	{ "RaceDetected", ERR_RACE, "another push to this deployment came in between", NULL },
	/* The CLI asked which modules are deployed, and a moment later others were. */
	{ "ModuleHashMismatch", ERR_RACE, "another push to this deployment came in between", NULL },
	{ "deploy key was invalid", ERR_UNAUTHORISED, "the deployment refuses the key", NULL },
	{ "BadDeployKey", ERR_UNAUTHORISED, "the deployment refuses the key", NULL },
	{ "BadAdminKey", ERR_UNAUTHORISED, "the deployment refuses the key", NULL },
	{ "unknown option", ERR_UNSUPPORTED, "the installed convex is too old",
	  "npm install convex@latest" },
	{ "Cannot prompt for input", ERR_DECISION, NULL,
	  "the Convex CLI asks before it builds or drops indexes of large tables" },
	{ "fetch failed", ERR_UNREACHABLE, "the deployment does not answer", NULL },
};

/* The line at p, without its end. */
static const char *line_at(struct arena *arena, const char *p)
{
	return arena_strndup(arena, p, strcspn(p, "\r\n"));
}

static int judge_success(struct arena *arena, const char *text, const char *url,
                         struct err *err)
{
	const char *found = strstr(text, deployed_to);

	if (!found)
		return err_set(err, ERR_SERVER, "the Convex CLI ended without deploying");
	found = line_at(arena, found + strlen(deployed_to));
	if (!url_is_same(found, url))
		return err_set(err, ERR_SERVER, "the Convex CLI deployed to '%s' instead of '%s'",
		               found, url);
	return 0;
}

/* "✖ Schema validation failed in component "x"." and, on the next line, which document
 * does not match and why. Only the first sentence of it: it goes on with advice. */
static int judge_schema(struct arena *arena, const char *found, struct err *err)
{
	const char *title = line_at(arena, found), *why = found + strlen(title);
	const char *component = strstr(title, " in component \""), *end;

	why = line_at(arena, why + strspn(why, "\r\n"));
	end = strstr(why, ". Consider ");
	if (!end)
		end = why + strlen(why) - (*why && why[strlen(why) - 1] == '.');
	if (*why)
		err_set(err, ERR_SCHEMA, "%.*s", (int)(end - why), why);
	else
		err_set(err, ERR_SCHEMA, "schema validation failed");
	/* Our messages begin in lower case. */
	if (!strncmp(why, "Document", 8) || !strncmp(why, "New document", 12))
		err->msg[0] = (char)(err->msg[0] - 'A' + 'a');
	if (component)
		err_wrap(err, "in component '%.*s'", (int)strcspn(component + 15, "\""),
		         component + 15);
	return -1;
}

/* "Error fetching POST  <url> 400 Bad Request: InvalidModules: <what>": from the code on. */
static const char *without_request(const char *line)
{
	const char *rest = line;

	if (strncmp(line, "Error fetching ", 15))
		return line;
	rest = strstr(rest, "://");
	rest = rest ? strstr(rest, ": ") : NULL;
	return rest ? rest + 2 : line;
}

/* The most telling line: esbuild's error, or the last one marked by the CLI. */
static const char *complaint(struct arena *arena, const char *text)
{
	static const char mark[] = "\u2716 ";   /* ✖ */
	const char *found = NULL, *last = "it says nothing";

	if (bundle_complaint(arena, text))
		return bundle_complaint(arena, text);
	for (const char *p = text; *p; p += strcspn(p, "\n"), p += *p == '\n') {
		const char *line = line_at(arena, p);

		if (!strncmp(line, mark, 4) && line[4])
			found = without_request(line + 4);
		else if (*line)
			last = line;
	}
	/* An error code alone, and what it means on the following lines. */
	if (found && strstr(found, "encountered the following")) {
		const char *p = strstr(text, "\n    error:\n");

		if (p)
			found = line_at(arena, p + strlen("\n    error:\n"));
	}
	return found ? found : last;
}

static int judge_failure(struct arena *arena, int status, const char *text,
                         struct err *err)
{
	const char *found = strstr(text, "Schema validation failed");
	const char *what = complaint(arena, text);

	if (found)
		return judge_schema(arena, found, err);
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (!strstr(text, known[i].phrase))
			continue;
		err_set(err, known[i].code, "%s", known[i].msg ? known[i].msg : what);
		return known[i].hint ? err_hint(err, "%s", known[i].hint) : -1;
	}
	return err_set(err, ERR_SERVER, "the push was refused (status %d): %s", status, what);
}

int cli_outcome(int status, const char *text, const char *url, struct err *err)
{
	struct arena arena = { 0 };
	size_t len = strlen(text), most = sizeof(err->detail) - 1;
	int result = status ? judge_failure(&arena, status, text, err)
	                    : judge_success(&arena, text, url, err);

	if (result)
		err_detail(err, "%s", len > most ? text + len - most : text);
	arena_dispose(&arena);
	return result;
}
