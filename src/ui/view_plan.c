/* view_plan.c - a plan as numbered steps, pushes among them. */
#include "ui/view.h"

#include <string.h>

#define VERB_WIDTH 6

struct listing {
	struct buf *out;
	const struct preview *preview;
	int number, id_width;
};

static int id_width(const struct plan *plan)
{
	size_t width = 0;

	for (size_t i = 0; i < plan->step_count; i++)
		if (strlen(plan->steps[i].id) > width)
			width = strlen(plan->steps[i].id);
	return (int)width;
}

static const char *step_verb(enum step_kind kind)
{
	switch (kind) {
	case STEP_CANCEL: return "cancel";
	case STEP_DOWN:   return "undo";
	case STEP_UP:     return "run";
	case STEP_COMPLETE: return "finish";
	case STEP_ADOPT:  return "record";
	case STEP_FINISH: return "record";
	case STEP_UNDONE: return "record";
	}
	return "";
}

static void begin_line(struct listing *l, const char *verb)
{
	buf_addf(l->out, "  %2d  %-*s  ", ++l->number, VERB_WIDTH, verb);
}

static void add_tables(struct listing *l, const struct step *step)
{
	for (size_t i = 0; i < step->tables.count; i++) {
		const struct preview_table *table =
			preview_table(l->preview, step->tables.items[i]);
		long long n = table ? (long long)table->documents : -1;

		buf_addf(l->out, "%s%s", i ? ", " : "; ", step->tables.items[i]);
		if (n >= 0)
			buf_addf(l->out, ": %lld document%s", n, n == 1 ? "" : "s");
	}
}

static void step_line(struct listing *l, const struct step *step)
{
	begin_line(l, step_verb(step->kind));
	buf_addf(l->out, "%-*s  %s", l->id_width, step->id, step_reason_text(step->reason));
	if (step->because_of)
		buf_addf(l->out, " (%s)", step->because_of);
	add_tables(l, step);
	buf_addc(l->out, '\n');
}

static const char *push_text(const struct preview *p, const struct preview_push *push)
{
	if (!push->validates)
		return push->if_refused
			? "if the documents don't fit that yet: with schema validation off for the move"
			: "with schema validation off for the move";
	if (!push->last)
		return "with schema validation on";
	if (push->if_refused)
		return "if it was off: with schema validation on again, which proves that all fit";
	if (!p->plan->downs && !p->plan->ups)
		return "with schema validation on: an earlier run has left it off";
	return "with schema validation on again, which proves that every document fits";
}

static void push_lines(struct listing *l, bool last)
{
	const struct preview *p = l->preview;

	for (size_t i = 0; i < p->push_count; i++) {
		if (p->pushes[i].last != last)
			continue;
		begin_line(l, "push");
		buf_addf(l->out, "%s\n", push_text(p, &p->pushes[i]));
	}
}

static void refusal_lines(struct buf *out, const struct preview *p)
{
	buf_addf(out, "Can't bring the deployment in line with %s:\n", p->target);
	for (size_t i = 0; i < p->plan->refusal_count; i++) {
		buf_addf(out, "  %s\n", p->plan->refusals[i].text);
		view_advice(out, "    ", p->plan->refusals[i].hint);
	}
	if (p->plan->step_count)
		buf_adds(out, "It would take:\n");
}

static void heading(struct buf *out, const struct preview *p)
{
	if (p->plan->refusal_count)
		refusal_lines(out, p);
	else if (plan_is_empty(p->plan) && p->assumed)
		buf_addf(out, "Nothing to do between %s and %s.\n", p->assumed, p->target);
	else if (plan_is_empty(p->plan))
		buf_addf(out, "Nothing to do: the deployment is in line with %s.\n", p->target);
	else if (p->assumed)
		buf_addf(out, "To bring a deployment from %s in line with %s (no deployment was "
		         "asked):\n", p->assumed, p->target);
	else
		buf_addf(out, "To bring the deployment in line with %s:\n", p->target);
}

void view_plan(struct buf *out, const struct preview *preview)
{
	const struct plan *plan = preview->plan;
	struct listing l = { out, preview, 0, id_width(plan) };

	if (preview->records_lineup) {
		buf_addf(out, "The deployment is empty: the migrations of %s would be recorded as "
		         "applied,\nand none would be run.\n", preview->target);
		return;
	}
	heading(out, preview);
	push_lines(&l, false);
	for (size_t i = 0; i < plan->step_count; i++)
		step_line(&l, &plan->steps[i]);
	push_lines(&l, true);
	if (preview->never_push && plan->ups)
		buf_adds(out, "  nothing is pushed: the settings say never\n");
	for (size_t i = 0; i < plan->note_count; i++)
		buf_addf(out, "  note: %s\n", plan->notes[i].text);
}

void view_plan_short(struct buf *out, const struct plan *plan)
{
	if (plan->cancels)
		buf_addf(out, "cancel %zu migration%s%s", plan->cancels,
		         plan->cancels == 1 ? "" : "s", plan->downs || plan->ups ? ", " : "");
	if (plan->downs)
		buf_addf(out, "undo %zu migration%s", plan->downs, plan->downs == 1 ? "" : "s");
	if (plan->ups)
		buf_addf(out, "%srun %zu migration%s", plan->downs ? ", " : "", plan->ups,
		         plan->ups == 1 ? "" : "s");
	if (!plan->cancels && !plan->downs && !plan->ups)
		buf_adds(out, plan->step_count ? "record what was done" :
		         plan->close_bridge ? "push with schema validation on" : "nothing to do");
}
