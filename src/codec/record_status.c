/* record_status.c - how a deployment stands, as JSON, version 1. */
#include "codec/record_plan.h"

static void write_deployment(struct writer *w, const struct overview *o)
{
	writer_object(w, "deployment");
	writer_opt_text(w, "url", o->url);
	writer_opt_text(w, "name", o->name);
	writer_opt_text(w, "environment", o->environment);
	writer_opt_text(w, "chosen", o->chosen);
	writer_text(w, "kind", overview_kind_word(o->kind));
	writer_opt_text(w, "production", o->production);
	writer_flag(w, "paused", o->paused);
	writer_text(w, "validation", o->deployed->validates ? "on" : "off");
	writer_end(w);
}

/* Milliseconds since 1970, as the ledger has them. */
static void write_time(struct writer *w, const char *name, double when)
{
	if (when > 0)
		writer_integer(w, name, (int64_t)when);
}

static void write_row(struct writer *w, const struct ledger_row *row)
{
	if (!row)
		return;
	writer_object(w, "ledger");
	writer_text(w, "status", row_status_word(row->status));
	writer_text(w, "direction", direction_word(row->direction));
	write_time(w, "startedAt", row->started_at);
	write_time(w, "completedAt", row->completed_at);
	writer_opt_integer(w, "documents", row->processed);
	writer_opt_text(w, "source", row->source);
	writer_opt_text(w, "commit", row->commit);
	writer_opt_text(w, "branch", row->branch);
	writer_opt_text(w, "appliedBy", row->clone_name);
	writer_opt_text(w, "error", row->error);
	writer_end(w);
}

static void write_item(struct writer *w, const struct overview_item *item)
{
	const struct migration *m = item->migration;

	writer_object(w, NULL);
	writer_text(w, "id", item->id);
	writer_text(w, "state", overview_state_word(item->state));
	writer_opt_text(w, "file", m ? m->file : NULL);
	writer_opt_text(w, "source", m ? m->source : NULL);
	writer_opt_text(w, "description", m ? m->description : NULL);
	writer_names(w, "tables", item->tables);
	writer_flag(w, "undo", item->undo);
	writer_flag(w, "run", item->run);
	writer_flag(w, "record", item->record);
	write_row(w, item->row);
	writer_end(w);
}

/* What goes on, or has gone wrong, in this clone. */
static void write_clone(struct writer *w, const struct overview *o)
{
	if (o->interrupted) {
		writer_object(w, "interrupted");
		writer_opt_text(w, "error", *o->interrupted ? o->interrupted : NULL);
		writer_end(w);
	}
	if (o->running) {
		writer_object(w, "running");
		writer_text(w, "command", o->running->command);
		writer_integer(w, "process", o->running->pid);
		writer_integer(w, "seconds", o->running->seconds);
		writer_end(w);
	}
	writer_flag(w, "endedBadly", o->ended_badly);
	writer_flag(w, "hooksGone", o->hooks_gone);
}

void record_status(struct buf *out, const struct overview *o)
{
	struct writer w = WRITER_INIT(out);

	writer_object(&w, NULL);
	record_plan_members(&w, o->preview);
	writer_opt_text(&w, "app", o->app);
	writer_opt_text(&w, "branch", o->branch);
	writer_opt_text(&w, "commit", o->commit);
	write_deployment(&w, o);
	writer_flag(&w, "inStep", o->in_step);
	writer_flag(&w, "codeDeployed", o->has_code);
	writer_text(&w, "recorded", o->ledger->has_baseline ? "yes"
	            : o->deployed->has_documents ? "no" : "empty");
	writer_list(&w, "migrations");
	for (size_t i = 0; i < o->count; i++)
		write_item(&w, &o->items[i]);
	writer_end(&w);
	write_clone(&w, o);
	writer_end(&w);
	buf_addc(out, '\n');
}
