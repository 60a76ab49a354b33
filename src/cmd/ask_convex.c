/* ask_convex.c - ask the control plane how to get at the linked deployment. */
#include "cmd/ask_convex.h"

#include "cmd/interrupt.h"
#include "net/control_plane.h"

#include <stdlib.h>

const char *ask_convex_host(void)
{
	const char *host = getenv("CONVEX_PROVISION_HOST");

	return host && *host ? host : CONTROL_PLANE_URL;
}

static const char *type_of(const struct link *link)
{
	if (!link->says_kind)
		return NULL;
	return link->kind == KIND_DEV ? "dev" : link->kind == KIND_PREVIEW ? "preview" : "prod";
}

/* What may help, by what was asked for. */
static int explain(const struct link *link, struct err *err)
{
	if (err->code != ERR_NOT_FOUND)
		return -1;
	if (link->way == LINK_PREVIEW_KEY)
		return err_hint(err, "'npx convex deploy' on this branch makes it; git-cvx never makes "
		                "a deployment");
	if (link->way == LINK_PROJECT_KEY)
		return err_hint(err, "'npx convex dev' makes it; git-cvx never makes a deployment");
	return err_hint(err, "it is that of %s; 'npx convex dev' links another", link->source);
}

static int ask_plane(struct control_plane *plane, struct context *ctx, struct access *out,
                     struct err *err)
{
	struct link *link = &ctx->link;
	struct project project = { link->team, link->project };

	switch (link->way) {
	case LINK_KEY:
		return control_plane_url(plane, &ctx->arena, link->key, out, err);
	case LINK_NAMED:
		return control_plane_named(plane, &ctx->arena, link->name, type_of(link), out, err);
	case LINK_PREVIEW_KEY:
		return control_plane_preview(plane, &ctx->arena, &project, link->preview, out, err);
	case LINK_PROJECT_KEY:
		return control_plane_dev(plane, &ctx->arena, &project, out, err);
	case LINK_SELF_HOSTED:
	case LINK_LOCAL:
		break;
	}
	return err_set(err, ERR_INTERNAL, "a link that nobody knows the URL of");
}

int ask_convex(struct access *out, struct context *ctx, struct err *err)
{
	struct control_plane *plane = NULL;
	int rc;

	if (control_plane_open(&plane, ask_convex_host(), ctx->link.credential, &clock_system,
	                       err))
		return err_wrap(err, "CONVEX_PROVISION_HOST");
	control_plane_set_cancel(plane, &interrupt_flag);
	context_watch(ctx, control_plane_http(plane), "Convex");
	rc = ask_plane(plane, ctx, out, err) ? explain(&ctx->link, err) : 0;
	if (control_plane_warning(plane))
		out_warning(&ctx->out, "Convex will stop serving this version of git-cvx: %s",
		            control_plane_warning(plane));
	control_plane_close(plane);
	return rc;
}
