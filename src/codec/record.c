/* record.c - a plan as JSON, version 1. */
#include "codec/record.h"

#include "codec/writer.h"

#define RECORD_VERSION 1

static const char *life_word(enum step_life life)
{
	static const char *const words[] = { "first", "resume", "again" };

	return words[life];
}

static void write_step(struct writer *w, const struct step *step)
{
	writer_object(w, NULL);
	writer_text(w, "step", step_kind_word(step->kind));
	writer_text(w, "id", step->id);
	writer_text(w, "reason", step_reason_text(step->reason));
	writer_opt_text(w, "becauseOf", step->because_of);
	writer_text(w, "life", life_word(step->life));
	writer_text(w, "bridge", bridge_need_word(step->bridge));
	writer_names(w, "tables", &step->tables);
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

void record_plan(struct buf *out, const struct plan *plan)
{
	struct writer w = WRITER_INIT(out);

	writer_object(&w, NULL);
	writer_integer(&w, "version", RECORD_VERSION);
	writer_list(&w, "steps");
	for (size_t i = 0; i < plan->step_count; i++)
		write_step(&w, &plan->steps[i]);
	writer_end(&w);
	writer_list(&w, "refusals");
	for (size_t i = 0; i < plan->refusal_count; i++)
		write_refusal(&w, &plan->refusals[i]);
	writer_end(&w);
	writer_list(&w, "notes");
	for (size_t i = 0; i < plan->note_count; i++)
		write_note(&w, &plan->notes[i]);
	writer_end(&w);
	writer_flag(&w, "closesBridge", plan->close_bridge);
	writer_end(&w);
	buf_addc(out, '\n');
}
