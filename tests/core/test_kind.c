/* test_kind.c - server's answer x link x committed x private x place -> kind and reason. */
#include "core/kind.h"
#include "tap.h"

#define NOTHING CALLED_NOTHING

#define SELF_HOSTED { .is_cloud = false }
#define LOOPBACK { .is_loopback = true }
#define CLOUD(word) { .is_cloud = true, .type = word }

struct row {
	const char *name;
	struct kind_answer answer;
	enum called link, committed, own;
	bool is_vouched;
	enum deployment_kind kind;
	enum kind_reason reason;
};

static const struct row rows[] = {
	/* Nothing else is said: the server decides, and where it doesn't, its place. */
	{ "self-hosted here", LOOPBACK, NOTHING, NOTHING, NOTHING, false, KIND_LOCAL, 0 },
	{ "self-hosted elsewhere", SELF_HOSTED, NOTHING, NOTHING, NOTHING, false,
	  KIND_PRODUCTION, KIND_BY_PLACE },
	{ "dev", CLOUD("dev"), NOTHING, NOTHING, NOTHING, false, KIND_DEV, 0 },
	{ "preview", CLOUD("preview"), NOTHING, NOTHING, NOTHING, false, KIND_PREVIEW, 0 },
	{ "prod", CLOUD("prod"), NOTHING, NOTHING, NOTHING, false,
	  KIND_PRODUCTION, KIND_BY_SERVER },
	{ "custom", CLOUD("custom"), NOTHING, NOTHING, NOTHING, false,
	  KIND_PRODUCTION, KIND_BY_WORD },
	{ "a word of tomorrow", CLOUD("staging"), NOTHING, NOTHING, NOTHING, false,
	  KIND_PRODUCTION, KIND_BY_WORD },
	{ "prod on loopback", { true, "prod", true }, NOTHING, NOTHING, NOTHING, false,
	  KIND_PRODUCTION, KIND_BY_SERVER },
	/* Nobody makes it less than the server says. */
	{ "prod called dev by the link", CLOUD("prod"), CALLED_DEV, NOTHING, NOTHING, false,
	  KIND_PRODUCTION, KIND_BY_SERVER },
	{ "prod called dev by all", CLOUD("prod"), CALLED_DEV, CALLED_DEV, CALLED_DEV, true,
	  KIND_PRODUCTION, KIND_BY_SERVER },
	{ "custom called dev by all", CLOUD("custom"), CALLED_DEV, CALLED_DEV, CALLED_DEV, true,
	  KIND_PRODUCTION, KIND_BY_WORD },
	{ "self-hosted elsewhere, called dev by the link", SELF_HOSTED, CALLED_DEV, NOTHING,
	  NOTHING, false, KIND_PRODUCTION, KIND_BY_PLACE },
	{ "self-hosted elsewhere, called dev by the committed file", SELF_HOSTED, NOTHING,
	  CALLED_DEV, NOTHING, false, KIND_PRODUCTION, KIND_BY_PLACE },
	{ "self-hosted elsewhere, called dev, but not by its URL", SELF_HOSTED, NOTHING, NOTHING,
	  CALLED_DEV, false, KIND_PRODUCTION, KIND_BY_PLACE },
	/* ... but whoever vouches for that very URL. */
	{ "self-hosted elsewhere, vouched for", SELF_HOSTED, NOTHING, NOTHING, CALLED_DEV, true,
	  KIND_DEV, KIND_BY_OWN },
	{ "vouched for, but committed as prod", SELF_HOSTED, NOTHING, CALLED_PROD, CALLED_DEV, true,
	  KIND_PRODUCTION, KIND_BY_COMMITTED },
	{ "vouched for, but linked as prod", SELF_HOSTED, CALLED_PROD, NOTHING, CALLED_DEV, true,
	  KIND_PRODUCTION, KIND_BY_LINK },
	/* Everybody makes it more. */
	{ "dev, linked as prod", CLOUD("dev"), CALLED_PROD, NOTHING, NOTHING, false,
	  KIND_PRODUCTION, KIND_BY_LINK },
	{ "dev, committed as prod", CLOUD("dev"), CALLED_DEV, CALLED_PROD, NOTHING, false,
	  KIND_PRODUCTION, KIND_BY_COMMITTED },
	{ "dev, committed as prod, privately dev", CLOUD("dev"), CALLED_DEV, CALLED_PROD,
	  CALLED_DEV, false, KIND_PRODUCTION, KIND_BY_COMMITTED },
	{ "dev, privately prod", CLOUD("dev"), CALLED_DEV, CALLED_DEV, CALLED_PROD, false,
	  KIND_PRODUCTION, KIND_BY_OWN },
	{ "here, committed as prod", LOOPBACK, NOTHING, CALLED_PROD, NOTHING, false,
	  KIND_PRODUCTION, KIND_BY_COMMITTED },
	{ "here, privately prod", LOOPBACK, NOTHING, NOTHING, CALLED_PROD, false,
	  KIND_PRODUCTION, KIND_BY_OWN },
	{ "here, linked as prod", LOOPBACK, CALLED_PROD, NOTHING, NOTHING, false,
	  KIND_PRODUCTION, KIND_BY_LINK },
	{ "dev, called preview by all", CLOUD("dev"), CALLED_PREVIEW, CALLED_PREVIEW,
	  CALLED_PREVIEW, false, KIND_DEV, 0 },
};

