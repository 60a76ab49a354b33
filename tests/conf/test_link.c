/* test_link.c - which deployment is linked: what goes before what, the pair of a deployment
 * of one's own, env files, and environments of the private settings. */
#include "link_case.h"

#define URL "CONVEX_SELF_HOSTED_URL"
#define KEY "CONVEX_SELF_HOSTED_ADMIN_KEY"
#define NAME "CONVEX_DEPLOYMENT"
#define DEPLOY "CONVEX_DEPLOY_KEY"
#define HERE "http://127.0.0.1:3210"
#define ADMIN "n|" SECRET
#define TOKEN "{\"accessToken\":\"user-" SECRET "\"}"
#define LOGGED_IN "~/.convex/config.json", TOKEN

/* By what the CLI goes, in its order; then what it reads from where. */
static const struct link_case order[] = {
	{ "a deploy key goes before everything",
	  { DEPLOY, "dev:x|" SECRET, NAME, "dev:y", URL, HERE, KEY, ADMIN, NULL }, { NULL },
	  .want = "key dev name=x key=dev:x|" SECRET " asks=dev:x|" SECRET " of the environment" },
	{ "also one of a file before a pair of the environment",
	  { URL, HERE, KEY, ADMIN, NULL }, { ".env", DEPLOY "=dev:x|" SECRET "\n", NULL },
	  .want = "key dev name=x key=dev:x|" SECRET " asks=dev:x|" SECRET " of '.env'" },
	{ "a pair goes before a name: both contradict",
	  { NULL }, { ".env.local", URL "=" HERE "\n" KEY "=" ADMIN "\n", ".env", NAME "=dev:x\n", NULL },
	  .want = "both CONVEX_DEPLOYMENT (of '.env') and CONVEX_SELF_HOSTED_URL (of '.env.local')",
	  ERR_CONFIG },
	{ "a URL and a name", { URL, HERE, NAME, "dev:x", NULL }, { NULL },
	  .want = "both CONVEX_DEPLOYMENT (of the environment) and CONVEX_SELF_HOSTED_URL", ERR_CONFIG },
	{ "an admin key and a name", { NAME, "dev:x", KEY, ADMIN, NULL }, { NULL },
	  .want = "both CONVEX_DEPLOYMENT (of the environment) and CONVEX_SELF_HOSTED_ADMIN_KEY",
	  ERR_CONFIG },
	{ "a pair", { URL, HERE "/", KEY, ADMIN, NULL }, { NULL },
	  .want = "self-hosted local? url=" HERE " key=" ADMIN " of the environment" },
	{ "a name", { NAME, "dev:bold-hyena-681", NULL }, { LOGGED_IN, NULL },
	  .want = "named dev name=bold-hyena-681 asks=user-" SECRET " of the environment" },
	{ "a URL alone is passed over", { URL, HERE, NULL }, { NULL },
	  .want = "CONVEX_SELF_HOSTED_URL is set, but CONVEX_SELF_HOSTED_ADMIN_KEY isn't", ERR_NOT_LINKED },
	{ "an admin key alone", { KEY, ADMIN, NULL }, { NULL },
	  .want = "CONVEX_SELF_HOSTED_ADMIN_KEY is set, but CONVEX_SELF_HOSTED_URL isn't", ERR_NOT_LINKED },
	{ "a build at Vercel", { "VERCEL", "1", NULL }, { NULL },
	  .want = "this is a build at Vercel, and no deployment is linked", ERR_NOT_LINKED },
	{ "at Netlify, with half a pair", { "NETLIFY", "true", URL, HERE, NULL }, { NULL },
	  .want = "this is a build at Netlify", ERR_NOT_LINKED },
	{ "at Cloudflare Pages", { "CF_PAGES", "1", NULL }, { NULL },
	  .want = "this is a build at Cloudflare", ERR_NOT_LINKED },
	{ "at Cloudflare Workers", { NULL }, { ".env", "WORKERS_CI=1\n", NULL },
	  .want = "this is a build at Cloudflare", ERR_NOT_LINKED },
	{ "a build with a key", { "VERCEL", "1", URL, HERE, KEY, ADMIN, NULL }, { NULL },
	  .want = "self-hosted local? url=" HERE " key=" ADMIN " of the environment" },
	{ "nothing", { NULL }, { NULL }, .want = "no deployment is linked to this checkout",
	  ERR_NOT_LINKED },
	{ "nothing, although logged in", { NULL }, { LOGGED_IN, NULL },
	  .want = "no deployment is linked to this checkout", ERR_NOT_LINKED },
	{ "a state on disk that nothing names", { NULL },
	  { ".convex/local/default/config.json", "{\"deploymentName\":\"anonymous-shop\"}", NULL },
	  .want = "no deployment is linked to this checkout", ERR_NOT_LINKED },
};

