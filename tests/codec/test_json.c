/* test_json.c - JSON text into values, and values into JSON text. */
#include "codec/json.h"
#include "codec/writer.h"
#include "tap.h"

#include <math.h>
#include <stdlib.h>

static void test_values(void)
{
	static const char text[] =
		"{\"t\":\"a\\u0000b\\u00e9\",\"n\":1759937557110.5,\"i\":42,\"big\":1e300,\"f\":true,"
		"\"z\":null,\"l\":[\"x\",\"y\"],\"o\":{\"k\":\"v\"},\"mixed\":[1,\"x\"]}";
	const struct value *value = NULL, *found = NULL;
	struct arena arena = { 0 };
	struct err err = ERR_INIT;
	struct names names;
	const char *out = NULL;
	double number = 0;

	is_int(value_parse(&value, &arena, text, strlen(text), &err), 0, "parses");
	is_int((long long)value_member(value, "t")->len, 5, "a text may hold a NUL");
	is_str(value_text(value_member(value, "o"), "k"), "v", "members of members");
	is_int(value_integer(value, "i", -1), 42, "an integer");
	is_int(value_integer(value, "big", -1), -1, "too big for an integer");
	is_int(value_integer(value, "t", -1), -1, "a text is no integer");
	ok(value_number(value, "n", 0) == 1759937557110.5, "a number");
	ok(value_flag(value, "f") && !value_flag(value, "z"), "flags");
	ok(!value_text(value, "n") && !value_text(value, "no") && !value_text(NULL, "t"),
	   "what isn't there is NULL");
	ok(!value_names(value, "l", &arena, &names, &err) && names.count == 2 &&
	   !strcmp(names.items[1], "y"), "a list of names");
	ok(!value_names(value, "z", &arena, &names, &err) && !names.count, "null is none");
	is_int(value_need_text(value, "no", &out, &err), -1, "a missing member fails");
	is_str(err.msg, "'no' is missing", "and says so");
	err_clear(&err);
	is_int(value_need_number(value, "t", &number, &err), -1, "so does a wrong kind");
	is_str(err.msg, "'t' isn't a number", "and says so");
	err_clear(&err);
	is_int(value_need_list(value, "o", &found, &err), -1, "an object is no list");
	err_clear(&err);
	is_int(value_names(value, "mixed", &arena, &names, &err), -1, "names are texts");
	arena_dispose(&arena);
}

static void test_broken(void)
{
	static const char *const broken[] = {
		"", "{", "[1,", "{\"a\":}", "\"\\ud800\"", "nul", "{} {}", "1e999", "\xff",
		"<html>502</html>",
	};
	const struct value *value = NULL;
	char *deep = malloc(5001);
	struct arena arena = { 0 };

	for (size_t i = 0; i < sizeof(broken) / sizeof(*broken); i++) {
		struct err err = ERR_INIT;

		is_int(value_parse(&value, &arena, broken[i], strlen(broken[i]), &err), -1,
		       "broken JSON fails");
		is_int(err.code, ERR_SERVER, "as the server's fault");
	}
	memset(deep, '[', 5000);
	deep[5000] = '\0';
	ok(value_parse(&value, &arena, deep, 5000, &(struct err)ERR_INIT) == -1,
	   "so does endless nesting");
	free(deep);
	arena_dispose(&arena);
}

static void test_writer(void)
{
	struct buf out = BUF_INIT;
	struct writer w = WRITER_INIT(&out);
	const char *items[] = { "x", "y" };
	struct names names = { .items = items, .count = 2 };

	writer_object(&w, NULL);
	writer_text(&w, "quotes \"\\", "a\n\t\x01\"");
	writer_text(&w, "unset", NULL);
	writer_opt_text(&w, "left out", NULL);
	writer_opt_integer(&w, "left out, too", -1);
	writer_integer(&w, "i", -5);
	writer_number(&w, "time", 1759937557110.0);
	writer_number(&w, "half", 0.5);
	writer_number(&w, "nan", NAN);
	writer_names(&w, "names", &names);
	writer_list(&w, "list");
	writer_object(&w, NULL);
	writer_end(&w);
	writer_flag(&w, NULL, true);
	writer_end(&w);
	writer_end(&w);
	is_str(out.text, "{\"quotes \\\"\\\\\":\"a\\n\\u0009\\u0001\\\"\",\"unset\":null,\"i\":-5,"
	       "\"time\":1759937557110,\"half\":0.5,\"nan\":null,\"names\":[\"x\",\"y\"],"
	       "\"list\":[{},true]}", "writes in the order told");
	buf_dispose(&out);
}

/* Whatever bytes a branch name or an error is made of, the result is JSON. */
static void test_bytes(void)
{
	static const struct { const char *in, *out; } cases[] = {
		{ "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80" },
		{ "a\xff" "b", "a\xef\xbf\xbd" "b" },
		{ "\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd" },         /* overlong */
		{ "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" }, /* surrogate */
		{ "\xf4\x90\x80\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
		{ "\xe2\x82", "\xef\xbf\xbd\xef\xbf\xbd" },         /* cut off */
	};
	unsigned seed = 20251008;
	bool parsed = true;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf out = BUF_INIT;
		struct writer w = WRITER_INIT(&out);
		const struct value *value = NULL;
		struct arena arena = { 0 };
		struct err err = ERR_INIT;

		writer_text(&w, NULL, cases[i].in);
		ok(!value_parse(&value, &arena, out.text, out.len, &err), "is JSON");
		is_str(value ? value->text : NULL, cases[i].out, "with what was UTF-8 in it");
		buf_dispose(&out);
		arena_dispose(&arena);
	}
	for (int round = 0; round < 2000; round++) {
		struct buf out = BUF_INIT;
		struct writer w = WRITER_INIT(&out);
		const struct value *value = NULL;
		struct arena arena = { 0 };
		char bytes[12];

		for (size_t i = 0; i < sizeof(bytes); i++) {
			seed = seed * 1103515245 + 12345;
			bytes[i] = (char)(seed >> 16);
		}
		writer_bytes(&w, NULL, bytes, sizeof(bytes));
		if (value_parse(&value, &arena, out.text, out.len, &(struct err)ERR_INIT))
			parsed = false;
		buf_dispose(&out);
		arena_dispose(&arena);
	}
	ok(parsed, "random bytes, too");
}

int main(void)
{
	test_values();
	test_broken();
	test_writer();
	test_bytes();
	return done();
}
