/* view_plan.c - a plan as numbered steps, pushes among them. */
#include "ui/view.h"

#include "ui/table.h"

#include <string.h>

struct listing {
	struct table table;
	const struct preview *preview;
	int number;
};

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

/* What takes something away, or can't be taken back, shows it. */
static enum out_tone step_tone(const struct step *step)
{
	if (step->kind == STEP_DOWN || step->kind == STEP_CANCEL)
		return OUT_DOUBTFUL;
	if (step->kind == STEP_UP)
		return step->migration && !step->migration->down_path ? OUT_BAD : OUT_GOOD;
	return OUT_PLAIN;
}

static struct table_row *add_line(struct listing *l, enum out_tone tone, const char *verb)
{
	struct table_row *row = table_add(&l->table);

	row->cells[0] = arena_printf(l->table.arena, "%2d", ++l->number);
	row->cells[1] = arena_printf(l->table.arena, "%-6s", verb);
	row->tones[0] = OUT_FAINT;
	row->tones[1] = tone;
	return row;
}

static const char *tables_text(struct listing *l, const struct step *step)
{
	struct arena *arena = l->table.arena;
	const char *text = "";

	for (size_t i = 0; i < step->tables.count; i++) {
		const struct preview_table *table =
			preview_table(l->preview, step->tables.items[i]);
		long long n = table ? (long long)table->documents : -1;

		text = arena_printf(arena, "%s%s%s", text, i ? ", " : "; ", step->tables.items[i]);
		if (n >= 0)
			text = arena_printf(arena, "%s: %lld document%s", text, n,
			                    n == 1 ? "" : "s");
	}
	return text;
}

static void step_line(struct listing *l, const struct step *step)
{
	struct table_row *row = add_line(l, step_tone(step), step_verb(step->kind));
	bool for_good = step->kind == STEP_UP && step->migration && !step->migration->down_path;

	row->cells[2] = step->id;
	row->cells[3] = arena_printf(l->table.arena, "%s%s%s%s%s%s",
		step_reason_text(step->reason), step->because_of ? " (" : "",
		step->because_of ? step->because_of : "", step->because_of ? ")" : "",
		for_good ? "; irreversible" : "", tables_text(l, step));
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
		return "if validation was off: with it on again, which proves that all fit";
	if (!p->plan->downs && !p->plan->ups)
		return "with schema validation on: an earlier run has left it off";
	return "with schema validation on again, which proves that every document fits";
}

static void push_lines(struct listing *l, bool last)
{
	const struct preview *p = l->preview;
	struct table_row *row;

	for (size_t i = 0; i < p->push_count; i++) {
		if (p->pushes[i].last != last)
			continue;
		row = add_line(l, p->pushes[i].validates ? OUT_PLAIN : OUT_DOUBTFUL, "push");
		row->cells[2] = push_text(p, &p->pushes[i]);
		row->spans = true;
	}
}

static void refusal_lines(struct out *out, const struct preview *p)
{
	struct buf title = BUF_INIT;

	buf_addf(&title, "Can't bring the deployment in line with %s:", p->target);
	out_toned(out, OUT_BAD, title.text);
	out_result(out, "\n");
	buf_dispose(&title);
	for (size_t i = 0; i < p->plan->refusal_count; i++) {
		view_line(out, "  %s", p->plan->refusals[i].text);
		view_advice(out, "    ", p->plan->refusals[i].hint);
	}
	if (p->plan->step_count)
		view_line(out, "It would take:");
}

static void heading(struct out *out, const struct preview *p)
{
	if (p->plan->refusal_count)
		refusal_lines(out, p);
	else if (plan_is_empty(p->plan) && p->assumed)
		view_line(out, "Nothing to do between %s and %s.", p->assumed, p->target);
	else if (plan_is_empty(p->plan))
		view_line(out, "Nothing to do: the deployment is in line with %s.", p->target);
	else if (p->assumed)
		view_line(out, "To bring a deployment from %s in line with %s (no deployment was "
		          "asked):", p->assumed, p->target);
	else
		view_line(out, "To bring the deployment in line with %s:", p->target);
}

void view_plan(struct out *out, const struct preview *preview, struct arena *arena)
{
	const struct plan *plan = preview->plan;
	struct listing l = { { .arena = arena, .indent = "  ", .wraps = true }, preview, 0 };

	if (preview->records_lineup) {
		view_line(out, "The deployment is empty: the migrations of %s would be recorded as "
		          "applied,\nand none would be run.", preview->target);
		return;
	}
	heading(out, preview);
	push_lines(&l, false);
	for (size_t i = 0; i < plan->step_count; i++)
		step_line(&l, &plan->steps[i]);
	push_lines(&l, true);
	table_print(out, &l.table);
	if (preview->never_push && plan->ups)
		view_line(out, "  nothing is pushed: the settings say never");
	for (size_t i = 0; i < plan->note_count; i++)
		view_hint(out, "  note: ", plan->notes[i].text);
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