static const struct link_case files[] = {
	{ ".env.local", { NULL }, { ".env.local", URL "=" HERE "\n" KEY "='" ADMIN "'\n", NULL },
	  .want = "self-hosted local? url=" HERE " key=" ADMIN " of '.env.local'" },
	{ ".env", { NULL }, { ".env", URL "=" HERE "\n" KEY "=" ADMIN "\n", NULL },
	  .want = "self-hosted local? url=" HERE " key=" ADMIN " of '.env'" },
	{ ".env.local goes before .env", { NULL },
	  { ".env.local", URL "=https://one.example\n",
	    ".env", URL "=https://two.example\n" KEY "=" ADMIN "\n", NULL },
	  .want = "self-hosted prod? url=https://one.example key=" ADMIN " of '.env.local'" },
	{ "the environment goes before both", { URL, "https://env.example", NULL },
	  { ".env.local", URL "=https://one.example\n" KEY "=" ADMIN "\n", NULL },
	  .want = "self-hosted prod? url=https://env.example key=" ADMIN " of the environment" },
	{ "set to nothing hides the files", { KEY, "", NULL },
	  { ".env.local", URL "=" HERE "\n" KEY "=" ADMIN "\n", NULL },
	  .want = "CONVEX_SELF_HOSTED_URL is set, but CONVEX_SELF_HOSTED_ADMIN_KEY isn't", ERR_NOT_LINKED },
	{ "set to nothing in .env.local hides .env", { NULL },
	  { ".env.local", KEY "=\n", ".env", URL "=" HERE "\n" KEY "=" ADMIN "\n", NULL },
	  .want = "CONVEX_SELF_HOSTED_URL is set, but CONVEX_SELF_HOSTED_ADMIN_KEY isn't", ERR_NOT_LINKED },
	{ "export, colons, lines of Windows", { NULL },
	  { ".env.local", "export " URL ": " HERE "\r\n" KEY " = " ADMIN "\r\n", NULL },
	  .want = "self-hosted local? url=" HERE " key=" ADMIN " of '.env.local'" },
	{ "quotes keep a hash, and \\n only double ones expand", { NULL },
	  { ".env.local", URL "=`" HERE "`\n" KEY "='a#b|" SECRET "\\n'\n", NULL },
	  .want = "self-hosted local? url=" HERE " key=a#b|" SECRET "\\n of '.env.local'" },
	{ "a line feed in double quotes is no key", { NULL },
	  { ".env.local", URL "=" HERE "\n" KEY "=\"" ADMIN "\\nX: y\"\n", NULL },
	  .want = "the key of '.env.local' holds a blank", ERR_CONFIG },
	{ "a hash ends what isn't quoted", { NULL },
	  { ".env.local", URL "=" HERE "#x\n" KEY "=" ADMIN " # mine\n", NULL },
	  .want = "self-hosted local? url=" HERE " key=" ADMIN " of '.env.local'" },
	{ "no variables are expanded", { "K", ADMIN, NULL },
	  { ".env.local", URL "=" HERE "\n" KEY "=$K\n", NULL },
	  .want = "self-hosted local? url=" HERE " key=$K of '.env.local'" },
	{ "of several the last", { NULL },
	  { ".env.local", URL "=https://one.example\n" KEY "=" ADMIN "\n" URL "=" HERE "\n", NULL },
	  .want = "self-hosted local? url=" HERE " key=" ADMIN " of '.env.local'" },
	{ "an unreadable file", { URL, HERE, KEY, ADMIN, NULL }, { ".env.local", "/", NULL },
	  .want = "cannot read", ERR_IO },
	{ "a folder of that name is none", { URL, HERE, KEY, ADMIN, NULL }, { ".env/x", "x", NULL },
	  .want = "self-hosted local? url=" HERE " key=" ADMIN " of the environment" },
};

