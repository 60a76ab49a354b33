/* test_opt.c - options are parsed as their table says, and the tables are sound. */
#include "cmd/cmd.h"
#include "cmd/docs.h"
#include "tap.h"

#include <stdlib.h>

struct values {
	bool all, brief;
	const char *to, *mode;
	int count;
};

static const char *const modes[] = { "auto", "notify", "off", NULL };

static const struct opt opts[] = {
	{ .kind = OPT_FLAG, .letter = 'a', .name = "all",
	  .help = "everything",
	  .offset = offsetof(struct values, all) },
	{ .kind = OPT_FLAG, .letter = 'b', .name = "brief",
	  .help = "less",
	  .offset = offsetof(struct values, brief) },
	{ .kind = OPT_TEXT, .letter = 't', .name = "to",
	  .arg = "id", .help = "up to this one",
	  .offset = offsetof(struct values, to) },
	{ .kind = OPT_CHOICE, .name = "mode",
	  .arg = "mode", .help = "how",
	  .offset = offsetof(struct values, mode), .choices = modes },
	{ .kind = OPT_COUNT, .letter = 'n', .name = "count",
	  .arg = "n", .help = "so many",
	  .offset = offsetof(struct values, count) },
	{ .kind = OPT_COUNT, .name = "counter",
	  .arg = "n", .help = "another",
	  .offset = offsetof(struct values, count) },
	{ 0 },
};

#define MOST 8

static struct values got;
static struct err err;
static char *rest[MOST];

/* Parse words, up to NULL; returns the number of operands. */
static int parse(const char *const *words)
{
	int n = 0;

	for (; words[n]; n++)
		rest[n] = (char *)words[n];
	rest[n] = NULL;
	got = (struct values){ .all = false };
	err_clear(&err);
	return opt_parse(opts, &got, n, rest, &err);
}

#define PARSE(...) parse((const char *const[]){ __VA_ARGS__, NULL })

static void test_values(void)
{
	is_int(PARSE("one", "-a", "two", "--to", "x"), 2, "operands anywhere");
	ok(got.all && !got.brief, "a flag that is given is true, another isn't");
	is_str(got.to, "x", "a value in a word of its own");
	is_str(rest[0], "one", "operands move to the front");
	is_str(rest[1], "two", "in their order");
	PARSE("--to=");
	is_str(got.to, "", "an empty value is one");
	PARSE("--to=a=b");
	is_str(got.to, "a=b", "a value may hold '='");
	PARSE("-abtx");
	ok(got.all && got.brief, "letters in one word");
	is_str(got.to, "x", "the last one with its value");
	PARSE("-t", "-a");
	is_str(got.to, "-a", "a value may begin with a dash");
	ok(!got.all, "and is no option then");
	PARSE("--to=a", "--to=b");
	is_str(got.to, "b", "the last one wins");
	is_int(PARSE("--", "-a", "--to"), 2, "'--' ends options");
	ok(!got.all, "what follows is none");
	is_int(PARSE("-"), 1, "a lone dash is an operand");
	PARSE("--mode=notify", "-n", "12");
	is_str(got.mode, "notify", "a choice");
	is_int(got.count, 12, "a number");
	PARSE("--br");
	ok(got.brief, "a name cut short");
	PARSE("--count", "3");
	is_int(got.count, 3, "an exact name that begins another");
}

static void refuses(int status, const char *message, const char *name)
{
	is_int(status, -1, name);
	is_int(err.code, ERR_USAGE, "as wrong usage");
	is_str(err.msg, message, "and says so");
}

