/* record_matrix.c - branches, environments and migrations as JSON, version 1. */
#include "codec/record.h"

#include "codec/writer.h"

static void write_branch(struct writer *w, const struct matrix_branch *b)
{
	writer_object(w, NULL);
	writer_text(w, "name", b->name);
	writer_opt_text(w, "commit", b->commit);
	writer_flag(w, "isCurrent", b->is_current);
	writer_flag(w, "hasApp", b->has_app);
	writer_opt_text(w, "problem", b->problem);
	writer_end(w);
}

static void write_environment(struct writer *w, const struct matrix_environment *e)
{
	writer_object(w, NULL);
	writer_text(w, "name", e->name);
	writer_text(w, "state", matrix_access_word(e->access));
	if (e->is_production)
		writer_flag(w, "isProduction", true);
	writer_opt_text(w, "ledgerId", e->ledger ? e->ledger->ledger_id : NULL);
	if (e->branch) {
		writer_text(w, "branch", e->branch->name);
		writer_integer(w, "behind", (int64_t)e->behind);
		writer_integer(w, "ahead", (int64_t)e->ahead);
		writer_integer(w, "failed", (int64_t)e->failed);
	}
	writer_opt_text(w, "problem", e->problem);
	writer_end(w);
}

static void write_time(struct writer *w, const char *name, double ms)
{
	if (ms >= 0)
		writer_number(w, name, ms);
}

static void write_in(struct writer *w, const struct matrix_environment *e, const char *id,
                     enum matrix_in in)
{
	const struct ledger_row *told = matrix_told_by(e, id);

	writer_object(w, NULL);
	writer_text(w, "environment", e->name);
	writer_text(w, "state", matrix_in_word(in));
	if (told) {
		write_time(w, "startedAt", told->started_at);
		write_time(w, "endedAt", told->completed_at);
		writer_opt_integer(w, "documents", told->processed);
		writer_opt_text(w, "by", told->clone_name);
		writer_opt_text(w, "commit", told->commit);
		writer_opt_text(w, "branch", told->branch);
		writer_opt_text(w, "source", told->source);
		writer_opt_text(w, "error", told->error);
	}
	writer_end(w);
}

static void write_row(struct writer *w, const struct matrix *m, const struct matrix_row *row)
{
	writer_object(w, NULL);
	writer_text(w, "id", row->id);
	writer_opt_text(w, "description", row->description);
	writer_list(w, "branches");
	for (size_t i = 0; i < m->branch_count; i++) {
		writer_object(w, NULL);
		writer_text(w, "branch", m->branches[i].name);
		writer_text(w, "state", matrix_on_word(row->on[i]));
		writer_end(w);
	}
	writer_end(w);
	writer_list(w, "environments");
	for (size_t i = 0; i < m->linked_count; i++)
		write_in(w, &m->environments[i], row->id, row->in[i]);
	writer_end(w);
	writer_end(w);
}

void record_matrix(struct buf *out, const struct matrix *m)
{
	struct writer w = WRITER_INIT(out);

	writer_object(&w, NULL);
	writer_integer(&w, "version", RECORD_VERSION);
	writer_list(&w, "branches");
	for (size_t i = 0; i < m->branch_count; i++)
		write_branch(&w, &m->branches[i]);
	writer_end(&w);
	writer_list(&w, "environments");
	for (size_t i = 0; i < m->environment_count; i++)
		write_environment(&w, &m->environments[i]);
	writer_end(&w);
	writer_list(&w, "migrations");
	for (size_t i = 0; i < m->row_count; i++)
		write_row(&w, m, &m->rows[i]);
	writer_end(&w);
	writer_end(&w);
	buf_addc(out, '\n');
}