static const struct link_case pairs[] = {
	{ "a committed URL, a key from elsewhere", { KEY, ADMIN, NULL },
	  { ".env", URL "=https://evil.example\n", NULL },
	  .want = "the key of the environment is not sent to the URL of '.env', which is committed",
	  ERR_CONFIG, .tracked = ".env" },
	{ "a committed URL, a key of another file", { NULL },
	  { ".env.local", KEY "=" ADMIN "\n", ".env", URL "=https://evil.example\n", NULL },
	  .want = "the key of '.env.local' is not sent to the URL of '.env'", ERR_CONFIG,
	  .tracked = ".env" },
	{ "both committed together", { NULL },
	  { ".env", URL "=" HERE "\n" KEY "=" ADMIN "\n", NULL },
	  .want = "self-hosted local? url=" HERE " key=" ADMIN " of '.env'", .tracked = ".env" },
	{ "a committed key, a URL of one's own", { URL, HERE, NULL },
	  { ".env", KEY "=" ADMIN "\n", NULL },
	  .want = "self-hosted local? url=" HERE " key=" ADMIN " of the environment", .tracked = ".env" },
	{ "an untracked URL, a key from elsewhere", { KEY, ADMIN, NULL },
	  { ".env.local", URL "=" HERE "\n", NULL },
	  .want = "self-hosted local? url=" HERE " key=" ADMIN " of '.env.local'", .tracked = ".env" },
	{ "a key cut in two", { URL, HERE, KEY, ADMIN "\r\nX: y", NULL }, { NULL },
	  .want = "the key of the environment holds a blank", ERR_CONFIG },
	{ "a bad URL", { URL, "ftp://x", KEY, ADMIN, NULL }, { NULL },
	  .want = "CONVEX_SELF_HOSTED_URL of the environment: the deployment's URL cannot be used",
	  ERR_CONFIG },
	{ "plain http elsewhere", { URL, "http://10.0.0.1:3210", KEY, ADMIN, NULL }, { NULL },
	  .want = "'http://' is only for this machine", ERR_CONFIG },
	{ "... that the private settings name", { URL, "http://10.0.0.1:3210", KEY, ADMIN, NULL },
	  { NULL }, .want = "self-hosted prod? url=http://10.0.0.1:3210 key=" ADMIN
	  " of the environment", .named = "http://10.0.0.1:3210" },
	{ "... beside another one", { URL, "http://10.0.0.1:3211", KEY, ADMIN, NULL }, { NULL },
	  .want = "'http://' is only for this machine", ERR_CONFIG,
	  .named = "http://10.0.0.1:3210" },
	{ "a production key on this machine", { URL, HERE, KEY, "prod:x|" SECRET, NULL }, { NULL },
	  .want = "self-hosted prod url=" HERE " key=prod:x|" SECRET " of the environment" },
	{ "a key of a custom deployment", { URL, HERE, KEY, "custom:x|" SECRET, NULL }, { NULL },
	  .want = "self-hosted prod url=" HERE " key=custom:x|" SECRET " of the environment" },
	{ "a key of a dev deployment doesn't say what a URL is",
	  { URL, "https://x.example", KEY, "dev:x|" SECRET, NULL }, { NULL },
	  .want = "self-hosted prod? url=https://x.example key=dev:x|" SECRET " of the environment" },
};

#define STAGING .label = "'[env \"staging\"]'"

