/* test_link_key.c - deploy keys of every kind, and with what the control plane is asked. */
#include "link_case.h"

#define KEY "CONVEX_DEPLOY_KEY"
#define ALIAS "CONVEX_DEPLOYMENT_TOKEN"
#define OVERRIDE "CONVEX_OVERRIDE_ACCESS_TOKEN"
#define LOGGED_IN "~/.convex/config.json", "{\"accessToken\":\"user-" SECRET "\",\"other\":1}"
#define PAIR "CONVEX_SELF_HOSTED_URL=http://127.0.0.1:3210\n" \
	"CONVEX_SELF_HOSTED_ADMIN_KEY=n|" SECRET "\n"
#define BY_PAIR "self-hosted local? url=http://127.0.0.1:3210 key=n|" SECRET " of '.env.local'"

static const struct link_case kinds[] = {
	{ "to be ignored: as if unset", { KEY, "<ignore_deploy_key>", NULL },
	  { ".env.local", PAIR, NULL }, .want = BY_PAIR },
	{ "to be ignored, and its alias with it",
	  { KEY, "<ignore_deploy_key>", ALIAS, "dev:x|" SECRET, NULL },
	  { ".env.local", PAIR, NULL }, .want = BY_PAIR },
	{ "missing, and why", { KEY, "<missing_deploy_key:ask Ann for it>", NULL },
	  { ".env.local", PAIR, NULL }, .want = "ask Ann for it", ERR_CONFIG },
	{ "missing, without a reason: no key", { KEY, "<missing_deploy_key:>", NULL }, { NULL },
	  .want = "CONVEX_DEPLOY_KEY of the environment isn't a deploy key", ERR_CONFIG },
	{ "of a preview's project", { KEY, "preview:acme:shop|" SECRET, NULL }, { NULL },
	  .want = "preview-key preview asks=preview:acme:shop|" SECRET
	  " team=acme project=shop preview=topic of the environment" },
	{ "of a project", { KEY, "project:acme:shop|" SECRET, NULL }, { NULL },
	  .want = "project-key dev asks=project:acme:shop|" SECRET
	  " team=acme project=shop of the environment" },
	{ "of a project that it doesn't name", { KEY, "project:shop|" SECRET, NULL }, { NULL },
	  .want = "the project key of the environment doesn't name its team and project",
	  ERR_UNSUPPORTED },
	{ "of a project with a slug that is none", { KEY, "project:../x:shop|" SECRET, NULL },
	  { NULL }, .want = "doesn't name its team and project", ERR_UNSUPPORTED },
	{ "of a dev deployment", { KEY, "dev:bold-hyena-681|" SECRET, NULL }, { NULL },
	  .want = "key dev name=bold-hyena-681 key=dev:bold-hyena-681|" SECRET
	  " asks=dev:bold-hyena-681|" SECRET " of the environment" },
	{ "of a production deployment", { KEY, "prod:x|" SECRET, NULL }, { NULL },
	  .want = "key prod name=x key=prod:x|" SECRET " asks=prod:x|" SECRET " of the environment" },
	{ "of one preview deployment", { KEY, "preview:x|" SECRET, NULL }, { NULL },
	  .want = "key preview name=x key=preview:x|" SECRET " of the environment" },
	{ "of a custom deployment", { KEY, "custom:x|" SECRET, NULL }, { NULL },
	  .want = "key prod name=x key=custom:x|" SECRET " of the environment" },
	{ "with more colons: the last part is the name", { KEY, "dev:acme:x|" SECRET, NULL },
	  { NULL }, .want = "key dev name=x key=dev:acme:x|" SECRET " asks=dev:acme:x|" SECRET
	  " of the environment" },
	{ "without a type: from when all were production's", { KEY, "x|" SECRET, NULL }, { NULL },
	  .want = "key prod name=x key=x|" SECRET " of the environment" },
	{ "with a colon only behind the bar", { KEY, "dev|" SECRET ":y", NULL }, { NULL },
	  .want = "key prod name=dev key=dev|" SECRET ":y of the environment" },
	{ "without a bar", { KEY, "dev:" SECRET, NULL }, { NULL },
	  .want = "CONVEX_DEPLOY_KEY of the environment isn't a deploy key", ERR_CONFIG },
	{ "of a preview, without a bar", { KEY, "preview:acme:" SECRET, NULL }, { NULL },
	  .want = "CONVEX_DEPLOY_KEY of the environment isn't a deploy key", ERR_CONFIG },
	{ "with nothing before the bar", { KEY, "|" SECRET, NULL }, { NULL },
	  .want = "isn't a deploy key", ERR_CONFIG },
	{ "with a name that is a path", { KEY, "dev:../x|" SECRET, NULL }, { NULL },
	  .want = "isn't a deploy key", ERR_CONFIG },
	{ "with a line break", { KEY, "dev:x|" SECRET "\nHost: y", NULL }, { NULL },
	  .want = "the key of the environment holds a blank", ERR_CONFIG },
	{ "by its other name", { NULL }, { ".env.local", ALIAS "=dev:x|" SECRET "\n", NULL },
	  .want = "key dev name=x key=dev:x|" SECRET " asks=dev:x|" SECRET " of '.env.local'" },
	{ "by both: the first", { ALIAS, "dev:y|" SECRET, NULL },
	  { ".env", KEY "=dev:x|" SECRET "\n", NULL },
	  .want = "key dev name=x key=dev:x|" SECRET " asks=dev:x|" SECRET " of '.env'" },
	{ "by both, the first set to nothing", { KEY, "", ALIAS, "dev:y|" SECRET, NULL },
	  { ".env", KEY "=dev:x|" SECRET "\n", NULL },
	  .want = "key dev name=y key=dev:y|" SECRET " asks=dev:y|" SECRET " of the environment" },
	{ "with a comment that a file writes behind it", { NULL },
	  { ".env", KEY "=dev:x|" SECRET " # of Ann\n", NULL },
	  .want = "key dev name=x key=dev:x|" SECRET " asks=dev:x|" SECRET " of '.env'" },
};

