/* test_environment.c - which environment a checkout is about, and what is said of it. */
#include "conf/environment.h"
#include "tap.h"

#include <stdlib.h>
#include <time.h>

static struct arena arena;

static const char committed[] =
	"[env \"production\"]\nkind = prod\nbranch = main\n"
	"[env \"staging\"]\nkind = dev\nbranch = release/* hotfix\n"
	"[env \"late\"]\nbranch = release/9 late\n";
static const char own[] =
	"[env \"mine\"]\nbranch = feature/* release/own\nenv-file = .env.mine\n"
	"[env \"staging\"]\nkey-variable = STAGING_KEY\nurl = https://staging.example/\n"
	"[env \"boxed\"]\nkind = preview\nurl = http://box:3210\n"
	"[env \"strict\"]\nkind = prod\ndeployment = dev:fine-fox-1\n";

static void load(struct config *c)
{
	const struct config_file files[] = {
		{ ".cvx.ini", committed, true }, { "config.ini", own, false },
	};
	struct err err = ERR_INIT;

	config_init(c, &arena);
	for (int i = 0; i < 2; i++)
		is_int(config_apply(c, &arena, &files[i], &err), 0, "the settings");
	is_int((long long)c->warnings.count, 0, "without a warning");
}

static const struct {
	const char *pattern, *branch;
	bool matches;
} patterns[] = {
	{ "main", "main", true }, { "main", "main2", false }, { "main", "mai", false },
	{ "release/*", "release/1", true }, { "release/*", "release/a/b", true },
	{ "release/*", "release/", true }, { "release/*", "release", false },
	{ "*", "any/thing", true }, { "*-fix", "a-fix-b-fix", true }, { "*-fix", "fixed", false },
	{ "v?", "v1", true }, { "v?", "v", false }, { "v?", "v12", false },
	{ "a*b*c", "aXbYbZc", true }, { "a*b*c", "aXcYb", false }, { "**", "x", true },
	{ "Main", "main", false },
};

static void test_patterns(void)
{
	char branch[4001] = "", pattern[401];
	clock_t begun = clock();

	for (size_t i = 0; i < sizeof(patterns) / sizeof(*patterns); i++)
		ok(environment_branch_matches(patterns[i].pattern, patterns[i].branch) ==
		   patterns[i].matches, patterns[i].pattern);
	memset(branch, 'a', sizeof(branch) - 1);
	for (size_t i = 0; i < 400; i++)
		pattern[i] = i % 2 ? 'a' : '*';
	memcpy(pattern + 398, "*b", 3);
	ok(!environment_branch_matches(pattern, branch), "a pattern made to take long");
	ok(clock() - begun < CLOCKS_PER_SEC, "doesn't");
}

static const struct {
	const char *option, *variable, *branch, *name, *chosen;
	bool is_asked_for;
} choices[] = {
	{ NULL, NULL, NULL, NULL, NULL, false },
	{ NULL, NULL, "other", NULL, NULL, false },
	{ NULL, NULL, "main", "production", "for the branch 'main'", false },
	{ NULL, NULL, "release/1", "staging", "for the branch 'release/1'", false },
	{ NULL, NULL, "hotfix", "staging", "for the branch 'hotfix'", false },
	{ NULL, NULL, "release/9", "staging", "for the branch 'release/9'", false },
	{ NULL, NULL, "release/own", "mine", "for the branch 'release/own'", false },
	{ NULL, NULL, "late", NULL, NULL, false },
	{ "late", NULL, "late", "late", "by '--env'", false },
	{ NULL, "", "release/1", "staging", "for the branch 'release/1'", false },
	{ NULL, "mine", "main", "mine", "by CVX_ENV", false },
	{ "staging", NULL, "main", "staging", "by '--env'", true },
	{ "staging", NULL, "release/1", "staging", "by '--env'", false },
	{ "staging", "staging", "main", "staging", "by '--env'", false },
	{ "staging", "mine", "release/1", "staging", "by '--env'", true },
	{ "late", NULL, NULL, "late", "by '--env'", true },
};

static void test_choices(void)
{
	struct environment env;
	struct err err = ERR_INIT;
	struct config c;

	load(&c);
	for (size_t i = 0; i < sizeof(choices) / sizeof(*choices); i++) {
		const struct environment_wish wish = { choices[i].option, choices[i].variable,
			choices[i].branch };

		is_int(environment_choose(&env, &arena, &c, &wish, &err), 0, "an environment");
		is_str(env.name, choices[i].name, "its name");
		is_str(env.chosen, choices[i].chosen, "how it was chosen");
		ok(env.is_asked_for == choices[i].is_asked_for, "by name, and only so");
	}
	is_int(environment_choose(&env, &arena, &c, &(struct environment_wish){ "x", NULL, "main" },
	                          &err), -1, "an unknown one");
	is_int(err.code, ERR_USAGE, "is wrong usage");
	is_str(err.msg, "there is no environment 'x'", "and named");
	is_str(err.hint, "there is 'production', 'late', 'mine', 'staging', 'boxed', 'strict'",
	       "with those there are");
	err_clear(&err);
	is_int(environment_choose(&env, &arena, &c, &(struct environment_wish){ NULL, "stagin",
	                          "main" }, &err), -1, "a mistyped one");
	is_str(err.msg, "there is no environment 'stagin', which CVX_ENV names", "and who named it");
	is_str(err.hint, "did you mean 'staging'?\n"
	       "there is 'production', 'late', 'mine', 'staging', 'boxed', 'strict'",
	       "the one that was meant");
	err_clear(&err);
	config_init(&c, &arena);
	is_int(environment_choose(&env, &arena, &c, &(struct environment_wish){ NULL, "x", NULL },
	                          &err), -1, "where there is none");
	is_str(err.hint, "a section [env \"x\"] of the settings makes one", "it is said how");
}

