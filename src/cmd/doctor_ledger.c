/* doctor_ledger.c - checks of `git cvx doctor`: what the deployment says was done to it. */
#include "cmd/doctor.h"

#include "core/error_text.h"
#include "run/journal.h"

#include <string.h>

static const char *counts(struct doctor *d)
{
	static const struct {
		enum row_status status;
		const char *word;
	} kinds[] = {
		{ ROW_COMPLETED, "applied" }, { ROW_ROLLED_BACK, "undone" },
		{ ROW_RUNNING, "running" }, { ROW_FAILED, "failed" }, { ROW_PENDING, "pending" },
	};
	const char *text = "";

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		size_t n = 0;

		for (size_t k = 0; k < d->ledger.count; k++)
			n += d->ledger.rows[k].status == kinds[i].status;
		if (n)
			text = arena_printf(&d->ctx->arena, "%s%s%zu %s", text, *text ? ", " : "", n,
			                    kinds[i].word);
	}
	return *text ? text : "no migrations recorded";
}

static void say_unmounted(struct doctor *d)
{
	if (d->ledger.was_mounted)
		doctor_say(d, FINDING_WARN, "git cvx migrate", "not mounted now, as code without git-cvx "
		           "was pushed; what it holds comes back with the next push");
	else
		doctor_say(d, FINDING_WARN, "npx convex dev --once, or git cvx migrate", "not on the "
		           "deployment yet: nothing of this app with git-cvx in it has been pushed");
}

/* Who has the lease is said with the ledger's head, and not with its rows. */
static int read_ledger(struct doctor *d, struct err *err)
{
	struct deployment deployment = convex_deployment(d->ctx->convex);
	struct ledger head;

	return deployment.ops->hello(deployment.self, &d->ctx->arena, &head, &d->lease, err) ||
	       deployment.ops->read(deployment.self, &d->ctx->arena, &d->ledger, err) ? -1 : 0;
}

static void find_own_run(struct doctor *d)
{
	struct context *ctx = d->ctx;
	const char *folder = context_journals(ctx);
	struct journal_record record;
	struct journal_owner owner;
	struct err ignored = ERR_INIT;   /* said by the check of the journal */
	bool found = false;

	if (journal_peek(folder, ctx->deployment_key, &ctx->arena, &record, &found, &ignored) ||
	    !found)
		return;
	d->own_run = record.run_id;
	d->own_run_ended = !journal_owned(folder, ctx->deployment_key, &ctx->arena, &owner);
}

static bool is_own_lease(const struct doctor *d)
{
	return d->own_run && d->lease.run_id && !strcmp(d->lease.run_id, d->own_run);
}

bool doctor_somebody_works(const struct doctor *d)
{
	return d->lease.clone_name && !(is_own_lease(d) && d->own_run_ended);
}

void doctor_ledger(struct doctor *d)
{
	const struct ledger *ledger = &d->ledger;
	struct err err = ERR_INIT;
	const char *id;

	if (read_ledger(d, &err)) {
		doctor_fail(d, &err, DOCTOR_REQUESTS);
		return;
	}
	find_own_run(d);
	if (!ledger->mounted) {
		say_unmounted(d);
		return;
	}
	d->known |= KNOWN_LEDGER;
	id = ledger->ledger_id ? arena_printf(&d->ctx->arena, "id %.8s", ledger->ledger_id)
	                       : "nothing written yet";
	if (!ledger->has_baseline)
		doctor_say(d, FINDING_WARN, "git cvx adopt: its documents are this branch's already\n"
		           "git cvx migrate: run this branch's migrations on them",
		           "%s; no baseline: nobody has said which migrations its documents have been "
		           "through", id);
	else
		doctor_say(d, FINDING_OK, NULL, "%s, revision %lld: %s", id,
		           (long long)ledger->revision, counts(d));
}

static const char *what_happened(const struct ledger_row *row)
{
	if (row->direction == DIRECTION_UP)
		return row->status == ROW_FAILED ? "failed" : "was started, and hasn't ended";
	return row->status == ROW_FAILED ? "failed while it was undone"
	                                 : "is half undone";
}

static void say_unfinished(struct doctor *d, const struct ledger_row *row)
{
	bool goes_on = row->status == ROW_RUNNING && doctor_somebody_works(d);
	const char *line = NULL;
	size_t len = row->error ? error_line(&line, row->error) : 0;

	if (goes_on)
		doctor_say(d, FINDING_OK, NULL, "'%s' is being %s", row->id,
		           row->direction == DIRECTION_UP ? "run" : "undone");
	else
		doctor_say(d, FINDING_FAIL, "mend what is wrong, then: git cvx continue\n"
		           "git cvx skip: leaves it as far as it came", "'%s' %s%s%.*s", row->id,
		           what_happened(row), len ? ": " : "", (int)len, line ? line : "");
}

void doctor_migrating(struct doctor *d)
{
	size_t unfinished = 0;

	for (size_t i = 0; i < d->ledger.count; i++)
		if (row_is_unfinished(&d->ledger.rows[i])) {
			say_unfinished(d, &d->ledger.rows[i]);
			unfinished++;
		}
	if (!unfinished)
		doctor_say(d, FINDING_OK, NULL, "every migration that was started has ended");
}

void doctor_lease(struct doctor *d)
{
	const struct lease_holder *holder = &d->lease;

	if (holder->clone_name && !doctor_somebody_works(d))
		doctor_say(d, FINDING_WARN, "git cvx continue: takes it at once", "held for %lld s more "
		           "by a run of this clone that was killed",
		           (long long)holder->expires_in_ms / 1000);
	else if (holder->clone_name)
		doctor_say(d, FINDING_OK, NULL, "'%s' is at work ('%s'); their claim ends in %lld s "
		           "unless they renew it", holder->clone_name,
		           holder->command ? holder->command : "?",
		           (long long)holder->expires_in_ms / 1000);
	else
		doctor_say(d, FINDING_OK, NULL, "nobody is at work on the deployment");
}