static void test_refusals(void)
{
	refuses(PARSE("--somewhere"), "unknown option '--somewhere'", "an unknown name");
	is_str(err.hint, "", "and is like none");
	refuses(PARSE("--mdoe=off"), "unknown option '--mdoe'", "a mistyped name");
	is_str(err.hint, "did you mean '--mode'?", "the one that was meant");
	refuses(PARSE("-ax"), "unknown option '-x'", "an unknown letter behind a known one");
	refuses(PARSE("--coun"), "option '--coun' is ambiguous: --count or --counter",
	        "a name cut too short");
	refuses(PARSE("--all=yes"), "option '--all' takes no value", "a flag with a value");
	refuses(PARSE("x", "--to"), "option '--to' needs a value", "a value that is missing");
	refuses(PARSE("--mode=on"), "'on' is no value of '--mode'", "no choice");
	for (const char *const *bad = (const char *const[]){ "0", "-1", "1x", "", "1000001",
	     "99999999999999999999", NULL }; *bad; bad++) {
		is_int(PARSE("-n", *bad), -1, "a number out of range, or none");
		ok(strstr(err.msg, *bad) != NULL, "is named");
	}
}

#define BAD(kind_, letter_, name_, arg_, help_) \
	{ .kind = kind_, .letter = letter_, .name = name_, .arg = arg_, .help = help_ }

static void test_lint(void)
{
	static const struct opt bad[][3] = {
		{ BAD(OPT_FLAG, 'a', "all", NULL, "x"), BAD(OPT_FLAG, 'b', "all", NULL, "x") },
		{ BAD(OPT_FLAG, 'a', "all", NULL, "x"), BAD(OPT_FLAG, 'a', "any", NULL, "x") },
		{ BAD(OPT_FLAG, 'a', "all", NULL, "") },
		{ BAD(OPT_FLAG, 'a', NULL, NULL, "x") },
		{ BAD(OPT_FLAG, 'a', "all", "n", "x") },
		{ BAD(OPT_TEXT, 'a', "all", NULL, "x") },
		{ BAD(OPT_CHOICE, 'a', "all", "n", "x") },
		{ BAD(OPT_FLAG, 'h', "here", NULL, "x") },
		{ BAD(OPT_FLAG, 0, "help", NULL, "x") },
	};

	is_str(opt_lint(opts), NULL, "a sound table");
	is_str(opt_lint(no_opts), NULL, "an empty one");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ok(opt_lint(bad[i]) != NULL, "a mistake in a table is found");
}

/* Texts that end up in help, man page and three shells: one form for all of them. */
static bool well_put(const char *text, bool sentence)
{
	size_t n = strlen(text);

	if (!n || strchr(text, '\n') || strchr(text, '\\'))
		return false;
	if (sentence)
		return text[n - 1] == '.' && text[0] != '.' && text[0] != '\'';
	return text[n - 1] != '.' && (text[0] < 'A' || text[0] > 'Z');
}

static void test_commands(void)
{
	char name[80];

	for (const struct cmd *const *c = cmds; *c; c++) {
		const struct cmd *cmd = *c;
		bool texts = true;

		snprintf(name, sizeof(name), "the options of '%s' are sound", cmd->name);
		is_str(opt_lint(cmd->opts), NULL, name);
		for (const struct opt *o = cmd->opts; o->kind; o++)
			texts = texts && well_put(o->help, false) && o->offset < cmd->values_size;
		snprintf(name, sizeof(name), "the texts of '%s' have their form", cmd->name);
		ok(texts && (cmd->hidden ||
		             (well_put(cmd->summary, false) && well_put(cmd->about, true))), name);
		ok(cmd->run != NULL && cmd->operands != NULL, "and it can be run");
		ok(!cmd->operands[0] == !cmd->max_operands, "its operands are named");
		ok(cmd_find(cmd->name) == cmd, "it is found by its name, and is the only one");
	}
	is_str(cmd_suggest("stauts")->name, "status", "a mistyped word");
	ok(!cmd_suggest("frobnicate"), "a word like none");
	ok(!cmd_suggest("a-word-that-is-longer-than-any-table-could-be"), "a long one");
	for (const struct cmd *const *c = docs_first(); *c; c = docs_next(c))
		if ((*c)->hidden)
			ok(false, "no list shows what is hidden");
}

int main(void)
{
	test_values();
	test_refusals();
	test_lint();
	test_commands();
	return done();
}