static void test_links(void)
{
	static const struct {
		const char *name, *env_file, *deployment, *key_variable, *url, *label;
	} cases[] = {
		{ "production", NULL, NULL, NULL, NULL, NULL },
		{ "mine", ".env.mine", NULL, NULL, NULL, "'[env \"mine\"]' of '.git/cvx/config.ini'" },
		{ "staging", NULL, NULL, "STAGING_KEY", "https://staging.example/",
		  "'[env \"staging\"]' of '.git/cvx/config.ini'" },
		{ "boxed", NULL, NULL, NULL, NULL, NULL },
		{ "strict", NULL, "dev:fine-fox-1", NULL, NULL,
		  "'[env \"strict\"]' of '.git/cvx/config.ini'" },
	};
	struct environment env;
	struct err err = ERR_INIT;
	struct config c;

	load(&c);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		is_int(environment_choose(&env, &arena, &c, &(struct environment_wish){
		       cases[i].name, NULL, NULL }, &err), 0, cases[i].name);
		is_str(env.from.env_file, cases[i].env_file, "its file");
		is_str(env.from.deployment, cases[i].deployment, "its deployment");
		is_str(env.from.key_variable, cases[i].key_variable, "its key's variable");
		is_str(env.from.url, cases[i].url, "its URL, where it has a key");
		is_str(env.from.label, cases[i].label, "where that stands");
	}
}

/* Patterns of an environment that this clone can't reach decide nothing. */
static void test_by_branch(void)
{
	static const struct {
		const char *committed, *own;
		bool decides;
	} cases[] = {
		{ "", "", false },
		{ "[env \"a\"]\nkind = dev\n", "[env \"a\"]\nenv-file = .env.a\n", false },
		{ "[env \"a\"]\nbranch = x*\n", "", false },
		{ "[env \"a\"]\nbranch = x*\n", "[env \"a\"]\nenv-file = .env.a\n", true },
		{ "[env \"a\"]\nbranch = x*\nkind = prod\n", "", true },
		{ "", "[env \"a\"]\nbranch = x*\n", true },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct err err = ERR_INIT;
		struct config c;

		config_init(&c, &arena);
		is_int(config_apply(&c, &arena, &(struct config_file){ ".cvx.ini",
		       cases[i].committed, true }, &err), 0, "the settings");
		is_int(config_apply(&c, &arena, &(struct config_file){ "config.ini",
		       cases[i].own, false }, &err), 0, "... of this clone");
		ok(environment_by_branch(&c) == cases[i].decides, "does the branch decide?");
	}
}

static struct kind_claims claims_of(const char *name, const struct link *link)
{
	struct environment env;
	struct err err = ERR_INIT;
	struct config c;

	load(&c);
	is_int(environment_choose(&env, &arena, &c, &(struct environment_wish){ name, NULL, NULL },
	                          &err), 0, name ? name : "no environment");
	return environment_claims(&env, &c, link, "config.ini");
}

static void test_claims(void)
{
	const struct link box = { .way = LINK_SELF_HOSTED, .kind = KIND_PRODUCTION,
		.url = "http://box:3210/", .source = "'.env'" };
	const struct link other = { .way = LINK_SELF_HOSTED, .url = "http://box:3211" };
	const struct link key = { .way = LINK_KEY, .kind = KIND_PRODUCTION, .says_kind = true };
	const struct link named = { .way = LINK_NAMED, .kind = KIND_PRODUCTION };
	const struct link dev = { .way = LINK_NAMED, .kind = KIND_DEV, .says_kind = true };
	struct kind_claims claims = claims_of(NULL, &box);
	struct config c;

	ok(claims.is_vouched && claims.own == CALLED_PREVIEW, "a URL that is vouched for");
	load(&c);
	ok(environment_is_named(&c, "http://box:3210/"), "... is named");
	ok(environment_is_named(&c, "https://staging.example"), "... another one, for nothing else");
	ok(!environment_is_named(&c, "http://box:321"), "... and no third");
	is_int(claims.link, CALLED_NOTHING, "... where it is says nothing");
	is_int(claims.committed, CALLED_NOTHING, "... nor does the committed file");
	is_str(claims.source, "'.env'", "... its source");
	claims = claims_of(NULL, &other);
	ok(!claims.is_vouched && claims.own == CALLED_NOTHING, "another URL isn't");
	claims = claims_of("boxed", &other);
	ok(!claims.is_vouched, "... not even in that environment");
	is_int(claims.own, CALLED_PREVIEW, "... which has a kind all the same");
	claims = claims_of(NULL, &key);
	is_int(claims.link, CALLED_PROD, "a key of production");
	claims = claims_of(NULL, &named);
	is_int(claims.link, CALLED_NOTHING, "a name without a type");
	claims = claims_of("production", &dev);
	is_int(claims.link, CALLED_DEV, "a name with one");
	is_int(claims.committed, CALLED_PROD, "... in a committed environment of production");
	claims = claims_of("strict", &dev);
	is_int(claims.own, CALLED_PROD, "... in a private one");
	is_str(claims.environment, "strict", "... by name");
}

int main(void)
{
	test_patterns();
	test_choices();
	test_links();
	test_by_branch();
	test_claims();
	arena_dispose(&arena);
	return done();
}
