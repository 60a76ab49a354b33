/* report.c - what happens during a run, line by line. */
#include "cmd/report.h"

#include "base/buf.h"

#define SECONDS(ms) ((double)(ms) / 1000.0)

static const char *doing(const struct step *step)
{
	return step->kind == STEP_DOWN ? "undoing" : "running";
}

static void planned(struct report *r, const struct run_event *e)
{
	for (size_t i = 0; i < e->plan->note_count; i++)
		out_note(r->out, "note: %s", e->plan->notes[i].text);
}

static void step_done(struct report *r, const struct run_event *e)
{
	const char *done = e->step->kind == STEP_DOWN ? "undone" : "done";

	out_progress(r->out, "");
	if (e->count >= 0)
		out_note(r->out, "  %s: %lld document%s in %.1f s", done, (long long)e->count,
		         e->count == 1 ? "" : "s", SECONDS(e->elapsed_ms));
	else
		out_note(r->out, "  %s in %.1f s", done, SECONDS(e->elapsed_ms));
	r->steps++;
}

static void progress(struct report *r, const struct run_event *e)
{
	struct buf line = BUF_INIT;

	buf_addf(&line, "  %s '%s': %lld documents", doing(e->step), e->step->id,
	         (long long)e->count);
	out_progress(r->out, line.text);
	buf_dispose(&line);
}

void report_event(void *payload, const struct run_event *e)
{
	struct report *r = payload;

	switch (e->kind) {
	case RUN_BASELINE:
		out_note(r->out, "recorded %lld migration%s as applied, without running any",
		         (long long)e->count, e->count == 1 ? "" : "s");
		break;
	case RUN_ADOPTED:
		out_note(r->out, "'%s' was run by hand: recorded as applied", e->step->id);
		break;
	case RUN_MARKED:
		out_note(r->out, "recorded %s", e->text);
		break;
	case RUN_PLANNED:
		planned(r, e);
		break;
	case RUN_PUSH:
		out_note(r->out, e->bridge ? "pushing %s, with schema validation off for the move"
		         : e->proof ? "pushing %s, with schema validation on again" : "pushing %s",
		         r->target);
		break;
	case RUN_PUSHED:
		out_detail(r->out, "  pushed in %.1f s", SECONDS(e->elapsed_ms));
		break;
	case RUN_REFUSED:
		out_note(r->out, "  refused, as its documents don't fit yet");
		out_detail(r->out, "  %s", e->text);
		break;
	case RUN_STEP:
		if (e->step->reason == REASON_PENDING)
			out_note(r->out, "%s '%s'", doing(e->step), e->step->id);
		else
			out_note(r->out, "%s '%s' (%s)", doing(e->step), e->step->id,
			         step_reason_text(e->step->reason));
		break;
	case RUN_PROGRESS:
		progress(r, e);
		break;
	case RUN_STEP_DONE:
		step_done(r, e);
		break;
	case RUN_WAITING:
		out_detail(r->out, "waiting for %s", e->text);
		break;
	case RUN_HELD:
		out_note(r->out, "waiting for '%s', who is at work on the deployment ('%s'); their "
		         "claim ends in %lld s unless they renew it", e->holder->clone_name
		         ? e->holder->clone_name : "?", e->holder->command ? e->holder->command : "?",
		         (long long)e->holder->expires_in_ms / 1000);
		break;
	case RUN_WARNING:
		out_warning(r->out, "%s", e->text);
		break;
	}
}

/* What is true after a run that had something to do. */
static void say_what_is_true(const struct report *r, const struct run *run)
{
	const char *proof = run->deployed.validates ? "; every document fits its schema"
		: "; its schema isn't enforced, so nothing proves that documents fit";

	if (run->scope == PLAN_DOWN || run->scope == PLAN_REDO)
		out_note(r->out, "the code of %s is live%s", r->target, proof);
	else if (run->scope == PLAN_UP)
		out_note(r->out, "the migrations of %s%s%s are applied%s", r->target,
		         run->id ? " up to " : "", run->id ? run->id : "", proof);
	else
		out_note(r->out, "the deployment is in line with %s%s%s%s", r->target,
		         run->id ? " up to " : "", run->id ? run->id : "", proof);
}

void report_done(const struct report *r, const struct run *run)
{
	if (run->plan.refusal_count)
		return;
	if (r->steps)
		say_what_is_true(r, run);
	else if (run->by_hook || run->mode != RUN_MIGRATE || run->push.pushed)
		out_detail(r->out, "the deployment was in line with %s", r->target);
	else
		out_note(r->out, "nothing to do%s%s", run->scope == PLAN_ALIGN
		         ? ": the deployment is in line with " : "",
		         run->scope == PLAN_ALIGN ? r->target : "");
}