static const struct link_case environments[] = {
	{ "an env file: only it counts", { DEPLOY, "prod:y|" SECRET, NULL },
	  { "envs/staging", URL "=" HERE "\n" KEY "=" ADMIN "\n", ".env.local", NAME "=dev:x\n", NULL },
	  .want = "self-hosted local? url=" HERE " key=" ADMIN " of 'envs/staging'",
	  .from = { .env_file = "envs/staging", STAGING } },
	{ "with a deploy key", { NULL }, { "envs/staging", DEPLOY "=prod:x|" SECRET "\n", NULL },
	  .want = "key prod name=x key=prod:x|" SECRET " asks=prod:x|" SECRET " of 'envs/staging'",
	  .from = { .env_file = "envs/staging", STAGING } },
	{ "with a name", { NULL }, { "envs/staging", NAME "=dev:x\n", LOGGED_IN, NULL },
	  .want = "named dev name=x asks=user-" SECRET " of 'envs/staging'",
	  .from = { .env_file = "envs/staging", STAGING } },
	{ "a token in it doesn't count", { NULL },
	  { "envs/staging", NAME "=dev:x\nCONVEX_OVERRIDE_ACCESS_TOKEN=other\n", LOGGED_IN, NULL },
	  .want = "named dev name=x asks=user-" SECRET " of 'envs/staging'",
	  .from = { .env_file = "envs/staging", STAGING } },
	{ "half a pair isn't made up from the environment", { KEY, ADMIN, NULL },
	  { "envs/staging", URL "=" HERE "\n", NULL },
	  .want = "the env file 'envs/staging' of '[env \"staging\"]' names no deployment: expected "
	  "CONVEX_DEPLOY_KEY, CONVEX_DEPLOYMENT, or both", ERR_CONFIG,
	  .from = { .env_file = "envs/staging", STAGING } },
	{ "which isn't there", { URL, HERE, KEY, ADMIN, NULL }, { NULL },
	  .want = "the env file 'envs/staging' of '[env \"staging\"]' does not exist", ERR_CONFIG,
	  .from = { .env_file = "envs/staging", STAGING } },
	{ "a deployment, whatever else is set", { DEPLOY, "prod:y|" SECRET, URL, HERE, NULL },
	  { LOGGED_IN, NULL },
	  .want = "named preview name=x asks=user-" SECRET " of '[env \"staging\"]'",
	  .from = { .deployment = "preview:x", STAGING } },
	{ "a deployment that is none", { NULL }, { LOGGED_IN, NULL },
	  .want = "deployment of '[env \"staging\"]' isn't the name of a deployment", ERR_CONFIG,
	  .from = { .deployment = "dev:x|" SECRET, STAGING } },
	{ "a deploy key by its variable", { "STAGING_KEY", "custom:x|" SECRET, DEPLOY, "y|z", NULL },
	  { LOGGED_IN, NULL },
	  .want = "key prod name=x key=custom:x|" SECRET " asks=user-" SECRET " of '[env \"staging\"]'",
	  .from = { .key_variable = "STAGING_KEY", STAGING } },
	{ "the variable may be a file's", { NULL },
	  { ".env.local", "STAGING_KEY=dev:x|" SECRET "\n", NULL },
	  .want = "key dev name=x key=dev:x|" SECRET " asks=dev:x|" SECRET " of '[env \"staging\"]'",
	  .from = { .key_variable = "STAGING_KEY", STAGING } },
	{ "which isn't set", { URL, HERE, KEY, ADMIN, NULL }, { NULL },
	  .want = "'[env \"staging\"]' takes its key from the variable 'STAGING_KEY', which isn't set",
	  ERR_NOT_LINKED, .from = { .key_variable = "STAGING_KEY", STAGING } },
	{ "a URL and the variable of its admin key", { "STAGING_KEY", ADMIN, NULL }, { NULL },
	  .want = "self-hosted prod? url=https://x.example key=" ADMIN " of '[env \"staging\"]'",
	  .from = { .key_variable = "STAGING_KEY", .url = "https://x.example", STAGING } },
	{ "plain http, as the private settings say so", { "STAGING_KEY", ADMIN, NULL }, { NULL },
	  .want = "self-hosted prod? url=http://10.0.0.1:3210 key=" ADMIN " of '[env \"staging\"]'",
	  .from = { .key_variable = "STAGING_KEY", .url = "http://10.0.0.1:3210", STAGING } },
	{ "a URL with a query", { "STAGING_KEY", ADMIN, NULL }, { NULL },
	  .want = "url of '[env \"staging\"]': the deployment's URL cannot be used", ERR_CONFIG,
	  .from = { .key_variable = "STAGING_KEY", .url = "https://x.example?k=1", STAGING } },
	{ "a URL alone", { NULL }, { NULL }, .want = "'[env \"staging\"]' has a url, but no key-variable",
	  ERR_CONFIG, .from = { .url = "https://x.example", STAGING } },
	{ "two ways", { NULL }, { NULL }, .want = "'[env \"staging\"]' names its deployment in two ways",
	  ERR_CONFIG, .from = { .url = HERE, .env_file = ".env", STAGING } },
};

