/* test_json_peek.c - texts out of small JSON files. */
#include "git/json_peek.h"
#include "tap.h"

static const struct {
	const char *json, *key, *below;
	enum json_peek found;
	const char *value;
} cases[] = {
	{ "{\"functions\": \"src/convex/\"}", "functions", NULL, JSON_PEEK_STRING, "src/convex/" },
	{ " {\n\t\"functions\" : \"a\\/b\"\r\n} ", "functions", NULL, JSON_PEEK_STRING, "a/b" },
	{ "{}", "functions", NULL, JSON_PEEK_ABSENT, NULL },
	{ "{\"codegen\": {\"functions\": \"no\"}, \"x\": [\"functions\", {\"functions\": \"no\"}]}",
	  "functions", NULL, JSON_PEEK_ABSENT, NULL },
	{ "{\"functions\": 1}", "functions", NULL, JSON_PEEK_OTHER, NULL },
	{ "{\"functions\": null, \"functions\": \"last\"}", "functions", NULL, JSON_PEEK_STRING,
	  "last" },
	{ "{\"d\": {\"a\": \"1\", \"b\": \"2\"}, \"b\": \"3\"}", "d", "b", JSON_PEEK_STRING, "2" },
	{ "{\"d\": \"text\"}", "d", "b", JSON_PEEK_ABSENT, NULL },
	{ "{\"a\": \"quo\\\"te\"}", "a", NULL, JSON_PEEK_STRING, "quo\"te" },
	{ "{\"n\": [1, -2.5e3, true, false, null, [], {}], \"a\": \"\"}", "a", NULL,
	  JSON_PEEK_STRING, "" },
	{ "{\"\\u0066unctions\": \"src\\u002fconvex\"}", "functions", NULL, JSON_PEEK_STRING,
	  "src/convex" },
	{ "{\"a\": \"\\u00e9 \\uD83D\\uDE00 \\ud83d\\b\\f\\n\\r\\t\"}", "a", NULL, JSON_PEEK_STRING,
	  "\xc3\xa9 \xf0\x9f\x98\x80 \xef\xbf\xbd\b\f\n\r\t" },
	{ "{\"a\\u0000b\": \"no\"}", "a", NULL, JSON_PEEK_ABSENT, NULL },
	{ "{\"a\": \"b\\u0000c\"}", "a", NULL, JSON_PEEK_STRING, "b\xef\xbf\xbd" "c" },
	{ "{\"a\": \"\\u{61}\"}", "a", NULL, JSON_PEEK_BROKEN, NULL },
	{ "{\"a\": \"\\u006\"}", "a", NULL, JSON_PEEK_BROKEN, NULL },
	{ "{\"a\": \"\\q\"}", "a", NULL, JSON_PEEK_BROKEN, NULL },
	{ "", "a", NULL, JSON_PEEK_BROKEN, NULL },
	{ "[]", "a", NULL, JSON_PEEK_BROKEN, NULL },
	{ "{\"a\": \"b\"", "a", NULL, JSON_PEEK_BROKEN, NULL },
	{ "{\"a\": \"b\"} x", "a", NULL, JSON_PEEK_BROKEN, NULL },
	{ "{\"a\": \"b", "a", NULL, JSON_PEEK_BROKEN, NULL },
	{ "{\"a\" \"b\"}", "a", NULL, JSON_PEEK_BROKEN, NULL },
	{ "{\"a\": \"b\", // comment\n}", "a", NULL, JSON_PEEK_BROKEN, NULL },
	{ "{\"a\": }", "a", NULL, JSON_PEEK_BROKEN, NULL },
};

int main(void)
{
	struct arena arena = { 0 };
	const char *value;
	char deep[400] = "{\"a\": ";

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *const keys[] = { cases[i].key, cases[i].below, NULL };

		is_int(json_peek(&value, &arena, cases[i].json, keys), cases[i].found,
		       cases[i].json[0] ? "what kind it is" : "an empty text");
		is_str(value, cases[i].value, "and its text");
	}
	memset(deep + strlen(deep), '[', 300);
	ok(json_peek(&value, &arena, deep, (const char *const[]){ "b", NULL }) ==
	   JSON_PEEK_BROKEN, "folders of folders have an end");
	arena_dispose(&arena);
	return done();
}
