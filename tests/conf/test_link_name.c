/* test_link_name.c - the names that CONVEX_DEPLOYMENT holds, and the files on disk that
 * belong to them: the user's token, states of local and anonymous deployments. */
#include "link_case.h"

#define NAME "CONVEX_DEPLOYMENT"
#define HOST "CONVEX_PROVISION_HOST"
#define TOKEN(who) "{\"accessToken\":\"" who "-" SECRET "\"}"
#define LOGGED_IN "~/.convex/config.json", TOKEN("user")
#define BY_USER(what) "named " what " asks=user-" SECRET " of the environment"

static const struct link_case names[] = {
	{ "dev", { NAME, "dev:bold-hyena-681", NULL }, { LOGGED_IN, NULL },
	  .want = BY_USER("dev name=bold-hyena-681") },
	{ "as the CLI writes it", { NULL },
	  { ".env.local", "# Deployment used by `npx convex dev`\n"
	    NAME "=dev:bold-hyena-681 # team: acme, project: shop\n", LOGGED_IN, NULL },
	  .want = "named dev name=bold-hyena-681 asks=user-" SECRET " of '.env.local'" },
	{ "prod", { NAME, "prod:x", NULL }, { LOGGED_IN, NULL }, .want = BY_USER("prod name=x") },
	{ "preview", { NAME, "preview:x", NULL }, { LOGGED_IN, NULL }, .want = BY_USER("preview name=x") },
	{ "a bare name", { NAME, "bold-hyena-681", NULL }, { LOGGED_IN, NULL },
	  .want = BY_USER("prod? name=bold-hyena-681") },
	{ "another word before it", { NAME, "custom:x", NULL }, { LOGGED_IN, NULL },
	  .want = BY_USER("prod? name=x") },
	{ "type before the first colon, name behind the last", { NAME, "dev:prod:x", NULL },
	  { LOGGED_IN, NULL }, .want = BY_USER("dev name=x") },
	{ "a bare word that begins as a type", { NAME, "local-acme-shop", NULL },
	  { LOGGED_IN, NULL }, .want = BY_USER("prod? name=local-acme-shop") },
	{ "nothing behind the colon", { NAME, "dev:", NULL }, { LOGGED_IN, NULL },
	  .want = "CONVEX_DEPLOYMENT of the environment isn't the name of a deployment", ERR_CONFIG },
	{ "a path", { NAME, "dev:../x", NULL }, { LOGGED_IN, NULL },
	  .want = "isn't the name of a deployment", ERR_CONFIG },
	{ "a local path", { NAME, "local:../../x", NULL }, { NULL },
	  .want = "isn't the name of a deployment", ERR_CONFIG },
	{ "a local path behind a name", { NAME, "local:x/../../y", NULL }, { NULL },
	  .want = "isn't the name of a deployment", ERR_CONFIG },
	{ "a key", { NAME, "dev:x|" SECRET, NULL }, { LOGGED_IN, NULL },
	  .want = "isn't the name of a deployment", ERR_CONFIG },
};

