/* doctor_schema.c - check of `git cvx doctor`: does the deployment enforce its schema, and who
 * has switched that off? */
#include "cmd/doctor.h"

#include "base/clock.h"

#include <string.h>

/* Whoever opened the bridge is still at it. */
static bool is_at_work(const struct doctor *d)
{
	return doctor_somebody_works(d) && d->lease.run_id &&
	       !strcmp(d->lease.run_id, d->ledger.bridge_run);
}

/* The lease's holder, or this clone, whose journal it has. A run that was given up, or another
 * clone's, has none: then only its id is known. */
static const char *opener(struct doctor *d)
{
	const char *run = d->ledger.bridge_run;

	if (d->own_run && !strcmp(d->own_run, run))
		return "this clone";
	if (is_at_work(d))
		return arena_printf(&d->ctx->arena, "'%s', who is at work",
		                    d->lease.clone_name ? d->lease.clone_name : "somebody");
	return arena_printf(&d->ctx->arena, "run %.8s, which this clone isn't in the middle of", run);
}

static bool has_sealed(const struct deployed *live)
{
	for (size_t i = 0; i < live->functions.count; i++)
		if (!strncmp(live->functions.items[i], "cvxSealed/", 10))
			return true;
	return false;
}

static void say_bridge(struct doctor *d)
{
	bool at_work = is_at_work(d);
	char since[CLOCK_TEXT_SIZE];

	clock_text(since, (int64_t)d->ledger.bridge_since);
	doctor_say(d, at_work ? FINDING_OK : FINDING_FAIL, at_work ? NULL
	           : "git cvx continue, or git cvx migrate: turns it on again",
	           "validation is off for a move since %s, by %s", since, opener(d));
}

void doctor_schema(struct doctor *d)
{
	struct deployment deployment = convex_deployment(d->ctx->convex);
	struct deployed live;
	struct err err = ERR_INIT;

	if (d->ledger.bridge_run) {
		say_bridge(d);
		return;
	}
	if (deployment.ops->deployed(deployment.self, &d->ctx->arena, &live, &err))
		doctor_fail(d, &err, DOCTOR_REQUESTS);
	else if (live.has_schema && !live.validates && has_sealed(&live))
		doctor_say(d, FINDING_FAIL, "git cvx migrate", "validation is off: a run that was killed "
		           "has left it so");
	else if (!live.has_schema || !live.validates)
		doctor_say(d, FINDING_WARN, live.has_schema
		           ? "schemaValidation: true in the schema, if this isn't meant" : "npx convex dev "
		           "--once, if the app has a schema", live.has_schema
		           ? "validation is off, as the pushed schema says: nothing proves that documents fit"
		           : "the deployment has none: nothing proves that documents fit");
	else
		doctor_say(d, FINDING_OK, NULL, "validation is on%s", live.pending_schema
		           ? "; a push is being validated right now" : "");
}
