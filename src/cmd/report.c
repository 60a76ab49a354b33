/* report.c - what happens during a run, line by line. */
#include "cmd/report.h"

#include "ui/bar.h"

#include <string.h>

#define SECONDS(ms) ((double)(ms) / 1000.0)

static const char *doing(const struct step *step)
{
	return step->kind == STEP_DOWN ? "undoing" : "running";
}

/* ---- what goes on ---------------------------------------------------------------- */

/* On a terminal, what is done is said on the line that overwrites itself, and once more on
 * one that stays when that ends. */
static void settle(struct report *r)
{
	out_progress(r->out, "");
	if (r->activity != REPORT_NOTHING && !r->is_announced)
		out_note(r->out, "%s", r->words);
	r->is_announced = true;
}

void report_end(struct report *r)
{
	settle(r);
	r->activity = REPORT_NOTHING;
}

static void add_line(struct buf *line, const struct report *r, int64_t elapsed_ms)
{
	struct bar bar = { r->words, r->count, r->total, r->first, elapsed_ms };
	struct out *out = r->out;

	if (r->waits_for)
		buf_addf(line, "waiting for %s: %lld s", r->waits_for,
		         (long long)(elapsed_ms / 1000));
	else if (r->activity != REPORT_STEP)
		buf_addf(line, "%s: %lld s", r->words, (long long)(elapsed_ms / 1000));
	else if (out->terminal)
		bar_line(line, &bar, out->live_width - 1 - (int)strlen(out->prefix), out->unicode);
	else
		bar_words(line, &bar);
}

static void count_total(struct report *r)
{
	const struct step *step = r->step;
	const char *table = step->migration ? step->migration->table
		: step->row ? step->row->table : NULL;

	r->is_counted = true;
	if (table && r->table_size)
		r->total = r->table_size(r->payload, table);
}

static void show(struct report *r, int64_t at_ms)
{
	struct buf line = BUF_INIT;

	if (r->activity == REPORT_STEP && !r->waits_for && !r->is_counted)
		count_total(r);
	add_line(&line, r, at_ms - r->live.began_ms);
	live_show(&r->live, at_ms, line.text);
	buf_dispose(&line);
}

static void tick(struct report *r, const struct run_event *e)
{
	if (r->activity != REPORT_NOTHING && live_is_due(&r->live, e->at_ms))
		show(r, e->at_ms);
}

/* announced: nothing of it has to stay. */
static void begin(struct report *r, enum report_activity activity, const struct run_event *e,
                  const char *words, bool announced)
{
	r->activity = activity;
	r->words = words;
	r->waits_for = NULL;
	r->is_announced = announced;
	r->step = e->step;
	r->count = r->first = 0;
	r->total = -1;
	r->is_counted = false;
	live_begin(&r->live, r->out, activity == REPORT_STEP ? LIVE_REDRAW_MS : LIVE_SECOND_MS,
	           e->at_ms);
	if (!r->out->terminal)
		settle(r);
	else if (activity != REPORT_WAIT)
		out_progress(r->out, words);
}

static void progress(struct report *r, const struct run_event *e)
{
	/* What an earlier run did says nothing of how fast this one is. */
	if (!r->count && e->step->life == LIFE_RESUME)
		r->first = e->count;
	r->count = e->count;
	tick(r, e);
}

/* ---- events ---------------------------------------------------------------------- */

/* A hook says no more than that. */
static void planned(struct report *r, const struct run_event *e)
{
	for (size_t i = 0; i < e->plan->note_count; i++) {
		const struct note *note = &e->plan->notes[i];

		out_note(r->out, "note: %s", note->text);
		if (note->kind == NOTE_STUB && !r->by_hook && !r->out->quiet)
			out_hint(r->out, ADVICE_TEMPLATE, arena_printf(r->arena, "it is run once its "
			         "up does something, or is committed; or now: git cvx up %s",
			         note->id));
	}
}

static void push(struct report *r, const struct run_event *e)
{
	begin(r, REPORT_PUSH, e, arena_printf(r->arena, "pushing %s%s", r->target,
	      e->bridge ? ", with schema validation off for the move"
	      : e->proof ? ", with schema validation on again" : ""), false);
}

static void step(struct report *r, const struct run_event *e)
{
	bool pending = e->step->reason == REASON_PENDING;

	begin(r, REPORT_STEP, e, arena_printf(r->arena, "%s '%s'%s%s%s", doing(e->step), e->step->id,
	      pending ? "" : " (", pending ? "" : step_reason_text(e->step->reason),
	      pending ? "" : ")"), false);
}

static void step_done(struct report *r, const struct run_event *e)
{
	const char *done = e->step->kind == STEP_DOWN ? "undone" : "done";

	if (e->count >= 0)
		out_note(r->out, "  %s: %lld document%s in %.1f s", done, (long long)e->count,
		         e->count == 1 ? "" : "s", SECONDS(e->elapsed_ms));
	else
		out_note(r->out, "  %s in %.1f s", done, SECONDS(e->elapsed_ms));
	r->steps++;
}

/* By itself, or in the course of something else that goes on afterwards. */
static void waiting(struct report *r, const struct run_event *e)
{
	const char *what = arena_strdup(r->arena, e->text);

	if (r->out->verbose) {
		settle(r);
		out_detail(r->out, "waiting for %s", what);
	}
	if (r->activity == REPORT_NOTHING)
		begin(r, REPORT_WAIT, e, arena_printf(r->arena, "waiting for %s", what), true);
	else
		r->waits_for = what;
}

static void waited(struct report *r)
{
	if (r->activity == REPORT_WAIT)
		report_end(r);
	r->waits_for = NULL;
}

static void held(struct report *r, const struct run_event *e)
{
	const char *who = e->holder->clone_name ? e->holder->clone_name : "?";
	const char *command = e->holder->command ? e->holder->command : "?";

	out_note(r->out, "waiting for '%s', who is at work on the deployment ('%s'); their claim "
	         "ends in %lld s unless they renew it", who, command,
	         (long long)e->holder->expires_in_ms / 1000);
	begin(r, REPORT_WAIT, e, arena_printf(r->arena, "still waiting for '%s' ('%s')", who,
	                                      command), true);
}

static void happened(struct report *r, const struct run_event *e)
{
	switch (e->kind) {
	case RUN_BASELINE:
		if (e->count)
			out_note(r->out, "recorded %lld migration%s as applied, without running any",
			         (long long)e->count, e->count == 1 ? "" : "s");
		else
			out_note(r->out, "recorded that no migration has been applied yet");
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
		push(r, e);
		break;
	case RUN_PUSHED:
		out_detail(r->out, "  pushed in %.1f s", SECONDS(e->elapsed_ms));
		break;
	case RUN_REFUSED:
		out_note(r->out, "  refused, as its documents don't fit yet");
		out_detail(r->out, "  %s", e->text);
		break;
	case RUN_STEP:
		step(r, e);
		break;
	case RUN_STEP_DONE:
		step_done(r, e);
		break;
	case RUN_HELD:
		held(r, e);
		break;
	default:
		break;
	}
}

void report_event(void *payload, const struct run_event *e)
{
	struct report *r = payload;

	switch (e->kind) {
	case RUN_TICK:
		tick(r, e);
		break;
	case RUN_PROGRESS:
		progress(r, e);
		break;
	case RUN_WAITING:
		waiting(r, e);
		break;
	case RUN_WAITED:
		waited(r);
		break;
	case RUN_WARNING:
		settle(r);
		out_warning(r->out, "%s", e->text);
		break;
	default:
		report_end(r);
		happened(r, e);
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