static const struct link_case tokens[] = {
	{ "nobody is logged in", { NAME, "dev:x", NULL }, { NULL },
	  .want = "'x' of the environment is a deployment in the cloud, and you aren't logged in",
	  ERR_UNAUTHORISED },
	{ "a file that isn't JSON: nobody", { NAME, "dev:x", NULL },
	  { "~/.convex/config.json", "{\"accessToken\":\"" SECRET, NULL },
	  .want = "you aren't logged in", ERR_UNAUTHORISED },
	{ "an empty token: nobody", { NAME, "dev:x", NULL },
	  { "~/.convex/config.json", "{\"accessToken\":\"\"}", NULL },
	  .want = "you aren't logged in", ERR_UNAUTHORISED },
	{ "a token that is a number: nobody", { NAME, "dev:x", NULL },
	  { "~/.convex/config.json", "{\"accessToken\":7}", NULL },
	  .want = "you aren't logged in", ERR_UNAUTHORISED },
	{ "members that nobody knows", { NAME, "dev:x", NULL },
	  { "~/.convex/config.json", "{\"a\":[{}],\"accessToken\":\"user-" SECRET "\"}", NULL },
	  .want = BY_USER("dev name=x") },
	{ "a token with a line break", { NAME, "dev:x", NULL },
	  { "~/.convex/config.json", "{\"accessToken\":\"" SECRET "\\nX: y\"}", NULL },
	  .want = "holds a blank", ERR_CONFIG },
	{ "a file that cannot be read", { NAME, "dev:x", NULL },
	  { "~/.convex/config.json", "/", NULL }, .want = "cannot read", ERR_IO },
	{ "another host has a home of its own", { NAME, "dev:x", HOST, "http://127.0.0.1:8123", NULL },
	  { LOGGED_IN, "~/.convex-test-8123/config.json", TOKEN("test"), NULL },
	  .want = "named dev name=x asks=test-" SECRET " of the environment" },
	{ "without a port, or with the usual one",
	  { NAME, "dev:x", HOST, "http://127.0.0.1:8050", NULL },
	  { LOGGED_IN, "~/.convex-test/config.json", TOKEN("test"), NULL },
	  .want = "named dev name=x asks=test-" SECRET " of the environment" },
	{ "https without a port", { NAME, "dev:x", HOST, "https://x.example", NULL },
	  { LOGGED_IN, "~/.convex-test/config.json", TOKEN("test"), NULL },
	  .want = "named dev name=x asks=test-" SECRET " of the environment" },
	{ "a host that a file names doesn't count", { NULL },
	  { ".env", NAME "=dev:x\n" HOST "=http://evil.example:8123\n", LOGGED_IN, NULL },
	  .want = "named dev name=x asks=user-" SECRET " of '.env'" },
};

#define HERE ".convex/local/default/config.json"
#define HOME_LOCAL "~/.convex/convex-backend-state/local-acme-shop/config.json"
#define HOME_ANONYMOUS \
	"~/.convex/anonymous-convex-backend-state/anonymous-shop/config.json"
#define STATE(port, who, more) \
	"{\"ports\":{\"cloud\":" port ",\"site\":9},\"backendVersion\":\"v\",\"adminKey\":\"" \
	who "|" SECRET "\"" more "}"
#define CALLED(name) ",\"deploymentName\":\"" name "\",\"instanceSecret\":\"" SECRET "2\""
#define FOUND(name, port, who) "on-disk local name=" name " url=http://127.0.0.1:" port \
	" key=" who "|" SECRET " of the environment"
#define SHOP NAME, "local:local-acme-shop", NULL
#define ANONYMOUS NAME, "anonymous:anonymous-shop", NULL

