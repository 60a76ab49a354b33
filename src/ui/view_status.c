/* view_status.c - `git cvx status`: at a glance, in step or not, and what to type next. */
#include "ui/view_status.h"

#include "ui/view.h"
#include "ui/view_sections.h"

#include <string.h>

static void place(struct out *out, const struct overview *o)
{
	if (o->app)
		view_line(out, "App %s", o->app);
	if (o->branch)
		view_line(out, "On branch %s", o->branch);
	else
		view_line(out, "Not on a branch (at %.10s)", o->commit ? o->commit : "?");
	view_line(out, "Deployment %s%s%s%s%s%s%s%s%s", o->url,
	          o->name && *o->name ? " (" : "", o->name && *o->name ? o->name : "",
	          o->name && *o->name ? ")" : "", o->environment ? ", environment '" : "",
	          o->environment ? o->environment : "", o->environment ? "' " : "",
	          o->environment ? o->chosen : "", o->paused ? ", paused" : "");
	if (o->production)
		view_line(out, "  (counts as production, as %s: nothing but looking at it is done)",
		          o->production);
}

static void run_of_this_clone(struct out *out, const struct overview *o)
{
	if (o->running) {
		view_line(out, "\nA run is in progress: '%s', for %lld s (process %lld).",
		          o->running->command, (long long)o->running->seconds,
		          (long long)o->running->pid);
		view_advice(out, "  ", "use \"git cvx wait\" to see it to its end");
	} else if (o->ended_badly) {
		view_line(out, "\nThe run that went on after the last checkout didn't end well.");
		view_advice(out, "  ", "use \"git cvx wait\" to see what it said");
	}
}

static void unknown_deployment(struct out *out, const struct overview *o)
{
	if (!o->deployed->has_documents) {
		view_line(out, "\nThe deployment is empty: the next run records this branch's "
		          "migrations as applied.");
		view_advice(out, "  ", o->production ? NULL : "use \"git cvx migrate\"");
		return;
	}
	view_line(out, "\nThe deployment holds documents, and nobody has said yet which "
	          "migrations they have\nbeen through.");
	view_advice(out, "  ", o->production ? NULL :
	            "all of this branch's: \"git cvx adopt\"\n"
	            "none of them, run them now: \"git cvx migrate\"");
}

static void in_step(struct out *out, const struct overview *o)
{
	size_t n = o->counts[OVERVIEW_APPLIED];
	struct buf text = BUF_INIT;

	out_toned(out, OUT_GOOD, o->has_code ? "In step with this branch"
	                                     : "The data is in step with this branch");
	if (o->target->count)
		buf_addf(&text, ": %zu migration%s applied.\n", n, n == 1 ? "" : "s");
	else
		buf_adds(&text, ", which has no migrations.\n");
	out_result(out, text.text);
	buf_dispose(&text);
	if (o->has_code) {
		view_advice(out, "  ", "only migrations count; \"npx convex dev\" pushes code and "
		            "schema");
		return;
	}
	out_toned(out, OUT_DOUBTFUL, "The code that is deployed is another one.");
	out_result(out, "\n");
	view_advice(out, "  ", "use \"npx convex dev\" to push this branch's");
}

static void count(struct buf *text, size_t n, const char *what)
{
	if (!n)
		return;
	if (text->len)
		buf_addf(text, ", %zu %s", n, what);
	else
		buf_addf(text, ": %zu migration%s %s", n, n == 1 ? "" : "s", what);
}

static void out_of_step(struct out *out, const struct overview *o)
{
	const struct plan *plan = o->preview->plan;
	struct buf text = BUF_INIT;
	size_t records = 0;

	for (size_t i = 0; i < plan->step_count; i++)
		records += plan->steps[i].kind == STEP_ADOPT ||
		           plan->steps[i].kind == STEP_FINISH || plan->steps[i].kind == STEP_UNDONE;
	count(&text, plan->cancels, "to be stopped");
	count(&text, plan->downs, "to be undone");
	count(&text, plan->ups, "to be run");
	count(&text, records, "to be recorded");
	out_toned(out, OUT_DOUBTFUL, "Not in step with this branch");
	out_result(out, text.text);
	out_result(out, ".\n");
	buf_dispose(&text);
	if (plan->step_count)
		view_advice(out, "  ", "use \"git cvx plan\" to see the steps");
}

/* What the sections say. */
static bool is_told(const struct overview *o, const struct note *note)
{
	if (note->kind != NOTE_EDITED)
		return note->kind == NOTE_RETIRED || note->kind == NOTE_FOREIGN ||
		       note->kind == NOTE_STUB;
	for (size_t i = 0; i < o->count; i++)
		if (o->items[i].state == OVERVIEW_EDITED && !strcmp(o->items[i].id, note->id))
			return true;
	return false;
}

static void notes(struct out *out, const struct overview *o)
{
	const struct plan *plan = o->preview->plan;
	bool any = false;

	for (size_t i = 0; i < plan->note_count; i++) {
		const struct note *note = &plan->notes[i];

		if (is_told(o, note))
			continue;
		out_result(out, any ? "" : "\n");
		view_hint(out, "", note->text);
		any = true;
	}
	for (size_t i = 0; i < plan->refusal_count; i++) {
		out_result(out, "\n");
		view_hint(out, "", plan->refusals[i].text);
		view_advice(out, "  ", plan->refusals[i].hint);
	}
}

/* Each state is told once, with the one command that goes on. */
static void open_ends(struct out *out, const struct overview *o)
{
	bool told = o->counts[OVERVIEW_FAILED] || o->counts[OVERVIEW_UNFINISHED];

	if (o->interrupted && !told) {
		view_line(out, "\nAn earlier run was not finished%s%s", *o->interrupted ? ": " : ".",
		          o->interrupted);
		view_advice(out, "  ", "use \"git cvx continue\" to go on, \"git cvx abort\" to give "
		            "it up");
		told = true;
	}
	if (!o->preview->plan->close_bridge)
		return;
	out_result(out, "\n");
	out_toned(out, OUT_DOUBTFUL, "Schema validation is off for the move");
	view_line(out, told ? ", until that is done." : ".");
	if (!told && !o->production)
		view_advice(out, "  ", "use \"git cvx migrate\" to turn it on again");
}

void view_status(struct out *out, const struct overview *o, struct arena *arena)
{
	place(out, o);
	run_of_this_clone(out, o);
	if (!o->ledger->has_baseline)
		unknown_deployment(out, o);
	else if (o->in_step)
		in_step(out, o);
	else
		out_of_step(out, o);
	if (o->ledger->has_baseline)
		view_sections(out, o, arena);
	notes(out, o);
	open_ends(out, o);
	if (o->hooks_gone) {
		view_line(out, "\nThe hooks that were installed are gone, or some of them.");
		view_advice(out, "  ", "use \"git cvx hooks install\" to put them back");
	}
	if (out->verbose && o->ledger->ledger_id)
		view_line(out, "\nLedger %s, revision %lld", o->ledger->ledger_id,
		          (long long)o->ledger->revision);
}
