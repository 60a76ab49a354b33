/* test_link.c - which deployment is linked: environment, files, and what is refused. */
#include "conf/link.h"
#include "base/secret.h"
#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

#define URL "CONVEX_SELF_HOSTED_URL"
#define KEY "CONVEX_SELF_HOSTED_ADMIN_KEY"
#define HERE "http://127.0.0.1:3210"

static const struct {
	const char *name;
	const char *env[9];                /* name, value, ... */
	const char *local, *plain;         /* .env.local and .env; NULL: no such file */
	const char *tracked;               /* file that git tracks */
	enum err_code code;
	const char *want;                  /* "url key source", or words of the message */
} cases[] = {
	{ "nothing", { NULL }, NULL, NULL, "", ERR_NOT_LINKED, "no deployment is linked" },
	{ "the environment", { URL, HERE "/", KEY, "n|abcdefgh", NULL }, NULL, NULL, "", ERR_NONE,
	  HERE " n|abcdefgh the environment" },
	{ ".env.local", { NULL }, URL "=" HERE "\n" KEY "='n|abcdefgh'\n", NULL, "", ERR_NONE,
	  HERE " n|abcdefgh '.env.local'" },
	{ ".env", { NULL }, NULL, URL "=" HERE "\n" KEY "=n|abcdefgh\n", "", ERR_NONE,
	  HERE " n|abcdefgh '.env'" },
	{ ".env.local goes before .env", { NULL }, URL "=https://one.example\n",
	  URL "=https://two.example\n" KEY "=n|abcdefgh\n", "", ERR_NONE,
	  "https://one.example n|abcdefgh '.env.local'" },
	{ "the environment goes before both", { URL, "https://env.example", NULL },
	  URL "=https://one.example\n" KEY "=n|abcdefgh\n", NULL, "", ERR_NONE,
	  "https://env.example n|abcdefgh the environment" },
	{ "set to nothing hides the files", { KEY, "", NULL },
	  URL "=" HERE "\n" KEY "=n|abcdefgh\n", NULL, "", ERR_NOT_LINKED,
	  "CONVEX_SELF_HOSTED_URL is set, but CONVEX_SELF_HOSTED_ADMIN_KEY isn't" },
	{ "only a key", { KEY, "n|abcdefgh", NULL }, NULL, NULL, "", ERR_NOT_LINKED,
	  "CONVEX_SELF_HOSTED_ADMIN_KEY is set, but CONVEX_SELF_HOSTED_URL isn't" },
	{ "a deploy key", { "CONVEX_DEPLOY_KEY", "prod:x|abcdefgh", URL, HERE, KEY, "n|k", NULL },
	  NULL, NULL, "", ERR_UNSUPPORTED,
	  "linked through CONVEX_DEPLOY_KEY (of the environment), which isn't handled yet" },
	{ "its other name", { NULL }, "CONVEX_DEPLOYMENT_TOKEN=x|y\n", NULL, "", ERR_UNSUPPORTED,
	  "CONVEX_DEPLOYMENT_TOKEN (of '.env.local')" },
	{ "a deploy key to be ignored", { "CONVEX_DEPLOY_KEY", "<ignore_deploy_key>", NULL },
	  URL "=" HERE "\n" KEY "=n|abcdefgh\n", NULL, "", ERR_NONE,
	  HERE " n|abcdefgh '.env.local'" },
	{ "CONVEX_DEPLOYMENT", { NULL }, "CONVEX_DEPLOYMENT=dev:x # team: t\n", NULL, "",
	  ERR_UNSUPPORTED, "linked through CONVEX_DEPLOYMENT (of '.env.local')" },
	{ "CONVEX_DEPLOYMENT and a pair", { NULL }, URL "=" HERE "\n" KEY "=n|abcdefgh\n",
	  "CONVEX_DEPLOYMENT=dev:x\n", "", ERR_CONFIG,
	  "both CONVEX_DEPLOYMENT (of '.env') and CONVEX_SELF_HOSTED_URL (of '.env.local')" },
	{ "CONVEX_DEPLOYMENT and a key", { "CONVEX_DEPLOYMENT", "dev:x", KEY, "n|abcdefgh", NULL },
	  NULL, NULL, "", ERR_CONFIG, "contradict" },
	{ "a committed URL, a key from elsewhere", { KEY, "n|abcdefgh", NULL }, NULL,
	  URL "=https://evil.example\n", ".env", ERR_CONFIG,
	  "the key of the environment is not sent to the URL of '.env', which is committed" },
	{ "a committed URL, a key of another file", { NULL }, KEY "=n|abcdefgh\n",
	  URL "=https://evil.example\n", ".env", ERR_CONFIG, "is not sent" },
	{ "both committed together", { NULL }, NULL, URL "=" HERE "\n" KEY "=n|abcdefgh\n", ".env",
	  ERR_NONE, HERE " n|abcdefgh '.env'" },
	{ "a committed key, a URL of one's own", { URL, HERE, NULL }, NULL, KEY "=n|abcdefgh\n",
	  ".env", ERR_NONE, HERE " n|abcdefgh the environment" },
	{ "an untracked URL, a key from elsewhere", { KEY, "n|abcdefgh", NULL }, URL "=" HERE "\n",
	  NULL, ".env", ERR_NONE, HERE " n|abcdefgh '.env.local'" },
	{ "a key cut in two", { URL, HERE, KEY, "n|abc\r\nX: y", NULL }, NULL, NULL, "", ERR_CONFIG,
	  "the key of the environment holds a blank" },
	{ "a bad URL", { URL, "ftp://x", KEY, "n|abcdefgh", NULL }, NULL, NULL, "", ERR_CONFIG,
	  "CONVEX_SELF_HOSTED_URL of the environment: the deployment's URL cannot be used" },
	{ "an unreadable file", { URL, HERE, KEY, "n|abcdefgh", NULL }, "/", NULL, "", ERR_IO,
	  "cannot read" },
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

static const char *variable(void *payload, const char *name)
{
	const char *const *env = cases[*(size_t *)payload].env;

	for (; *env; env += 2)
		if (!strcmp(*env, name))
			return env[1];
	return NULL;
}

static int is_tracked(bool *out, void *payload, const char *name, struct err *err)
{
	(void)err;
	*out = !strcmp(cases[*(size_t *)payload].tracked, name);
	return 0;
}

static void put_file(const char *folder, const char *name, const char *text)
{
	char path[128];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (!text)
		return;
	if (!strcmp(text, "/")) {
		/* A link to itself can't be read, by root neither. */
		if (symlink(name, path) < 0)
			abort();
		return;
	}
	f = fopen(path, "w");
	if (!f || fputs(text, f) < 0 || fclose(f) != 0)
		abort();
}

static void drop_file(const char *folder, const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	unlink(path);
}

static void test_case(size_t i, const char *folder, struct arena *arena)
{
	const struct link_input input = { .app_dir = folder, .variable = variable,
		.is_tracked = is_tracked, .payload = &i };
	struct err err = ERR_INIT;
	struct link link;
	char got[256] = "";

	put_file(folder, ".env.local", cases[i].local);
	put_file(folder, ".env", cases[i].plain);
	if (!link_find(&link, arena, &input, &err))
		snprintf(got, sizeof(got), "%s %s %s", link.url, link.key, link.source);
	is_int(err.code, cases[i].code, cases[i].name);
	if (err.code == ERR_NONE)
		is_str(got, cases[i].want, "gives");
	else if (!ok(strstr(err.msg, cases[i].want) != NULL, "says"))
		printf("#  got: %s\n# want: %s\n", err.msg, cases[i].want);
	ok(!strstr(err.msg, "abcdefgh") && !strstr(err.hint, "abcdefgh"), "never shows the key");
	drop_file(folder, ".env.local");
	drop_file(folder, ".env");
}

static void test_secrets(struct arena *arena, const char *folder)
{
	size_t i = 1;
	const struct link_input input = { .app_dir = folder, .variable = variable,
		.is_tracked = is_tracked, .payload = &i };
	struct err err = ERR_INIT;
	struct buf text = BUF_INIT;
	struct link link;

	secret_forget_all();
	is_int(link_find(&link, arena, &input, &err), 0, "linked");
	buf_addf(&text, "key %s, or without its name %s", link.key, "abcdefgh");
	secret_filter(&text);
	is_str(text.text, "key (hidden), or without its name (hidden)", "the key is registered");
	link_wipe(&link);
	is_str(link.key, "", "and wiped");
	buf_dispose(&text);
}

int main(void)
{
	struct arena arena = { 0 };
	char folder[] = "/tmp/cvx-test-link.XXXXXX";

	if (!mkdtemp(folder))
		abort();
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		test_case(i, folder, &arena);
	test_secrets(&arena, folder);
	for (size_t i = 0; i < sizeof(urls) / sizeof(*urls); i++) {
		struct err err = ERR_INIT;
		const char *url = NULL;
		bool loopback;
		int rc = link_check_url(&url, &loopback, &arena, urls[i].url, &err);

		is_str(rc ? NULL : url, urls[i].want, urls[i].url[0] ? "a URL" : "no URL");
		if (!rc)
			is_int(loopback, urls[i].loopback, "on this machine or not");
		else
			ok(!*urls[i].url || !strstr(err.msg, urls[i].url), "which isn't shown");
	}
	rmdir(folder);
	secret_forget_all();
	arena_dispose(&arena);
	return done();
}