/* What goes behind "Bearer": the first of override, project key, key of a dev or prod
 * deployment, the user's own token, preview key. */
static const struct link_case credentials[] = {
	{ "override before a deployment's key",
	  { KEY, "dev:x|" SECRET, OVERRIDE, "over-" SECRET, NULL }, { LOGGED_IN, NULL },
	  .want = "key dev name=x key=dev:x|" SECRET " asks=over-" SECRET " of the environment" },
	{ "override before a project key",
	  { KEY, "project:acme:shop|" SECRET, OVERRIDE, "over-" SECRET, NULL }, { NULL },
	  .want = "project-key dev asks=over-" SECRET " team=acme project=shop of the environment" },
	{ "override of a file", { NULL },
	  { ".env.local", "CONVEX_DEPLOYMENT=dev:x\n" OVERRIDE "=over-" SECRET "\n", NULL },
	  .want = "named dev name=x asks=over-" SECRET " of '.env.local'" },
	{ "a project key before the user", { KEY, "project:acme:shop|" SECRET, NULL },
	  { LOGGED_IN, NULL },
	  .want = "project-key dev asks=project:acme:shop|" SECRET
	  " team=acme project=shop of the environment" },
	{ "a deployment's key before the user", { KEY, "prod:x|" SECRET, NULL }, { LOGGED_IN, NULL },
	  .want = "key prod name=x key=prod:x|" SECRET " asks=prod:x|" SECRET " of the environment" },
	{ "the user before a preview key", { KEY, "preview:acme:shop|" SECRET, NULL },
	  { LOGGED_IN, NULL },
	  .want = "preview-key preview asks=user-" SECRET
	  " team=acme project=shop preview=topic of the environment" },
	{ "the user for other keys", { KEY, "custom:x|" SECRET, NULL }, { LOGGED_IN, NULL },
	  .want = "key prod name=x key=custom:x|" SECRET " asks=user-" SECRET " of the environment" },
	{ "a token cut in two", { KEY, "x|" SECRET, OVERRIDE, SECRET "\nx", NULL }, { NULL },
	  .want = "the key of CONVEX_OVERRIDE_ACCESS_TOKEN holds a blank", ERR_CONFIG },
};

static const struct link_case previews[] = {
	{ "of no branch", { KEY, "preview:acme:shop|" SECRET, NULL }, { NULL },
	  .want = "the preview key of the environment needs a branch", ERR_NOT_LINKED, .branch = "" },
	{ "of the branch that is checked out, wherever it is built",
	  { KEY, "preview:acme:shop|" SECRET, "VERCEL", "1", "VERCEL_GIT_COMMIT_REF", "b", NULL },
	  { NULL }, .want = "preview-key preview asks=preview:acme:shop|" SECRET
	  " team=acme project=shop preview=feature/x of the environment", .branch = "feature/x" },
	{ "of a bare commit at Vercel",
	  { KEY, "preview:acme:shop|" SECRET, "VERCEL", "1", "VERCEL_GIT_COMMIT_REF", "b", NULL },
	  { NULL }, .want = "preview-key preview asks=preview:acme:shop|" SECRET
	  " team=acme project=shop preview=b of the environment", .branch = "" },
	{ "at Cloudflare", { KEY, "preview:acme:shop|" SECRET, "WORKERS_CI", "1",
	  "WORKERS_CI_BRANCH", "b", NULL }, { NULL },
	  .want = "preview-key preview asks=preview:acme:shop|" SECRET
	  " team=acme project=shop preview=b of the environment", .branch = "" },
	{ "elsewhere, of a bare commit", { KEY, "preview:acme:shop|" SECRET, "CI", "true", NULL },
	  { NULL }, .want = "needs a branch", ERR_NOT_LINKED, .branch = "" },
};

static void test_hides(struct link_room *room)
{
	static const struct link_case one = {
		"a key that is none is hidden all the same", { KEY, "dev:" SECRET, NULL }, { NULL },
		.want = "",
	};

	case_test_hides(room, &one, "dev:" SECRET);
}

static void test_identity(struct link_room *room)
{
	static const struct link_case preview = {
		"", { KEY, "preview:acme:shop|" SECRET, NULL }, { NULL }, .want = "",
	}, project = { "", { KEY, "project:acme:shop|" SECRET, NULL }, { NULL }, .want = "" };
	struct err err = ERR_INIT;
	struct link link;

	is_int(case_find(&link, room, &preview, &err), 0, "a preview");
	is_str(link.identity, "preview acme:shop:topic", "is known by its branch");
	is_int(case_find(&link, room, &project, &err), 0, "a project's deployment");
	is_str(link.identity, "project acme:shop", "by the project");
}

int main(void)
{
	struct link_room room;

	case_open(&room);
	CASE_TEST_ALL(&room, kinds);
	CASE_TEST_ALL(&room, credentials);
	CASE_TEST_ALL(&room, previews);
	test_hides(&room);
	test_identity(&room);
	case_close(&room);
	return done();
}
