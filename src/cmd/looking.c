/* looking.c - ask a deployment without changing anything. */
#include "cmd/looking.h"

#include <stdlib.h>

int looking_at(struct looked *out, struct context *ctx, struct err *err)
{
	struct deployment d;

	if (context_connect(ctx, err))
		return -1;
	d = convex_deployment(ctx->convex);
	if (d.ops->probe(d.self, &ctx->arena, &out->probe, err))
		return -1;
	out->verdict = kind_judge(&ctx->claims, &out->probe.kind);
	return d.ops->read(d.self, &ctx->arena, &out->ledger, err);
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
