/* test_dotenv.c - env files; each expectation is what dotenv 16 itself answers. */
#include "conf/dotenv.h"
#include "base/buf.h"
#include "tap.h"

/* `want` is "KEY=value|" for each key in order of first appearance. */
static const struct {
	const char *name, *text, *want;
} cases[] = {
	{ "nothing", "", "" },
	{ "plain", "A=1\nB=2\n", "A=1|B=2|" },
	{ "blanks around", "  A  =  1  \n", "A=1|" },
	{ "a colon", "A: 1\nB:2\n", "A=1|" },
	{ "export", "export A=1\nexport  B = 2\nexport=3\nexport =4\n", "A=1|B=2|export=4|" },
	{ "export on a line of its own", "export\nA=1\n", "A=1|" },
	{ "lines of Windows and of old Macs", "A=1\r\nB=2\rC=3", "A=1|B=2|C=3|" },
	{ "a byte order mark", "\xef\xbb\xbf" "A=1\n", "A=1|" },
	{ "a comment", "# A=0\nA=1 # one\nB=2#two\n", "A=1|B=2|" },
	{ "what the CLI writes", "CONVEX_DEPLOYMENT=dev:x # team: acme, project: shop\n",
	  "CONVEX_DEPLOYMENT=dev:x|" },
	{ "a key with a bar", "K=name|0123abc=\n", "K=name|0123abc=|" },
	{ "a hash cuts an unquoted value", "K=a#b\n", "K=a|" },
	{ "but not a quoted one", "K='a#b'\nL=\"a#b\" # c\nM=`a#b`\n", "K=a#b|L=a#b|M=a#b|" },
	{ "the last one wins", "A=1\nA=2\nA=\n", "A=|" },
	{ "set to nothing", "A=\nB=''\nC= # c\n", "A=|B=|C=|" },
	{ "lines in quotes", "A=\"one\ntwo\"\nB='x\ny'\n", "A=one\ntwo|B=x\ny|" },
	{ "escapes in double quotes only", "A=\"x\\ny\\r\"\nB='x\\ny'\nC=x\\ny\n",
	  "A=x\ny\r|B=x\\ny|C=x\\ny|" },
	{ "an escaped quote stays escaped", "A=\"a\\\"b\"\n", "A=a\\\"b|" },
	{ "an escaped quote that has to close", "A='a\\'\nB=1\n", "A=a\\|B=1|" },
	{ "a quote that isn't closed", "A=\"a\nB=1\n", "A=\"a|B=1|" },
	{ "text after a quote", "A=\"a\" b\nB='it''s'\n", "A=\"a\" b|B=it''s|" },
	{ "a value on the next line", "A=\n'x'\nB\n=2\n", "A=x|B=2|" },
	{ "no variables", "A=1\nB=$A\n", "A=1|B=$A|" },
	{ "what is no assignment", "just text\n=1\nA B=2\nC=3\n", "C=3|" },
	{ "odd keys", "a.b-c_9=1\n", "a.b-c_9=1|" },
};

int main(void)
{
	struct arena arena = { 0 };

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf got = BUF_INIT;
		struct dotenv env;

		dotenv_read(&env, &arena, cases[i].text);
		for (size_t k = 0; k < env.count; k++) {
			bool seen = false;

			for (size_t j = 0; j < k; j++)
				seen = seen || !strcmp(env.items[j].key, env.items[k].key);
			if (!seen)
				buf_addf(&got, "%s=%s|", env.items[k].key,
				         dotenv_find(&env, env.items[k].key));
		}
		is_str(got.text, cases[i].want, cases[i].name);
		ok(!dotenv_find(&env, "NONE"), "and nothing else");
		buf_dispose(&got);
	}
	arena_dispose(&arena);
	return done();
}
