/* view_status.c - `git cvx status`: at a glance, in step or not, and what to type next. */
#include "ui/view.h"

#include "core/error_text.h"

#include <string.h>

static void place(struct buf *out, const struct view_status *v)
{
	if (v->branch)
		buf_addf(out, "On branch %s\n", v->branch);
	else
		buf_addf(out, "Not on a branch (at %.10s)\n", v->commit ? v->commit : "?");
	buf_addf(out, "Deployment %s", v->url);
	if (v->name && *v->name)
		buf_addf(out, " (%s)", v->name);
	if (v->environment)
		buf_addf(out, ", environment '%s' %s", v->environment, v->chosen);
	buf_adds(out, v->probe->paused ? ", paused\n" : "\n");
	if (v->production)
		buf_addf(out, "  (counts as production, as %s: nothing but looking at it is done)\n",
		         v->production);
	if (v->running)
		buf_addf(out, "\n%s\n\n", v->running);
}

static void section(struct buf *out, const struct view_status *v, enum step_kind kind,
                    const char *title)
{
	bool any = false;

	for (size_t i = 0; i < v->plan->step_count; i++) {
		const struct step *s = &v->plan->steps[i];

		if (s->kind != kind || (kind == STEP_UP && s->reason == REASON_UNFINISHED))
			continue;
		buf_addf(out, "%s%s    %s", any ? "" : "\n", any ? "" : title, s->id);
		if (kind == STEP_DOWN && s->reason != REASON_PHANTOM)
			buf_addf(out, "  (%s)", step_reason_text(s->reason));
		buf_addc(out, '\n');
		any = true;
	}
}

static bool has_unfinished(const struct ledger *ledger)
{
	for (size_t i = 0; i < ledger->count; i++)
		if (row_is_unfinished(&ledger->rows[i]))
			return true;
	return false;
}

static void unfinished(struct buf *out, const struct view_status *v)
{
	for (size_t i = 0; i < v->ledger->count; i++) {
		const struct ledger_row *row = &v->ledger->rows[i];
		const struct migration *m = lineup_find(v->target, row->id);
		const char *line;

		if (!row_is_unfinished(row))
			continue;
		buf_addf(out, "\n%s %s:\n    %s", row->direction == DIRECTION_UP
		         ? "Migration" : "Undoing a migration",
		         row->status == ROW_FAILED ? "failed" : "not finished", row->id);
		if (row->processed > 0)
			buf_addf(out, ", after %lld documents", (long long)row->processed);
		buf_addc(out, '\n');
		if (row->error) {
			size_t len = error_line(&line, row->error);

			buf_addf(out, "    %.*s\n", (int)len, line);
		}
		if (m && row->direction == DIRECTION_UP)
			buf_addf(out, "  (mend %s or the document, then \"git cvx continue\")\n",
			         m->file);
		else if (row->direction == DIRECTION_DOWN)
			buf_adds(out, "  (mend the document, then \"git cvx continue\")\n");
		if (row->status == ROW_FAILED)
			buf_adds(out, "  (use \"git cvx skip\" to leave it as far as it came)\n");
	}
}

/* Each state is told once, with the one command that goes on. */
static void open_ends(struct buf *out, const struct view_status *v)
{
	bool told = has_unfinished(v->ledger);

	if (v->interrupted && !told) {
		buf_addf(out, "\nAn earlier run was not finished%s%s\n"
		         "  (use \"git cvx continue\" to go on, \"git cvx abort\" to give it up)\n",
		         *v->interrupted ? ": " : ".", v->interrupted);
		told = true;
	}
	if (!v->plan->close_bridge)
		return;
	buf_addf(out, "\nSchema validation is off%s.\n", told ? " until that is done" : "");
	if (!told)
		buf_adds(out, "  (use \"git cvx migrate\" to turn it on again)\n");
}

static void notes(struct buf *out, const struct view_status *v)
{
	for (size_t i = 0; i < v->plan->note_count; i++)
		buf_addf(out, "%s%s\n", i ? "" : "\n", v->plan->notes[i].text);
	for (size_t i = 0; i < v->plan->refusal_count; i++) {
		buf_addf(out, "\n%s\n", v->plan->refusals[i].text);
		view_advice(out, "  ", v->plan->refusals[i].hint);
	}
	open_ends(out, v);
	if (v->hooks)
		buf_addf(out, "\n%s\n", v->hooks);
}

/* What of the branch's code is live can be told of its migrations only. */
static bool is_deployed(const struct view_status *v)
{
	for (size_t i = 0; i < v->target->count; i++)
		if (!names_contain(&v->deployed->functions, v->target->items[i].up_path))
			return false;
	return true;
}

static size_t applied(const struct view_status *v)
{
	size_t n = 0;

	for (size_t i = 0; i < v->target->count; i++) {
		const struct ledger_row *row = ledger_find(v->ledger, v->target->items[i].id);

		n += row && row->status == ROW_COMPLETED;
	}
	return n;
}

static void unknown_deployment(struct buf *out, const struct view_status *v)
{
	if (!v->deployed->has_documents)
		buf_adds(out, "\nThe deployment is empty: the next run records this branch's "
		         "migrations as applied.\n  (use \"git cvx migrate\")\n");
	else
		buf_adds(out, "\nThe deployment holds documents, and nobody has said yet which "
		         "migrations they have\nbeen through.\n"
		         "  (all of this branch's: \"git cvx adopt\")\n"
		         "  (none of them, run them now: \"git cvx migrate\")\n");
}

void view_status(struct buf *out, const struct view_status *v)
{
	place(out, v);
	if (!v->ledger->has_baseline) {
		unknown_deployment(out, v);
		notes(out, v);
		return;
	}
	if (plan_is_empty(v->plan)) {
		size_t n = applied(v);

		buf_addf(out, "In step with this branch: %zu migration%s applied.\n", n,
		         n == 1 ? "" : "s");
		buf_adds(out, is_deployed(v)
		         ? "  (only migrations count; \"npx convex dev\" pushes code and schema)\n"
		         : "  (the code that is deployed is another one; \"npx convex dev\" pushes "
		           "this branch's)\n");
	} else {
		buf_adds(out, "Not in step with this branch.\n");
	}
	section(out, v, STEP_DOWN, "Applied, but not on this branch:\n");
	section(out, v, STEP_UP, "Not run yet:\n");
	section(out, v, STEP_ADOPT, "Run by hand, not recorded yet:\n");
	unfinished(out, v);
	notes(out, v);
	if (v->plan->step_count && !v->plan->refusal_count && !v->interrupted &&
	    !has_unfinished(v->ledger))
		buf_adds(out, "\n  (use \"git cvx plan\" to see the steps, \"git cvx migrate\" to "
		         "take them)\n");
}