static const struct {
	const char *url, *want;            /* NULL: refused */
	bool loopback;
} urls[] = {
	{ "https://happy-animal-123.convex.cloud", "https://happy-animal-123.convex.cloud", false },
	{ "https://example.com:8443/base//", "https://example.com:8443/base", false },
	{ "http://127.0.0.1:3210", "http://127.0.0.1:3210", true },
	{ "HTTP://LOCALHOST:1/", "HTTP://LOCALHOST:1", true },
	{ "http://127.1.2.3", "http://127.1.2.3", true },
	{ "http://[::1]:3210", "http://[::1]:3210", true },
	{ "https://localhost", "https://localhost", true },
	{ "http://example.com", NULL, false },
	{ "http://10.0.0.1:3210", NULL, false },
	{ "http://127.0.0.1.evil.example", NULL, false },
	{ "http://127.0.0.256", NULL, false },
	{ "http://127.0.1", NULL, false },
	{ "http://localhost.evil.example", NULL, false },
	{ "http://localhost@evil.example", NULL, false },
	{ "http://127.0.0.1:3210@evil.example/", NULL, false },
	{ "http://evil.example\\@127.0.0.1", NULL, false },
	{ "https://user:pass@example.com", NULL, false },
	{ "https://example.com?x=1", NULL, false },
	{ "https://example.com/#x", NULL, false },
	{ "https://", NULL, false },
	{ "https://:443", NULL, false },
	{ "https://example.com:0", NULL, false },
	{ "https://example.com:65536", NULL, false },
	{ "https://example.com:", NULL, false },
	{ "https://exam ple.com", NULL, false },
	{ "https://example.com\r\nX: y", NULL, false },
	{ "https://[::1", NULL, false },
	{ "ftp://example.com", NULL, false },
	{ "example.com", NULL, false },
	{ "", NULL, false },
};

static void test_urls(struct arena *arena)
{
	for (size_t i = 0; i < sizeof(urls) / sizeof(*urls); i++) {
		struct err err = ERR_INIT;
		const char *url = NULL;
		bool loopback;
		int rc = link_check_url(&url, &loopback, arena, urls[i].url, &err);

		is_str(rc ? NULL : url, urls[i].want, urls[i].url[0] ? "a URL" : "no URL");
		if (!rc)
			is_int(loopback, urls[i].loopback, "on this machine or not");
		else
			ok(!*urls[i].url || !strstr(err.msg, urls[i].url), "which isn't shown");
	}
}

static void test_hides(struct link_room *room)
{
	static const struct link_case one = {
		"an admin key is hidden even if it isn't used",
		{ NAME, "dev:x", KEY, ADMIN, NULL }, { NULL }, .want = "",
	};

	case_test_hides(room, &one, ADMIN);
}

static void test_wipe(struct link_room *room)
{
	static const struct link_case one = { "", { DEPLOY, "dev:x|" SECRET, NULL }, { NULL }, .want = "" };
	struct err err = ERR_INIT;
	struct link link;

	is_int(case_find(&link, room, &one, &err), 0, "linked");
	is_str(link.identity, "x", "known by its name");
	link_wipe(&link);
	is_str(link.key, "", "the key is wiped");
	is_str(link.credential, "", "and what is asked with");
}

int main(void)
{
	struct link_room room;

	case_open(&room);
	CASE_TEST_ALL(&room, order);
	CASE_TEST_ALL(&room, files);
	CASE_TEST_ALL(&room, pairs);
	CASE_TEST_ALL(&room, environments);
	test_urls(&room.arena);
	test_hides(&room);
	test_wipe(&room);
	case_close(&room);
	return done();
}
