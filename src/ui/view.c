/* view.c - plan, lineup and difference as text for people. */
#include "ui/view.h"

#include <string.h>

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
	case STEP_DOWN:   return "undo";
	case STEP_UP:     return "run";
	case STEP_ADOPT:  return "record";
	case STEP_FINISH: return "record";
	case STEP_UNDONE: return "record";
	}
	return "";
}

static void step_line(struct buf *out, const struct view_plan *view, const struct step *step,
                      int width)
{
	buf_addf(out, "  %-6s  %-*s  %s", step_verb(step->kind), width, step->id,
	         step_reason_text(step->reason));
	if (step->because_of)
		buf_addf(out, " (%s)", step->because_of);
	for (size_t i = 0; i < step->tables.count; i++) {
		const char *table = step->tables.items[i];
		int64_t n = view->documents ? view->documents(view->payload, table) : -1;

		buf_addf(out, "%s%s", i ? ", " : "; ", table);
		if (n >= 0)
			buf_addf(out, ": %lld document%s", (long long)n, n == 1 ? "" : "s");
	}
	buf_addc(out, '\n');
}

static void push_lines(struct buf *out, const struct plan *plan)
{
	if (plan->downs)
		buf_adds(out, "  first a push with schema validation off, for the move only; at the "
		         "end a push\n  of the branch itself, which proves that every document fits\n");
	else if (plan->ups)
		buf_adds(out, "  first a push of the branch; if the documents don't fit it yet, with "
		         "schema\n  validation off for the move, and once more at the end\n");
	else if (plan->close_bridge)
		buf_adds(out, "  a push of the branch: schema validation is still off from an earlier "
		         "run\n");
}

static void note_lines(struct buf *out, const struct plan *plan)
{
	for (size_t i = 0; i < plan->note_count; i++)
		buf_addf(out, "  note: %s\n", plan->notes[i].text);
}

void view_advice(struct buf *out, const char *indent, const char *advice)
{
	while (advice && *advice) {
		size_t len = strcspn(advice, "\n");

		buf_addf(out, "%s(%.*s)\n", indent, (int)len, advice);
		advice += len + (advice[len] == '\n');
	}
}

void view_plan(struct buf *out, const struct view_plan *view)
{
	const struct plan *plan = view->plan;
	int width = id_width(plan);

	if (view->records_lineup) {
		buf_addf(out, "The deployment is empty: the migrations of %s would be recorded as "
		         "applied,\nand none would be run.\n", view->target);
		return;
	}
	if (plan->refusal_count) {
		buf_addf(out, "Can't bring the deployment in line with %s:\n", view->target);
		for (size_t i = 0; i < plan->refusal_count; i++) {
			const struct refusal *r = &plan->refusals[i];

			buf_addf(out, "  %s\n", r->text);
			view_advice(out, "    ", r->hint);
		}
		if (plan->step_count)
			buf_adds(out, "It would take:\n");
	} else if (plan_is_empty(plan)) {
		buf_addf(out, "Nothing to do: the deployment is in line with %s.\n", view->target);
	} else {
		buf_addf(out, "To bring the deployment in line with %s%s:\n", view->target,
		         view->assumed ? " (no deployment was asked)" : "");
	}
	for (size_t i = 0; i < plan->step_count; i++)
		step_line(out, view, &plan->steps[i], width);
	if (!plan->refusal_count)
		push_lines(out, plan);
	note_lines(out, plan);
}

void view_plan_short(struct buf *out, const struct plan *plan)
{
	if (plan->downs)
		buf_addf(out, "undo %zu migration%s", plan->downs, plan->downs == 1 ? "" : "s");
	if (plan->ups)
		buf_addf(out, "%srun %zu migration%s", plan->downs ? ", " : "", plan->ups,
		         plan->ups == 1 ? "" : "s");
	if (!plan->downs && !plan->ups)
		buf_adds(out, plan->step_count ? "record what was done" :
		         plan->close_bridge ? "push with schema validation on" : "nothing to do");
}

static const char *state_text(const struct ledger_row *row)
{
	if (!row)
		return "not run";
	switch (row->status) {
	case ROW_COMPLETED:   return "applied";
	case ROW_ROLLED_BACK: return "undone";
	case ROW_FAILED:      return row->direction == DIRECTION_UP ? "failed" : "undo failed";
	case ROW_RUNNING:     return row->direction == DIRECTION_UP ? "running" : "being undone";
	case ROW_PENDING:     return "not run";
	}
	return "";
}

void view_list(struct buf *out, const struct lineup *lineup, const struct ledger *ledger)
{
	for (size_t i = 0; i < lineup->count; i++) {
		const struct migration *m = &lineup->items[i];

		if (ledger)
			buf_addf(out, "%-12s  ", state_text(ledger_find(ledger, m->id)));
		buf_addf(out, "%s%s", m->id, m->down_path ? "" : "  (no way back)");
		if (m->description && *m->description)
			buf_addf(out, "  %s", m->description);
		buf_addc(out, '\n');
	}
}

static void only_in(struct buf *out, const char *sign, const struct lineup *a,
                    const struct lineup *b)
{
	for (size_t i = 0; i < a->count; i++)
		if (!lineup_find(b, a->items[i].id))
			buf_addf(out, "%s %s\n", sign, a->items[i].id);
}

void view_diff(struct buf *out, const struct lineup *a, const struct lineup *b)
{
	only_in(out, "-", a, b);
	only_in(out, "+", b, a);
	for (size_t i = 0; i < a->count; i++) {
		const struct migration *m = lineup_find(b, a->items[i].id);

		if (m && strcmp(m->source, a->items[i].source))
			buf_addf(out, "~ %s\n", m->id);
	}
}
