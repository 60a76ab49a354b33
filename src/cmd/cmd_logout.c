/* cmd_logout.c - git cvx logout */
#include "cmd/cmds.h"
#include "cmd/context.h"
#include "conf/access_store.h"

#include <stdlib.h>

static int run(struct context *ctx, const void *values, int argc, char **argv, struct err *err)
{
	const char *folder = access_store_folder(&ctx->arena, getenv("XDG_CACHE_HOME"),
	                                         getenv("HOME"));
	size_t count = 0;

	(void)values;
	(void)argc;
	(void)argv;
	if (folder && access_store_forget_all(&count, folder, err))
		return -1;
	if (!count)
		out_note(&ctx->out, "nothing to forget: no credentials are kept");
	else
		out_note(&ctx->out, "forgot the credentials of %zu deployment%s", count,
		         count == 1 ? "" : "s");
	out_hint(&ctx->out, ADVICE_LINK, "'npx convex logout' ends the Convex CLI's own login");
	return 0;
}

const struct cmd cmd_logout = {
	.name = "logout", .operands = "", .summary = "forget the credentials that are kept",
	.about = "Forget the URLs and keys of deployments in the cloud, which Convex told git-cvx "
	         "and which it keeps for eight hours, outside of repositories, so that not every "
	         "command has to ask. The login of the Convex CLI stays.",
	.opts = no_opts, .run = run,
};
