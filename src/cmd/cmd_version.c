/* cmd_version.c - git cvx version */
#include "cmd/cmds.h"
#include "cmd/context.h"

static int run(struct context *ctx, const void *values, int argc, char **argv, struct err *err)
{
	(void)values;
	(void)argc;
	(void)argv;
	(void)err;
	out_result(&ctx->out, "git-cvx version " PACKAGE_VERSION "\n");
	return 0;
}

const struct cmd cmd_version = {
	.name = "version", .operands = "", .summary = "print the version of git-cvx",
	.about = "Print the version of git-cvx.",
	.opts = no_opts, .run = run,
};
