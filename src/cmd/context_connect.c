/* context_connect.c - the connection to the linked deployment; for one in the cloud, its URL and
 * key are asked for first, and kept for the next command. */
#include "cmd/ask_convex.h"

#include "cmd/interrupt.h"
#include "conf/access_store.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

void context_trace(struct context *ctx, const struct http_trace *t)
{
	out_detail(&ctx->out, "%s %s%s%s: %d in %lld ms", t->method, t->path,
	           t->what ? " " : "", t->what ? t->what : "", t->status, (long long)t->ms);
}

static void trace(void *payload, const struct http_trace *t)
{
	context_trace(payload, t);
}

/* A person who looks on, or whom a hook keeps waiting. */
static void slow(void *payload, const char *origin)
{
	struct context *ctx = payload;

	if (ctx->out.terminal || *ctx->out.prefix)
		out_note(&ctx->out, "waiting for %s (%s)", ctx->waits_for, origin);
}

void context_watch(struct context *ctx, struct http *http, const char *what)
{
	ctx->waits_for = what;
	http_set_slow(http, slow, ctx);
	if (ctx->out.verbose)
		http_set_trace(http, trace, ctx);
}

static int open_convex(struct context *ctx, struct err *err)
{
	/* A URL that somebody wrote down was checked when it was found. */
	const struct http_address at = { ctx->link.url, ctx->link.way == LINK_SELF_HOSTED };

	convex_close(ctx->convex);
	ctx->convex = NULL;
	if (convex_open(&ctx->convex, &at, ctx->link.key, &clock_system, err))
		return -1;
	if (ctx->link.way == LINK_LOCAL)
		convex_expect_name(ctx->convex, ctx->link.name);
	convex_set_cancel(ctx->convex, &interrupt_flag);
	context_watch(ctx, convex_http(ctx->convex), "the deployment");
	return 0;
}

struct stored {
	const char *folder;      /* NULL: there is no place to keep it */
	const char *name;
};

/* Whoever asks another host, or as somebody else, finds nothing of this. */
static int find_place(struct stored *out, struct context *ctx, struct err *err)
{
	const struct link *link = &ctx->link;
	struct buf text = BUF_INIT;
	int rc;

	*out = (struct stored){ .folder = access_store_folder(&ctx->arena,
	                        getenv("XDG_CACHE_HOME"), getenv("HOME")) };
	buf_addf(&text, "%s\n%s\n%s\n%s", ask_convex_host(), link->identity,
	         link->credential ? link->credential : "", link->key ? link->key : "");
	rc = repo_blob_id(&out->name, ctx->repo, text.text, text.len, err);
	buf_wipe(&text);
	return rc;
}

/* That it isn't kept costs the next command a question, no more. */
static void keep(struct context *ctx, const struct stored *stored, const struct access *access)
{
	struct err why = ERR_INIT;
	int64_t now = time(NULL);

	if (!stored->folder || ctx->keeps_nothing)
		return;
	if (access_store_save(access, stored->folder, stored->name, now, &why))
		out_detail(&ctx->out, "%s", why.msg);
	else
		ctx->access_until = now + ACCESS_STORE_SECONDS;
}

static int take(struct context *ctx, const struct access *access, struct err *err)
{
	struct link *link = &ctx->link;

	if (access->name && link->name && strcmp(access->name, link->name))
		return err_set(err, ERR_SERVER, "Convex was asked about the deployment '%s' and "
		               "answers about '%s'", link->name, access->name);
	if (link_check_url(&link->url, &link->is_loopback, &ctx->arena, access->url, err))
		return err_wrap(err, "what Convex answers");
	ctx->access_until = access->until;
	if (access->key)
		link->key = access->key;
	if (access->name)
		link->name = access->name;
	/* What its own source calls production stays that. */
	if (access->says_kind && !(link->says_kind && link->kind == KIND_PRODUCTION)) {
		link->kind = access->kind;
		link->says_kind = true;
	}
	context_claim(ctx);
	return 0;
}

static int ask_anew(struct context *ctx, const struct stored *stored, struct err *err)
{
	struct access access;

	if (ask_convex(&access, ctx, err) || take(ctx, &access, err))
		return -1;
	keep(ctx, stored, &access);
	return open_convex(ctx, err);
}

/* A key that was withdrawn meanwhile is forgotten. */
static int use_stored(struct context *ctx, const struct stored *stored, bool *good,
                      struct err *err)
{
	struct access access;
	struct err why = ERR_INIT;

	*good = stored->folder && access_store_load(&access, &ctx->arena, stored->folder,
	                                            stored->name, time(NULL));
	if (!*good)
		return 0;
	if (take(ctx, &access, err) || open_convex(ctx, err))
		return -1;
	if (!access.key || !convex_check_key(ctx->convex, &why))
		return 0;
	if (why.code != ERR_UNAUTHORISED) {
		*err = why;
		return -1;
	}
	*good = false;
	err_clear(&why);
	if (!ctx->keeps_nothing && access_store_forget(stored->folder, stored->name, &why))
		out_detail(&ctx->out, "%s", why.msg);
	return 0;
}

int context_connect(struct context *ctx, struct err *err)
{
	struct stored stored;
	bool good;

	if (ctx->convex)
		return 0;
	if (context_link(ctx, err))
		return -1;
	if (ctx->link.url && ctx->link.key)
		return open_convex(ctx, err);
	if (find_place(&stored, ctx, err) || use_stored(ctx, &stored, &good, err))
		return -1;
	return good ? 0 : ask_anew(ctx, &stored, err);
}
