/* main.c - git-cvx: read the words before the command, run it, return the status. */
#include "base/secret.h"
#include "cmd/cmd.h"
#include "cmd/context.h"
#include "cmd/docs.h"
#include "cmd/manual.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

static int usage_error(struct context *ctx, const char *option)
{
	struct err err = ERR_INIT;

	err_set(&err, ERR_USAGE, "unknown option '%s'", option);
	err_hint(&err, "'git cvx -h' lists the commands; their options come behind them");
	out_error(&ctx->out, &err);
	return err_exit_status(err.code);
}

/* The value of an option that is for every command, if argv[*i] is it; or NULL. */
static const char *value_of(const char *option, char **argv, int argc, int *i)
{
	size_t n = strlen(option);

	if (!strcmp(argv[*i], option) && *i + 1 < argc)
		return argv[++*i];
	return !strncmp(argv[*i], option, n) && argv[*i][n] == '=' ? argv[*i] + n + 1 : NULL;
}

/* --app and --env may stand before or behind a command's name: they are taken out. */
static int take_common(int argc, char **argv, struct context *ctx)
{
	const char *value;
	int kept = 1;

	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--")) {
			while (i < argc)
				argv[kept++] = argv[i++];
		} else if ((value = value_of("--app", argv, argc, &i))) {
			ctx->wanted_app = value;
		} else if ((value = value_of("--env", argv, argc, &i))) {
			ctx->wanted_env = value;
		} else {
			argv[kept++] = argv[i];
		}
	}
	argv[kept] = NULL;
	return kept;
}

static int no_command(void)
{
	docs_commands(stderr);
	return err_exit_status(ERR_USAGE);
}

/* What we hold in memory, a file with an image of it would give away; a child's, too. */
static void write_no_core(void)
{
	const struct rlimit none = { 0, 0 };

	/* Where it can't be set, what the system does stays as it was. */
	(void)setrlimit(RLIMIT_CORE, &none);
}

int main(int argc, char **argv)
{
	struct context ctx;
	int i = 1, status;

	write_no_core();
	context_init(&ctx);
	argc = take_common(argc, argv, &ctx);
	for (; i < argc && argv[i][0] == '-'; i++) {
		if (!strcmp(argv[i], "-q") || !strcmp(argv[i], "--quiet")) {
			ctx.out.quiet = true;
		} else if (!strcmp(argv[i], "-v") || !strcmp(argv[i], "--verbose")) {
			ctx.out.verbose = true;
		} else if (!strcmp(argv[i], "-h")) {
			docs_commands(stdout);
			return err_exit_status(ERR_USAGE);
		} else if (!strcmp(argv[i], "--version")) {
			argv[i] = "version";
			break;
		} else if (!strcmp(argv[i], "--help")) {
			return manual_open(&ctx, MANUAL_PAGE, NULL);
		} else {
			return usage_error(&ctx, argv[i]);
		}
	}
	if (i == argc)
		return no_command();
	status = cmd_main(&ctx, argc - i, argv + i);
	context_dispose(&ctx);
	secret_forget_all();
	return status;
}
