/* main.c - git-cvx: read the words before the command, run it, return the status. */
#include "base/secret.h"
#include "cmd/cmd.h"
#include "cmd/common.h"
#include "cmd/context.h"
#include "cmd/docs.h"
#include "cmd/manual.h"

#include <stdio.h>
#include <sys/resource.h>

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

/* What was asked for in place of a command, or the command. */
static int do_what_is_asked(struct context *ctx, const struct common *common, int argc, char **argv)
{
	static char *version[] = { "version", NULL };

	ctx->out.quiet = common->quiet;
	ctx->out.verbose = common->verbose;
	ctx->wanted_app = common->app;
	ctx->wanted_env = common->env;
	context_suggest(ctx);
	if (common->usage) {
		docs_commands(stdout);
		return err_exit_status(ERR_USAGE);
	}
	if (common->manual)
		return manual_open(ctx, MANUAL_PAGE, NULL);
	if (common->version)
		return cmd_main(ctx, 1, version);
	return argc == 1 ? no_command() : cmd_main(ctx, argc - 1, argv + 1);
}

/* What is cut off must not pass for the whole: neither as done, nor as "there is something to
 * do", nor as the usage. A failure of another kind stays that. */
static int close_results(struct context *ctx, int status)
{
	struct err err = ERR_INIT;

	if (!out_close(&err))
		return status;
	out_error(&ctx->out, &err);
	return status <= 1 || status == err_exit_status(ERR_USAGE) ? err_exit_status(err.code) : status;
}

int main(int argc, char **argv)
{
	struct err err = ERR_INIT;
	struct common common;
	struct context ctx;
	int status;

	out_keep_places();
	write_no_core();
	context_init(&ctx);
	argc = common_take(&common, argc, argv, &err);
	if (argc < 0) {
		out_error(&ctx.out, &err);
		status = err_exit_status(err.code);
	} else {
		status = do_what_is_asked(&ctx, &common, argc, argv);
	}
	status = close_results(&ctx, status);
	context_dispose(&ctx);
	secret_forget_all();
	return status;
}
