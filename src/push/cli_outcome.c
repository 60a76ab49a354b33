/* cli_outcome.c - what a run of `convex deploy` meant, read from its status and text.
 *
 * Tested on recorded outputs, tests/push/outputs/. */
#include "push/cli.h"

#include "base/url.h"
#include "push/cli_complaint.h"

#include <string.h>

static const char deployed_to[] = "Deployed Convex functions to ";

static const char came_between[] = "another push to this deployment came in between";

/* By the codes and texts of the deployment (application/src/lib.rs and deploy_config.rs,
 * database/src/bootstrap_model/schema/mod.rs of Convex's backend) and of the CLI. */
static const struct known {
	const char *phrase;
	enum err_code code;
	const char *msg;     /* NULL: what it says itself */
	const char *hint;
} known[] = {
	/* The schema was replaced: while it was waited for, in the CLI's words, and later. */
	{ "Schema was overwritten by another push", ERR_RACE, came_between, NULL },
	{ "SchemaAlreadyOverwritten", ERR_RACE, came_between, NULL },
	{ "ConcurrentPush", ERR_RACE, came_between, NULL },
	{ "OptimisticConcurrencyControlFailure", ERR_RACE, came_between, NULL },
	/* RaceDetected, of which the CLI prints the text only. */
	{ "Environment variables have changed during push", ERR_RACE,
	  "environment variables of the deployment were changed during the push", NULL },
	/* The CLI asked which modules are deployed, and a moment later others were. */
	{ "MissingExistingModule", ERR_RACE, came_between, NULL },
	{ "ExistingModuleHashConflict", ERR_RACE, came_between, NULL },
	{ "ExistingModuleEnvConflict", ERR_RACE, came_between, NULL },
	{ "deploy key was invalid", ERR_UNAUTHORISED, "the deployment refuses the key", NULL },
	{ "BadDeployKey", ERR_UNAUTHORISED, "the deployment refuses the key", NULL },
	{ "BadAdminKey", ERR_UNAUTHORISED, "the deployment refuses the key", NULL },
	{ "You do not have permission", ERR_UNAUTHORISED, NULL, NULL },
	{ "unknown option", ERR_UNSUPPORTED, NULL,
	  "is the installed convex too old? 'git cvx doctor' says which versions are needed" },
	{ "Your Node version", ERR_UNSUPPORTED, NULL,
	  "name a newer one in CVX_NODE; 'git cvx doctor' says which is needed" },
	{ "To confirm the push:", ERR_DECISION,
	  "the push builds, changes or drops an index of a large table, and the Convex CLI asks "
	  "before it does that", "push this commit yourself first: npx convex deploy" },
	{ "Cannot prompt for input", ERR_DECISION, NULL,
	  "push this commit yourself first: npx convex deploy" },
	{ "fetch failed", ERR_UNREACHABLE, "the deployment does not answer", NULL },
	{ "InternalServerError", ERR_SERVER,
	  "the deployment met an error of its own during the push, and says no more",
	  "try again in a while" },
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

/* What doesn't fit, of "Document with ID …" or "New document in table …", and why. Only the
 * first sentence of it: it goes on with advice. A new document is one that was written while
 * the schema was looked at: it may fit by now, or be found with its ID. */
static int refuse_schema(const char *component, const char *why, struct err *err)
{
	const char *end = strstr(why, ". Consider ");

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
		err_wrap(err, "in component '%.*s'", (int)strcspn(component, "\""), component);
	return strncmp(why, "New document", 12) ? -1 : err_says(err, ERR_SAYS_MAY_HAVE_CHANGED);
}

/* "✖ Schema validation failed in component "x".", and the reason on the next line. */
static int judge_schema(struct arena *arena, const char *found, struct err *err)
{
	const char *title = line_at(arena, found), *why = found + strlen(title);
	const char *component = strstr(title, " in component \"");

	return refuse_schema(component ? component + 15 : NULL,
	                     line_at(arena, why + strspn(why, "\r\n")), err);
}

/* The schema failed between its validation and the end of the push. */
static int judge_failed_schema(struct arena *arena, const char *text, struct err *err)
{
	static const char before[] = "already been failed with error: ";
	const char *why = strstr(text, before);

	refuse_schema(NULL, why ? line_at(arena, why + strlen(before)) : "", err);
	return err_says(err, ERR_SAYS_MAY_HAVE_CHANGED);
}

static int judge_failure(struct arena *arena, int status, const char *text,
                         struct err *err)
{
	const char *found = strstr(text, "Schema validation failed");
	const char *what = cli_complaint(arena, text);

	if (found)
		return judge_schema(arena, found, err);
	if (strstr(text, "SchemaAlreadyFailed"))
		return judge_failed_schema(arena, text, err);
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (!strstr(text, known[i].phrase))
			continue;
		err_set(err, known[i].code, "%s", known[i].msg ? known[i].msg : what);
		return known[i].hint ? err_hint(err, "%s", known[i].hint) : -1;
	}
	if (!*what)
		return err_set(err, ERR_SERVER, "the push was refused (status %d): it says nothing",
		               status);
	return err_set(err, ERR_SERVER, "the push was refused: %s", what);
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
