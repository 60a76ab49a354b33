/* doctor_link.c - checks of `git cvx doctor`: which deployment, with which key, and does it
 * answer? */
#include "cmd/doctor.h"

#include "cmd/cmds.h"

#include <string.h>

static const char *way_text(enum link_way way)
{
	static const char *const texts[] = {
		[LINK_SELF_HOSTED] = "self-hosted", [LINK_LOCAL] = "on this machine",
		[LINK_KEY] = "by its deploy key", [LINK_PREVIEW_KEY] = "by a preview key",
		[LINK_PROJECT_KEY] = "by a project's key", [LINK_NAMED] = "by its name",
	};

	return texts[way];
}

static const char *called(struct doctor *d)
{
	const struct link *link = &d->ctx->link;
	struct arena *arena = &d->ctx->arena;

	if (link->name && link->url)
		return arena_printf(arena, "'%s' at '%s'", link->name, link->url);
	return arena_printf(arena, "'%s'", link->url ? link->url : link->name ? link->name
	                    : link->preview ? link->preview : link->project ? link->project : "?");
}

void doctor_link(struct doctor *d)
{
	const struct environment *env = &d->ctx->environment;
	const struct link *link = &d->ctx->link;
	const char *environment = "";
	struct kind_verdict verdict;
	struct err err = ERR_INIT;

	if (context_link(d->ctx, &err)) {
		doctor_fail(d, &err, "mend what it names");
		return;
	}
	d->known |= KNOWN_LINK;
	if (env->name)
		environment = arena_printf(&d->ctx->arena, ", environment '%s' %s", env->name,
		                           env->chosen);
	if (kind_is_settled(&verdict, &d->ctx->claims))
		doctor_say(d, FINDING_WARN, "link a development deployment, if this isn't meant",
		           "%s, %s, from %s%s; it counts as production, as %s: hooks and 'git cvx migrate' "
		           "leave it alone", called(d), way_text(link->way), link->source, environment,
		           kind_why(&verdict, &d->ctx->claims, &d->ctx->arena));
	else
		doctor_say(d, FINDING_OK, NULL, "%s, %s, from %s%s", called(d), way_text(link->way),
		           link->source, environment);
}

void doctor_credentials(struct doctor *d)
{
	char until[CLOCK_TEXT_SIZE];
	struct err err = ERR_INIT;

	/* Kept ones are tried; that nobody answers is the next check's to say. */
	d->ctx->keeps_nothing = true;
	if (context_connect(d->ctx, &err) &&
	    !(d->ctx->convex && err.code == ERR_UNREACHABLE)) {
		doctor_fail(d, &err, "mend what it names");
		return;
	}
	d->known |= KNOWN_CREDENTIALS;
	if (d->ctx->access_until)
		doctor_say(d, FINDING_OK, NULL, "Convex gave them for the deployment of %s; kept until "
		           "%s", d->ctx->link.source,
		           clock_text(until, d->ctx->access_until * 1000));
	else
		doctor_say(d, FINDING_OK, NULL, "a key is there, from %s", d->ctx->link.source);
}

/* ---- asking ---------------------------------------------------------------------------- */

static void on_request(void *self, const struct http_trace *t)
{
	struct doctor *d = self;

	if (!d->latency_ms && t->status)
		d->latency_ms = t->ms > 0 ? t->ms : 1;
	context_trace(d->ctx, t);
}

void doctor_server(struct doctor *d)
{
	struct deployment deployment = convex_deployment(d->ctx->convex);
	const struct probe *probe = &d->probe;
	const struct err *err = &d->probing;
	int rc;

	http_set_trace(convex_http(d->ctx->convex), on_request, d);
	rc = deployment.ops->probe(deployment.self, &d->ctx->arena, &d->probe, &d->probing);
	/* It is there, and is the right one, if it has been shown the key. */
	if (rc && (!probe->version || err->code == ERR_UNREACHABLE ||
	           err->code == ERR_INTERRUPTED)) {
		doctor_fail(d, err, DOCTOR_REQUESTS);
		return;
	}
	d->known |= KNOWN_SERVER;
	doctor_say(d, FINDING_OK, NULL, "answers in %lld ms; version '%s', %s%s%s",
	           (long long)d->latency_ms, probe->version, probe->name ? "name '" : "nameless",
	           probe->name ? probe->name : "", probe->name ? "'" : "");
}

static const char *kind_text(enum deployment_kind kind)
{
	static const char *const texts[] = {
		[KIND_LOCAL] = "local", [KIND_DEV] = "development", [KIND_PREVIEW] = "preview",
		[KIND_PRODUCTION] = "production",
	};

	return texts[kind];
}

void doctor_access(struct doctor *d)
{
	struct kind_verdict verdict;

	if (d->probing.code != ERR_NONE) {
		cmd_explain(d->ctx, &cmd_doctor, &d->probing);
		doctor_fail(d, &d->probing, DOCTOR_REQUESTS);
		return;
	}
	/* Nor can any function of the ledger. */
	if (d->probe.paused) {
		doctor_say(d, FINDING_FAIL, "unpause it in the Convex dashboard, then: git cvx migrate",
		           "the deployment takes the key, and is paused: no migration can run");
		return;
	}
	d->known |= KNOWN_ACCESS;
	verdict = kind_judge(&d->ctx->claims, &d->probe.kind);
	if (verdict.kind == KIND_PRODUCTION)
		doctor_say(d, FINDING_WARN, "link a development deployment, if this isn't meant",
		           "the deployment takes the key, and counts as production, as %s: hooks and 'git "
		           "cvx migrate' leave it alone",
		           kind_why(&verdict, &d->ctx->claims, &d->ctx->arena));
	else
		doctor_say(d, FINDING_OK, NULL, "the deployment takes the key; kind: %s",
		           kind_text(verdict.kind));
}
