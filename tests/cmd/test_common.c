/* test_common.c - the options of all commands are found where they may stand, and nowhere else. */
#include "cmd/cmd.h"
#include "cmd/common.h"
#include "tap.h"

#define MOST 12

static struct common got;
static struct err err;
static char *words[MOST];

/* Take them out of a program's words, up to NULL; returns how many are left. */
static int take(const char *const *given)
{
	int n = 0;

	for (; given[n]; n++)
		words[n] = (char *)given[n];
	words[n] = NULL;
	err_clear(&err);
	return common_take(&got, n, words, &err);
}

#define TAKE(...) take((const char *const[]){ "git-cvx", __VA_ARGS__, NULL })

static void test_places(void)
{
	is_int(TAKE("-q", "--verbose", "--app", "web", "--env=staging", "plan", "-n"), 3,
	       "before the command");
	ok(got.quiet && got.verbose, "flags");
	is_str(got.app, "web", "a value in a word of its own");
	is_str(got.env, "staging", "one behind '='");
	is_str(words[1], "plan", "the command is left");
	is_str(words[2], "-n", "and what is its own");
	ok(!words[3], "nothing else");
	is_int(TAKE("plan", "main", "--env", "staging", "--app=web", "-q", "-h"), 4,
	       "they may stand behind the command");
	is_str(got.env, "staging", "in a word of their own");
	is_str(got.app, "web", "or not");
	ok(got.quiet, "flags, too");
	is_str(words[3], "-h", "but not what is about the command itself");
	is_int(TAKE("new", "--", "--app", "web"), 5, "behind '--' nothing is an option");
	ok(!got.app, "of ours neither");
	is_int(TAKE("plan", "--apps", "--en", "x"), 5, "longer and shorter names are the command's");
	ok(!got.app && !got.env, "and not taken");
	is_int(TAKE("--env="), 1, "an empty value");
	is_str(got.env, "", "is one");
	TAKE("-h");
	ok(got.usage && !got.manual && !got.version, "-h");
	TAKE("--help");
	ok(got.manual, "--help");
	TAKE("--version");
	ok(got.version, "--version");
}

static void refuses(int left, const char *message)
{
	is_int(left, -1, message);
	is_int(err.code, ERR_USAGE, "wrong usage");
	is_str(err.msg, message, "is named");
}

static void test_refusals(void)
{
	refuses(TAKE("--json", "plan"), "unknown option '--json'");
	refuses(TAKE("-"), "unknown option '-'");
	refuses(TAKE("--", "plan"), "unknown option '--'");
	refuses(TAKE("--quiet=yes"), "option '--quiet' takes no value");
	refuses(TAKE("plan", "--quiet=yes"), "option '--quiet' takes no value");
	refuses(TAKE("--quit=yes"), "unknown option '--quit'");
	refuses(TAKE("plan", "--app"), "option '--app' needs a value");
}

/* A command's own option of such a name would never be seen by it. */
static void test_names(void)
{
	for (const struct cmd *const *c = cmds; *c; c++)
		for (const struct opt *o = (*c)->opts; o->kind; o++)
			for (const struct opt *common = common_opts; common->kind; common++)
				if (common->name && (!strcmp(o->name, common->name) ||
				    (o->letter && o->letter == common->letter)))
					ok(false, o->name);
}

int main(void)
{
	test_places();
	test_refusals();
	test_names();
	return done();
}
