/* main.c - git-cvx: read the words before the command, run it, return the status. */
#include "cmd/cmd.h"
#include "cmd/context.h"
#include "cmd/docs.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int usage_error(struct context *ctx, const char *what)
{
	out_warning(&ctx->out, "%s", what);
	docs_commands(stderr);
	return 129;
}

int main(int argc, char **argv)
{
	struct context ctx;
	int i = 1, status;

	context_init(&ctx);
	for (; i < argc && argv[i][0] == '-'; i++) {
		if (!strcmp(argv[i], "-q") || !strcmp(argv[i], "--quiet")) {
			ctx.out.quiet = true;
		} else if (!strcmp(argv[i], "-v") || !strcmp(argv[i], "--verbose")) {
			ctx.out.verbose = true;
		} else if (!strcmp(argv[i], "-h")) {
			docs_commands(stdout);
			return 0;
		} else if (!strcmp(argv[i], "--version")) {
			argv[i] = "version";
			break;
		} else if (!strcmp(argv[i], "--help")) {
			execlp("man", "man", "git-cvx", (char *)NULL);
			return usage_error(&ctx, "cannot run 'man'");
		} else {
			return usage_error(&ctx, "git cvx knows no such option before a command");
		}
	}
	if (i == argc)
		return usage_error(&ctx, "which command?");
	status = cmd_main(&ctx, argc - i, argv + i);
	context_dispose(&ctx);
	return status;
}
