/* doctor_run.c - checks of `git cvx doctor`: who is at work in this clone, and what was left. */
#include "cmd/doctor.h"

#include "push/watcher.h"
#include "run/journal.h"
#include "run/trail.h"
#include "run/wanted.h"

#include <string.h>
#include <time.h>

void doctor_watcher(struct doctor *d)
{
	long pid = watcher_pid(context_app_folder(d->ctx));

	if (pid)
		doctor_say(d, FINDING_OK, NULL, "'convex dev' seems to run here (process %ld)", pid);
	else
		doctor_say(d, FINDING_OK, NULL, "no 'convex dev' is seen in the app's folder");
}

static void say_left(struct doctor *d, const struct journal_record *record)
{
	const char *why = record->error;

	if (journal_is_foreign(record, d->ledger.ledger_id))
		doctor_say(d, FINDING_WARN, "git cvx abort: drops it", "left by a run on another "
		           "deployment that had this URL");
	else
		doctor_say(d, FINDING_FAIL, "git cvx continue: goes on\ngit cvx abort: gives it up",
		           "'git cvx %s' was not finished%s%s", record->command ? record->command : "?",
		           why ? ": " : "", why ? why : "");
}

void doctor_journal(struct doctor *d)
{
	struct context *ctx = d->ctx;
	const char *folder = context_journals(ctx), *key = ctx->deployment_key;
	struct journal_record record;
	struct journal_owner owner;
	struct err err = ERR_INIT;
	bool found;

	if (journal_owned(folder, key, &ctx->arena, &owner))
		doctor_say(d, FINDING_OK, NULL, "a run is in progress: '%s', for %lld s (process %lld)",
		           owner.command, (long long)time(NULL) - (long long)owner.since,
		           (long long)owner.pid);
	else if (journal_peek(folder, key, &ctx->arena, &record, &found, &err))
		doctor_fail(d, &err, "git cvx abort: drops it");
	else if (found)
		say_left(d, &record);
	else
		doctor_say(d, FINDING_OK, NULL, "no run was left unfinished");
}

void doctor_detached(struct doctor *d)
{
	struct context *ctx = d->ctx;
	struct journal_owner owner;
	struct trail trail;
	int status = 0;

	trail_name(&trail, &ctx->arena, context_trails(ctx), ctx->deployment_key);
	if (!trail_has_text(&trail))
		doctor_say(d, FINDING_OK, NULL, "no run has gone on by itself");
	else if (journal_owned(context_journals(ctx), ctx->deployment_key, &ctx->arena, &owner))
		doctor_say(d, FINDING_OK, NULL, "a run goes on by itself: 'git cvx wait' shows it");
	else if (trail_ended(&trail, &ctx->arena, &status) && !status)
		doctor_say(d, FINDING_OK, NULL, "the run that went on by itself has ended well");
	else
		doctor_say(d, FINDING_WARN, "git cvx wait: shows what it said", "the run that went on "
		           "by itself after a checkout didn't end well");
}

void doctor_wanted(struct doctor *d)
{
	if (wanted_is_there(context_home(d->ctx), d->ctx->deployment_key))
		doctor_say(d, FINDING_WARN, "git cvx migrate --wait", "a checkout couldn't move the data, "
		           "and has left a mark that this is still to be done");
	else
		doctor_say(d, FINDING_OK, NULL, "no checkout is waiting to be caught up with");
}
