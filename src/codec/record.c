/* record.c - a plan as JSON, version 1. */
#include "codec/record_plan.h"

static void write_head(struct writer *w, const struct preview *p)
{
	writer_integer(w, "version", RECORD_VERSION);
	writer_opt_text(w, "assumed", p->assumed);
	writer_opt_text(w, "ledgerId", p->ledger_id);
	writer_opt_integer(w, "revision", p->revision);
	writer_object(w, "target");
	writer_opt_text(w, "tree", p->tree);
	writer_opt_text(w, "commit", p->commit);
	writer_opt_text(w, "branch", p->branch);
	writer_flag(w, "isWorktree", p->is_worktree);
	writer_end(w);
	writer_object(w, "options");
	writer_opt_text(w, "to", p->to);
	writer_flag(w, "strict", p->strict);
	writer_flag(w, "takeOver", p->take_over);
	writer_flag(w, "restart", p->half_done.restart);
	writer_flag(w, "undoPartial", p->half_done.undo);
	writer_flag(w, "finishFirst", p->half_done.finish);
	writer_end(w);
	writer_flag(w, "recordsLineup", p->records_lineup);
}

static void write_step(struct writer *w, const struct step *step)
{
	writer_object(w, NULL);
	writer_text(w, "step", step_kind_word(step->kind));
	writer_text(w, "id", step->id);
	writer_text(w, "reason", step_reason_text(step->reason));
	writer_opt_text(w, "becauseOf", step->because_of);
	writer_text(w, "life", step_life_word(step->life));
	writer_text(w, "bridge", bridge_need_word(step->bridge));
	writer_names(w, "tables", &step->tables);
	writer_end(w);
}

static void write_push(struct writer *w, const struct preview_push *push)
{
	writer_object(w, NULL);
	writer_text(w, "at", push->last ? "end" : "start");
	writer_text(w, "validation", push->validates ? "on" : "off");
	writer_text(w, "when", push->if_refused ? "if-refused" : "always");
	writer_end(w);
}

static void write_table(struct writer *w, const struct preview_table *table)
{
	writer_object(w, NULL);
	writer_text(w, "name", table->name);
	writer_opt_integer(w, "documents", table->documents);
	writer_end(w);
}

static void write_refusal(struct writer *w, const struct refusal *refusal)
{
	writer_object(w, NULL);
	writer_text(w, "kind", refusal_kind_word(refusal->kind));
	writer_opt_text(w, "id", refusal->id);
	writer_text(w, "text", refusal->text);
	writer_opt_text(w, "hint", refusal->hint);
	writer_end(w);
}

static void write_note(struct writer *w, const struct note *note)
{
	writer_object(w, NULL);
	writer_text(w, "kind", note_kind_word(note->kind));
	writer_opt_text(w, "id", note->id);
	writer_text(w, "text", note->text);
	writer_end(w);
}

static void write_advice(struct writer *w, const struct plan *plan)
{
	writer_list(w, "refusals");
	for (size_t i = 0; i < plan->refusal_count; i++)
		write_refusal(w, &plan->refusals[i]);
	writer_end(w);
	writer_list(w, "notes");
	for (size_t i = 0; i < plan->note_count; i++)
		write_note(w, &plan->notes[i]);
	writer_end(w);
}

static void write_steps(struct writer *w, const struct preview *preview)
{
	const struct plan *plan = preview->plan;

	writer_list(w, "steps");
	for (size_t i = 0; i < plan->step_count; i++)
		write_step(w, &plan->steps[i]);
	writer_end(w);
	writer_list(w, "pushes");
	for (size_t i = 0; i < preview->push_count; i++)
		write_push(w, &preview->pushes[i]);
	writer_end(w);
	writer_list(w, "tables");
	for (size_t i = 0; i < preview->table_count; i++)
		write_table(w, &preview->tables[i]);
	writer_end(w);
	write_advice(w, plan);
	writer_flag(w, "closesBridge", plan->close_bridge);
}

void record_plan_members(struct writer *w, const struct preview *preview)
{
	write_head(w, preview);
	write_steps(w, preview);
}

void record_plan(struct buf *out, const struct preview *preview)
{
	struct writer w = WRITER_INIT(out);

	writer_object(&w, NULL);
	record_plan_members(&w, preview);
	writer_end(&w);
	buf_addc(out, '\n');
}
