/* record_log.c - what was done to a deployment as JSON, version 1. */
#include "codec/record.h"

#include "codec/writer.h"

static void write_time(struct writer *w, const char *name, double ms)
{
	if (ms >= 0)
		writer_number(w, name, ms);
}

static void write_by(struct writer *w, const struct event_writer *by)
{
	writer_object(w, "by");
	writer_opt_text(w, "name", by->clone_name);
	writer_opt_text(w, "clone", by->clone_id);
	writer_opt_text(w, "run", by->run_id);
	writer_opt_text(w, "command", by->command);
	writer_end(w);
	writer_opt_text(w, "commit", by->commit);
	writer_opt_text(w, "branch", by->branch);
}

static void write_row(struct writer *w, const struct ledger_row *row)
{
	if (!row)
		return;
	if (row->tables.count)
		writer_names(w, "tables", &row->tables);
	writer_opt_text(w, "source", row->source);
	writer_opt_text(w, "seal", row->seal);
}

static void write_release(struct writer *w, const struct log_entry *e)
{
	const struct release *release = e->release;

	if (e->action != LOG_RELEASE)
		return;
	writer_object(w, "release");
	writer_text(w, "id", e->release_id);
	if (release) {
		writer_opt_text(w, "environment", release->environment);
		writer_opt_text(w, "commit", release->commit);
		writer_opt_text(w, "tag", release->tag);
		writer_opt_text(w, "by", release->by);
	}
	writer_end(w);
}

static void write_entry(struct writer *w, const struct log_entry *e)
{
	writer_object(w, NULL);
	writer_text(w, "action", log_action_word(e->action));
	writer_text(w, "result", log_result_word(e->result));
	writer_names(w, "migrations", &e->ids);
	write_time(w, "startedAt", e->began);
	write_time(w, "endedAt", e->ended);
	writer_opt_integer(w, "documents", e->processed);
	writer_opt_integer(w, "ms", e->ms);
	if (e->resumed)
		writer_flag(w, "resumed", true);
	write_by(w, &e->by);
	write_row(w, e->row);
	write_release(w, e);
	writer_opt_text(w, "note", e->note);
	writer_opt_text(w, "error", e->error);
	writer_end(w);
}

void record_log(struct buf *out, const struct record_log *log)
{
	struct writer w = WRITER_INIT(out);

	writer_object(&w, NULL);
	writer_integer(&w, "version", RECORD_VERSION);
	writer_opt_text(&w, "ledgerId", log->ledger_id);
	writer_opt_text(&w, "environment", log->environment);
	writer_list(&w, "entries");
	for (size_t i = 0; i < log->count; i++)
		write_entry(&w, &log->log->items[i]);
	writer_end(&w);
	writer_end(&w);
	buf_addc(out, '\n');
}