static const struct link_case states[] = {
	{ "local, in the project", { SHOP },
	  { HERE, STATE("3210", "a", CALLED("local-acme-shop") ",\"cloudProjectId\":7"), NULL },
	  .want = FOUND("local-acme-shop", "3210", "a") },
	{ "local, by somebody who isn't logged in or is", { SHOP },
	  { HERE, STATE("3210", "a", CALLED("local-acme-shop")), LOGGED_IN, NULL },
	  .want = FOUND("local-acme-shop", "3210", "a") },
	{ "a state without a name is everybody's", { SHOP }, { HERE, STATE("3211", "a", ""), NULL },
	  .want = FOUND("local-acme-shop", "3211", "a") },
	{ "so is one whose name is empty", { SHOP }, { HERE, STATE("3211", "a", CALLED("")), NULL },
	  .want = FOUND("local-acme-shop", "3211", "a") },
	{ "the project's goes before the home's", { SHOP },
	  { HERE, STATE("3210", "a", CALLED("local-acme-shop")), HOME_LOCAL, STATE("1", "b", ""),
	    NULL }, .want = FOUND("local-acme-shop", "3210", "a") },
	{ "another's in the project: the home's", { SHOP },
	  { HERE, STATE("3210", "a", CALLED("local-acme-blog")), HOME_LOCAL, STATE("3212", "b", ""),
	    NULL }, .want = FOUND("local-acme-shop", "3212", "b") },
	{ "none in the project: the home's", { SHOP }, { HOME_LOCAL, STATE("3212", "b", ""), NULL },
	  .want = FOUND("local-acme-shop", "3212", "b") },
	{ "what isn't JSON is none to the CLI: the home's", { SHOP },
	  { HERE, "{\"adminKey\":\"" SECRET, HOME_LOCAL, STATE("3212", "b", ""), NULL },
	  .want = FOUND("local-acme-shop", "3212", "b") },
	{ "the home of another host", { NAME, "local:local-acme-shop", HOST,
	  "http://localhost:8123", NULL },
	  { "~/.convex-test-8123/convex-backend-state/local-acme-shop/config.json",
	    STATE("3213", "c", ""), NULL }, .want = FOUND("local-acme-shop", "3213", "c") },
	{ "anonymous, in the project", { ANONYMOUS },
	  { HERE, STATE("3210", "a", CALLED("anonymous-shop")), NULL },
	  .want = FOUND("anonymous-shop", "3210", "a") },
	{ "anonymous, in the home", { ANONYMOUS }, { HOME_ANONYMOUS, STATE("3212", "b", ""), NULL },
	  .want = FOUND("anonymous-shop", "3212", "b") },
	{ "anonymous by its name, whatever stands before it", { NAME, "dev:anonymous-shop", NULL },
	  { HERE, STATE("3210", "a", CALLED("anonymous-shop")), NULL },
	  .want = FOUND("anonymous-shop", "3210", "a") },
	{ "even 'local:': its home is the anonymous ones'", { NAME, "local:anonymous-shop", NULL },
	  { HOME_ANONYMOUS, STATE("3212", "b", ""), NULL }, .want = FOUND("anonymous-shop", "3212", "b") },
	{ "anonymous without anything before it, with a blank", { NAME, "anonymous-my shop", NULL },
	  { HERE, STATE("3210", "a", CALLED("anonymous-my shop")), NULL },
	  .want = FOUND("anonymous-my shop", "3210", "a") },
	{ "anonymous ones are forbidden",
	  { "CONVEX_ALLOW_ANONYMOUS", "false", ANONYMOUS },
	  { HERE, STATE("3210", "a", CALLED("anonymous-shop")), NULL },
	  .want = "the 'anonymous-shop' of the environment is anonymous, and CONVEX_ALLOW_ANONYMOUS forbids",
	  ERR_NOT_LINKED },
	{ "or not", { "CONVEX_ALLOW_ANONYMOUS", "no", ANONYMOUS },
	  { HERE, STATE("3210", "a", CALLED("anonymous-shop")), NULL },
	  .want = FOUND("anonymous-shop", "3210", "a") },
	{ "no state anywhere", { SHOP }, { NULL },
	  .want = "the local deployment 'local-acme-shop' has no state", ERR_NOT_FOUND },
	{ "only another's state", { SHOP },
	  { HERE, STATE("3210", "a", CALLED("local-acme-blog")), NULL },
	  .want = "the local deployment 'local-acme-shop' has no state", ERR_NOT_FOUND },
	{ "not JSON", { SHOP }, { HERE, "{\"adminKey\":\"" SECRET "\" oops", NULL },
	  .want = "/.convex/local/default/config.json' of the local deployment 'local-acme-shop' cannot be "
	  "used: it isn't valid JSON", ERR_CONFIG },
	{ "no object", { SHOP }, { HERE, "[]", NULL }, .want = "'ports.cloud' isn't a port", ERR_CONFIG },
	{ "port 0", { SHOP }, { HERE, STATE("0", "a", ""), NULL }, .want = "isn't a port", ERR_CONFIG },
	{ "port 65536", { SHOP }, { HERE, STATE("65536", "a", ""), NULL }, .want = "isn't a port",
	  ERR_CONFIG },
	{ "port -1", { SHOP }, { HERE, STATE("-1", "a", ""), NULL }, .want = "isn't a port", ERR_CONFIG },
	{ "half a port", { SHOP }, { HERE, STATE("3210.5", "a", ""), NULL }, .want = "isn't a port",
	  ERR_CONFIG },
	{ "a port that is text", { SHOP }, { HERE, STATE("\"@evil.example/\"", "a", ""), NULL },
	  .want = "isn't a port", ERR_CONFIG },
	{ "the last port", { SHOP }, { HERE, STATE("65535", "a", ""), NULL },
	  .want = FOUND("local-acme-shop", "65535", "a") },
	{ "no key", { SHOP }, { HERE, "{\"ports\":{\"cloud\":3210}}", NULL },
	  .want = "cannot be used: it has no 'adminKey'", ERR_CONFIG },
	{ "a key with a line break", { SHOP },
	  { HERE, "{\"ports\":{\"cloud\":3210},\"adminKey\":\"a|" SECRET "\\r\\nX: y\"}", NULL },
	  .want = "holds a blank", ERR_CONFIG },
	{ "a production key", { SHOP }, { HERE, STATE("3210", "prod:x", ""), NULL },
	  .want = "on-disk prod name=local-acme-shop url=http://127.0.0.1:3210 key=prod:x|" SECRET
	  " of the environment" },
	{ "a file that cannot be read", { SHOP }, { HERE, "/", NULL }, .want = "cannot read", ERR_IO },
};

