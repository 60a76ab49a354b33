/* common.c - the options of all commands. */
#include "cmd/common.h"

#include <string.h>

const struct opt common_opts[] = {
	{ .kind = OPT_FLAG, .letter = 'q', .name = "quiet",
	  .help = "print results, warnings and errors only",
	  .offset = offsetof(struct common, quiet) },
	{ .kind = OPT_FLAG, .letter = 'v', .name = "verbose",
	  .help = "print details, too, such as each request and what other programs say",
	  .offset = offsetof(struct common, verbose) },
	{ .kind = OPT_TEXT, .name = "app", .arg = "name", .offer = OFFER_APP,
	  .help = "which app, where the repository holds several; else that of the current folder",
	  .offset = offsetof(struct common, app) },
	{ .kind = OPT_TEXT, .name = "env", .arg = "name", .offer = OFFER_ENVIRONMENT,
	  .help = "which environment of the settings; else CVX_ENV, or the one of the branch",
	  .offset = offsetof(struct common, env) },
	{ .kind = OPT_FLAG, .letter = 'h',
	  .help = "list the commands; behind a command, explain it",
	  .offset = offsetof(struct common, usage) },
	{ .kind = OPT_FLAG, .name = "help",
	  .help = "open the manual; behind a command, at that one",
	  .offset = offsetof(struct common, manual) },
	{ .kind = OPT_FLAG, .name = "version",
	  .help = "print the version, as 'git cvx version' does",
	  .offset = offsetof(struct common, version) },
	{ 0 },
};

/* Names can't be cut short: behind a command they may be those of its own options. */
static bool is_named(const struct opt *o, const char *word)
{
	size_t n = o->name ? strlen(o->name) : 0;

	if (o->letter && word[1] == o->letter && !word[2])
		return true;
	return n && word[1] == '-' && !strncmp(word + 2, o->name, n) &&
	       (!word[2 + n] || word[2 + n] == '=');
}

static const struct opt *find(const char *word)
{
	for (const struct opt *o = common_opts; *word == '-' && o->kind; o++)
		if (is_named(o, word))
			return o;
	return NULL;
}

/* -h, --help and --version are about the command there, and left to it. */
static bool goes_behind(const struct opt *o)
{
	return o->arg || o->letter == 'q' || o->letter == 'v';
}

int common_take(struct common *out, int argc, char **argv, struct err *err)
{
	int kept = 1, i = 1;

	*out = (struct common){ 0 };
	while (i < argc && (kept == 1 || strcmp(argv[i], "--") != 0)) {
		const struct opt *o = find(argv[i]);

		if (o && (kept == 1 || goes_behind(o))) {
			int words = o->arg && !strchr(argv[i], '=') && i + 1 < argc ? 2 : 1;
			char *own[] = { argv[i], words == 2 ? argv[i + 1] : NULL, NULL };

			if (opt_parse(common_opts, out, words, own, err) < 0)
				return -1;
			i += words;
		} else if (kept == 1 && argv[i][0] == '-') {
			opt_unknown(common_opts, argv[i], err);
			return *err->hint ? -1 : err_hint(err, "'git cvx -h' lists the commands; "
			                                  "their options come behind them");
		} else {
			argv[kept++] = argv[i++];
		}
	}
	while (i < argc)
		argv[kept++] = argv[i++];
	argv[kept] = NULL;
	return kept;
}
