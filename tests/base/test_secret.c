/* test_secret.c - nothing that was registered is shown, however it is spelled. */
#include "base/secret.h"
#include "tap.h"

static const struct {
	const char *text, *want, *name;
} cases[] = {
	{ "key is s3cr|et/va+lue!", "key is (hidden)", "as it is" },
	{ "s3cr|et/va+lue!s3cr|et/va+lue!", "(hidden)(hidden)", "twice in a row" },
	{ "a=s3cr%7Cet%2Fva%2Blue%21&b", "a=(hidden)&b", "URL-encoded" },
	{ "a=s3cr%7cet%2fva%2blue%21&b", "a=(hidden)&b", "URL-encoded in small letters" },
	/* base64 of "s3cr|et/va+lue!", of "u:s3cr|et/va+lue!" and of "ab" before it; the
	 * last characters depend on what follows. */
	{ "czNjcnxldC92YStsdWUh", "(hidden)", "in base64" },
	{ "dTpzM2NyfGV0L3ZhK2x1ZSE=", "dTp(hidden)E=", "in base64 after two bytes" },
	{ "dXM6czNjcnxldC92YStsdWUhLg==", "dXM6(hidden)Lg==", "in base64 after three" },
	{ "eHM6LXMzY3J8ZXQvdmErbHVlIS0=", "eHM6LX(hidden)S0=", "in base64 after four" },
	{ "s3cr|et/va+lu", "s3cr|et/va+lu", "a part of it is not it" },
	{ "a \"quo\\\\ted\\\" one\"", "a \"(hidden)\"", "in JSON" },
	{ "the longer one: s3cr|et/va+lue!-and-more", "the longer one: (hidden)",
	  "the longest that fits" },
	{ "a=s3cr%7Cet/va+lue!&b", "a=(hidden)&b", "URL-encoded as far as a URL needs it" },
	{ "\"s3cr\\u007cet\\/va\\u002Blue!\"", "\"(hidden)\"", "in JSON, by number" },
	{ "s3cr\\x7cet/va+lue!", "(hidden)", "as programs escape it" },
	{ "100%25 %5", "100%25 %5", "other escapes stay" },
	{ "key: dev:a-b-1|Zm9v/YmFy+==.", "key: (hidden).", "a key" },
	{ "only Zm9v/YmFy+==, or Zm9v%2FYmFy%2B%3D%3D", "only (hidden), or (hidden)",
	  "the secret part of a key" },
	{ "dev:a-b-1|other", "dev:a-b-1|other", "the name in a key is none" },
	{ "40%discount!", "(hidden)", "one with a percent sign as it is" },
	{ "40%25discount!", "(hidden)", "and URL-encoded" },
	{ "short abc short", "short abc short", "what is too short stays" },
	{ "", "", "an empty text" },
};

int main(void)
{
	struct buf buf = BUF_INIT;
	char wiped[] = "something";

	secret_add(NULL);
	secret_add("");
	secret_add("abc");
	secret_add("s3cr|et/va+lue!");
	secret_add("s3cr|et/va+lue!-and-more");
	secret_add("s3cr|et/va+lue!");
	secret_add("dev:a-b-1|Zm9v/YmFy+==");
	secret_add("40%discount!");
	secret_add("quo\\ted\" one");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		buf_adds(&buf, cases[i].text);
		secret_filter(&buf);
		is_str(buf.text, cases[i].want, cases[i].name);
		buf_truncate(&buf, 0);
	}
	secret_wipe(wiped);
	ok(!memcmp(wiped, "\0\0\0\0\0\0\0\0\0", 9), "wiped to the last byte");
	secret_wipe(NULL);
	secret_forget_all();
	buf_adds(&buf, "s3cr|et/va+lue!");
	secret_filter(&buf);
	is_str(buf.text, "s3cr|et/va+lue!", "forgotten");
	buf_dispose(&buf);
	return done();
}