/* A file that a hostile repository could have made. */
static void test_huge(struct link_room *room)
{
	static const struct link_case one = { "", { SHOP }, { NULL }, .want = "" };
	struct err err = ERR_INIT;
	struct link link;

	put_file(room, HERE, "");
	if (truncate(case_path(room, HERE), 64 * 1024 * 1024) < 0)
		abort();
	is_int(case_find(&link, room, &one, &err), -1, "a huge state");
	ok(strstr(err.msg, "is too large") != NULL, "is not read");
	unlink(case_path(room, HERE));
}

static void test_hides(struct link_room *room)
{
	static const struct link_case key = {
		"a key in the place of a name is hidden", { NAME, "dev:x|" SECRET, NULL },
		{ LOGGED_IN, NULL }, .want = "",
	}, state = {
		"the secret of an instance is hidden", { SHOP },
		{ HERE, STATE("3210", "a", ",\"instanceSecret\":\"0f1e2d3c4b5a\""), NULL }, .want = "",
	};

	case_test_hides(room, &key, SECRET);
	case_test_hides(room, &state, "0f1e2d3c4b5a");
}

static void test_tokenless(struct link_room *room)
{
	static const struct link_case one = {
		"", { NAME, "dev:x", NULL }, { "~/.convex/config.json", "{\"accessToken\":", NULL },
		.want = "",
	};
	struct err err = ERR_INIT;
	struct link link;

	is_int(case_find(&link, room, &one, &err), -1, "a token that isn't there");
	ok(strstr(err.hint, "/.convex/config.json' holds no token that can be understood\n"
	          "'npx convex login'") != NULL, "is said to be missing where it should be");
	case_clear(room, &one);
}

static void test_ports_move(struct link_room *room)
{
	static const struct link_case before = {
		"", { SHOP }, { HERE, STATE("3210", "a", ""), NULL }, .want = "",
	}, after = { "", { SHOP }, { HERE, STATE("3999", "a", ""), NULL }, .want = "" },
	elsewhere = { "", { SHOP }, { HOME_LOCAL, STATE("3999", "a", ""), NULL }, .want = "" };
	struct err err = ERR_INIT;
	struct link first, second;

	is_int(case_find(&first, room, &before, &err), 0, "a port");
	is_int(case_find(&second, room, &after, &err), 0, "moves");
	is_str(second.url, "http://127.0.0.1:3999", "and is not remembered");
	is_str(second.identity, first.identity, "it is the same deployment");
	case_clear(room, &after);
	is_int(case_find(&second, room, &elsewhere, &err), 0, "one of that name");
	ok(strcmp(second.identity, first.identity) != 0, "with another state is another");
	case_clear(room, &elsewhere);
}

int main(void)
{
	struct link_room room;

	case_open(&room);
	CASE_TEST_ALL(&room, names);
	CASE_TEST_ALL(&room, tokens);
	CASE_TEST_ALL(&room, states);
	test_huge(&room);
	test_hides(&room);
	test_tokenless(&room);
	test_ports_move(&room);
	case_close(&room);
	return done();
}
