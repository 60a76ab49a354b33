/* looking.c - ask a deployment without changing anything. */
#include "cmd/looking.h"

#include <stdlib.h>

int looking_ledger(struct ledger *out, struct context *ctx, struct err *err)
{
	struct deployment d;
	struct probe probe;

	if (context_connect(ctx, err))
		return -1;
	d = convex_deployment(ctx->convex);
	return d.ops->probe(d.self, &ctx->arena, &probe, err) ||
	       d.ops->read(d.self, &ctx->arena, out, err) ? -1 : 0;
}

static const char *pager_command(struct context *ctx)
{
	const char *command = getenv("GIT_PAGER");
	struct err ignored = ERR_INIT;

	if (!command && (repo_config_text(&command, ctx->repo, "core.pager", &ignored)))
		command = NULL;
	if (!command)
		command = getenv("PAGER");
	return command ? command : "less";
}

void looking_begin_pages(struct pager *pager, struct context *ctx)
{
	const char *term = getenv("TERM");
	bool shows = ctx->out.width && term && *term;

	pager_begin(pager, &ctx->out, shows ? pager_command(ctx) : NULL);
}