static struct kind_claims claims_of(const struct row *row)
{
	return (struct kind_claims){
		.link = row->link, .committed = row->committed, .own = row->own,
		.is_vouched = row->is_vouched, .source = "'.env.local'", .url = "https://db.example",
		.environment = "live", .chosen = "for the branch 'main'",
		.private_file = "/x/config.ini",
	};
}

static void test_rows(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct kind_claims claims = claims_of(&rows[i]);
		struct kind_verdict verdict = kind_judge(&claims, &rows[i].answer), early;
		bool is_claimed = rows[i].reason == KIND_BY_LINK ||
			rows[i].reason == KIND_BY_COMMITTED ||
			(rows[i].reason == KIND_BY_OWN && rows[i].kind == KIND_PRODUCTION);

		is_int(verdict.kind, rows[i].kind, rows[i].name);
		is_int(verdict.reason, rows[i].reason, "... its reason");
		ok(kind_is_settled(&early, &claims) == is_claimed, "... and whether it is asked");
	}
}

/* All combinations: production by the server, or by anybody, is production. */
static void test_never_less(void)
{
	static const struct kind_answer strict[] = {
		CLOUD("prod"), CLOUD("custom"), CLOUD(""), { true, "prod", true },
	};
	static const struct kind_answer any[] = {
		SELF_HOSTED, LOOPBACK, CLOUD("dev"), CLOUD("preview"), CLOUD("prod"),
	};
	bool all = true;

	for (int i = 0; i < 4 * 4 * 4 * 2; i++) {
		const struct kind_claims claims = {
			.link = (enum called)(i % 4 - 1), .committed = (enum called)(i / 4 % 4 - 1),
			.own = (enum called)(i / 16 % 4 - 1), .is_vouched = i / 64,
		};
		bool called = claims.link == CALLED_PROD || claims.committed == CALLED_PROD ||
		              claims.own == CALLED_PROD;

		for (size_t k = 0; k < sizeof(strict) / sizeof(*strict); k++)
			all = all && kind_judge(&claims, &strict[k]).kind == KIND_PRODUCTION;
		for (size_t k = 0; called && k < sizeof(any) / sizeof(*any); k++)
			all = all && kind_judge(&claims, &any[k]).kind == KIND_PRODUCTION;
	}
	ok(all, "what is called production by its server or by anybody is production");
}

static const struct {
	struct row row;
	const char *why, *instead;
} texts[] = {
	{ { "a key", CLOUD("dev"), CALLED_PROD, NOTHING, NOTHING, false, 0, 0 },
	  "'.env.local' links it as production ('prod:', 'custom:', or a key without a type)",
	  "take it out of '.env.local', and link a development deployment: npx convex dev" },
	{ { "committed", CLOUD("dev"), NOTHING, CALLED_PROD, NOTHING, false, 0, 0 },
	  "'.cvx.ini' calls the environment 'live' so",
	  "one that isn't: git cvx --env <name> ..., or for a branch [env \"<name>\"] "
	  "branch = <branch> in '/x/config.ini'" },
	{ { "private", CLOUD("dev"), NOTHING, NOTHING, CALLED_PROD, false, 0, 0 },
	  "'/x/config.ini' calls it so",
	  "if it is none, change its kind in '/x/config.ini'" },
	{ { "server", CLOUD("prod"), NOTHING, NOTHING, NOTHING, false, 0, 0 },
	  "its server says so", "link a development deployment: npx convex dev" },
	{ { "word", CLOUD("custom"), NOTHING, NOTHING, NOTHING, false, 0, 0 },
	  "its server calls it 'custom'", "link a development deployment: npx convex dev" },
	{ { "place", SELF_HOSTED, NOTHING, NOTHING, NOTHING, false, 0, 0 },
	  "it is self-hosted on another machine, and '/x/config.ini' doesn't vouch for it",
	  "if it is for development, say in '/x/config.ini': [env \"dev\"] kind = dev, "
	  "url = https://db.example" },
};

static void test_texts(void)
{
	struct arena arena = { 0 };

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct kind_claims claims = claims_of(&texts[i].row);
		struct kind_verdict verdict = kind_judge(&claims, &texts[i].row.answer);
		struct err err = ERR_INIT;

		is_str(kind_why(&verdict, &claims, &arena), texts[i].why, texts[i].row.name);
		is_int(kind_refuse(&verdict, &claims, "migrate", &err), -1, "... is refused");
		is_int(err.code, ERR_PRODUCTION, "... as production");
		is_str(err.msg, arena_printf(&arena, "the deployment of '.env.local', environment "
		       "'live' for the branch 'main', counts as production, as %s: 'migrate' doesn't "
		       "touch it", texts[i].why), "... says why, and where the link is from");
		is_str(err.hint, texts[i].instead, "... and what to do instead");
	}
	arena_dispose(&arena);
}

int main(void)
{
	test_rows();
	test_never_less();
	test_texts();
	return done();
}
