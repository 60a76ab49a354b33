/* view_log.c - what was done to a deployment, as text for people. */
#include "ui/view_log.h"

#include "base/utf8.h"
#include "core/error_text.h"
#include "ui/fit.h"
#include "ui/when.h"

#include <string.h>

#define WHEN_COLUMNS 16
#define WORD_COLUMNS 11
#define GAP "  "
#define SUBJECT_AT (WHEN_COLUMNS + 2 + WORD_COLUMNS + 2)
#define DETAIL_AT (WHEN_COLUMNS + 2)
#define LEAST_ID 12

static const char *word_of(const struct log_entry *e)
{
	static const char *const runs[] = {
		[LOG_APPLIED] = "applied", [LOG_UNDONE] = "undone", [LOG_FAILED] = "failed",
		[LOG_NOTHING] = "not begun", [LOG_UNFINISHED] = "not ended",
		[LOG_INTERRUPTED] = "interrupted", [LOG_FOREIGN] = "",
		[LOG_RELEASED] = "released", [LOG_RELEASING] = "releasing",
		[LOG_CANCELED] = "canceled",
	};

	switch (e->action) {
	case LOG_BASELINE: return "recorded";
	case LOG_ADOPT:    return "adopted";
	case LOG_MARK:     return "marked";
	case LOG_DOWN:     return e->result == LOG_FAILED ? "undo failed" : runs[e->result];
	default:           return runs[e->result];
	}
}

static enum out_tone tone_of(const struct log_entry *e)
{
	switch (e->result) {
	case LOG_APPLIED:
	case LOG_RELEASED:
		return OUT_GOOD;
	case LOG_FAILED:
		return OUT_BAD;
	default:
		return OUT_DOUBTFUL;
	}
}

static void add_documents(struct buf *out, int64_t documents)
{
	if (documents)
		buf_addf(out, "%lld document%s", (long long)documents, documents == 1 ? "" : "s");
	else
		buf_adds(out, "no document");
}

static void add_subject(struct buf *out, const struct log_entry *e)
{
	if (e->action == LOG_RELEASE)
		buf_addf(out, "%s%s%s", e->release && e->release->environment
		         ? e->release->environment : e->release_id,
		         e->release && e->release->tag ? " " : "",
		         e->release && e->release->tag ? e->release->tag : "");
	else if (e->ids.count == 1)
		buf_adds(out, e->ids.items[0]);
	else
		buf_addf(out, "%zu migrations", e->ids.count);
}

/* ---- details, in parts that are wrapped ---------------------------------------------- */

struct details {
	struct buf *out;
	const struct view_log *view;
	struct buf part;
	size_t used;      /* columns of the line; 0: it is new */
};

static void begin_line(struct details *d)
{
	buf_addf(d->out, "%*s", DETAIL_AT, "");
	d->used = DETAIL_AT;
}

/* What is in d->part becomes one of several, with a comma before it. */
static void end_part(struct details *d)
{
	size_t width = utf8_columns(d->part.text);
	/* Another part may follow, with a comma between them. */
	size_t room = d->view->columns - 1;

	if (!d->part.len)
		return;
	if (!d->used) {
		begin_line(d);
	} else if (d->used + 2 + width > room) {
		buf_adds(d->out, ",\n");
		begin_line(d);
	} else {
		buf_adds(d->out, ", ");
		d->used += 2;
	}
	fit_add(d->out, d->part.text, room - d->used, FIT_CUT_END, d->view->unicode);
	d->used += width;
	buf_truncate(&d->part, 0);
}

static void end_line(struct details *d)
{
	if (d->used)
		buf_addc(d->out, '\n');
	d->used = 0;
}

static void add_outcome(struct details *d, const struct log_entry *e)
{
	struct buf *part = &d->part;

	switch (e->result) {
	case LOG_NOTHING:
		buf_adds(part, "stopped before its first document");
		return;
	case LOG_UNFINISHED:
		buf_adds(part, "at work, or cut off");
		return;
	case LOG_INTERRUPTED:
		buf_adds(part, "cut off, and started again since");
		return;
	default:
		break;
	}
	if (e->processed >= 0) {
		buf_adds(part, e->result == LOG_FAILED ? "after " : "");
		add_documents(part, e->processed);
	}
	if (e->ms >= 0) {
		buf_adds(part, e->processed >= 0 ? " in " : "in ");
		when_add_span(part, e->ms);
	}
	end_part(d);
	if (e->resumed)
		buf_adds(part, "resumed");
}

static void add_reason(struct details *d, const struct log_entry *e)
{
	bool by_hand = e->by.command && !strcmp(e->by.command, "adopt");

	switch (e->action) {
	case LOG_BASELINE:
		buf_adds(&d->part, by_hand ? "as applied: the data fitted the branch"
		                           : "as applied: the deployment was empty");
		break;
	case LOG_ADOPT:
		buf_adds(&d->part, "as applied: it had been run by hand");
		break;
	case LOG_MARK:
		buf_adds(&d->part, e->result == LOG_FOREIGN ? "as foreign" :
		         e->result == LOG_UNDONE ? "as undone" : "as applied");
		break;
	case LOG_RELEASE:
		if (e->ids.count)
			buf_addf(&d->part, "%zu migration%s", e->ids.count,
			         e->ids.count == 1 ? "" : "s");
		break;
	default:
		add_outcome(d, e);
	}
	end_part(d);
}

static void add_origin(struct details *d, const struct log_entry *e)
{
	const char *commit = e->release && e->release->commit ? e->release->commit : e->by.commit;
	const char *by = e->release && e->release->by ? e->release->by : e->by.clone_name;

	if (commit)
		buf_addf(&d->part, "from %.7s", commit);
	if (e->by.branch && e->action != LOG_RELEASE)
		buf_addf(&d->part, commit ? " (%s)" : "from %s", e->by.branch);
	end_part(d);
	if (by)
		buf_addf(&d->part, "by %s", by);
	end_part(d);
}

static void add_text(struct details *d, const char *text, size_t len)
{
	struct buf line = BUF_INIT;

	buf_add(&line, text, len);
	begin_line(d);
	fit_add(d->out, line.text, d->view->whole ? FIT_ALL : d->view->columns - DETAIL_AT,
	        FIT_CUT_END, d->view->unicode);
	end_line(d);
	buf_dispose(&line);
}

static void add_texts(struct details *d, const struct log_entry *e)
{
	const char *text = e->error ? error_text(e->error) : "";

	if (e->note)
		add_text(d, e->note, strcspn(e->note, "\n"));
	while (*text) {
		size_t len = strcspn(text, "\n");

		add_text(d, text, len);
		text += d->view->whole ? len + (text[len] == '\n') : strlen(text);
	}
}

static void add_labelled(struct details *d, const char *label, const char *text)
{
	if (text)
		buf_addf(&d->part, "%s %.8s", label, text);
	end_part(d);
}

/* What only `whole` shows. */
static void add_rest(struct details *d, const struct log_entry *e, int64_t seal_size)
{
	const struct ledger_row *row = e->row;

	for (size_t i = 0; e->ids.count > 1 && i < e->ids.count; i++) {
		begin_line(d);
		buf_adds(d->out, e->ids.items[i]);
		end_line(d);
	}
	for (size_t i = 0; row && i < row->tables.count; i++) {
		buf_addf(&d->part, "%s%s", i ? "" : row->tables.count == 1 ? "table " : "tables ",
		         row->tables.items[i]);
		end_part(d);
	}
	if (row && row->seal && seal_size >= 0)
		buf_addf(&d->part, "seal %.16s (%.1f kB)", row->seal, (double)seal_size / 1000);
	end_part(d);
	end_line(d);
	if (e->by.command && !strcmp(e->by.command, "hook"))
		buf_adds(&d->part, "a hook");
	else if (e->by.command)
		buf_addf(&d->part, "git cvx %s", e->by.command);
	end_part(d);
	add_labelled(d, "run", e->by.run_id);
	add_labelled(d, "clone", e->by.clone_id);
	end_line(d);
}

static void view_entry(struct out *out, const struct view_log *view, size_t i)
{
	const struct log_entry *e = &view->log->items[i];
	struct buf text = BUF_INIT, subject = BUF_INIT, word = BUF_INIT;
	struct details details = { &text, view, BUF_INIT, 0 };

	when_add(&text, log_when(e));
	buf_adds(&text, GAP);
	out_result(out, text.text);
	buf_addf(&word, "%-*s", WORD_COLUMNS, word_of(e));
	out_toned(out, tone_of(e), word.text);
	add_subject(&subject, e);
	buf_truncate(&text, 0);
	buf_adds(&text, GAP);
	fit_add(&text, subject.text, view->columns - SUBJECT_AT, FIT_CUT_MIDDLE, view->unicode);
	buf_addc(&text, '\n');
	out_result(out, text.text);
	buf_truncate(&text, 0);
	add_reason(&details, e);
	add_origin(&details, e);
	end_line(&details);
	add_texts(&details, e);
	if (view->whole)
		add_rest(&details, e, view->seal_sizes ? view->seal_sizes[i] : -1);
	out_result(out, text.text);
	buf_dispose(&details.part);
	buf_dispose(&word);
	buf_dispose(&subject);
	buf_dispose(&text);
}

void view_log(struct out *out, const struct view_log *view)
{
	for (size_t i = 0; i < view->count; i++)
		view_entry(out, view, i);
}

/* ---- a line for each ----------------------------------------------------------------- */

/* Columns behind the subject: documents, commit. */
#define BEHIND_SUBJECT (2 + 9 + 2 + 7)

static size_t subject_columns(const struct view_log *view)
{
	size_t longest = LEAST_ID, room = view->columns - SUBJECT_AT;
	struct buf subject = BUF_INIT;

	for (size_t i = 0; i < view->count; i++) {
		buf_truncate(&subject, 0);
		add_subject(&subject, &view->log->items[i]);
		if (utf8_columns(subject.text) > longest)
			longest = utf8_columns(subject.text);
	}
	buf_dispose(&subject);
	room = room > BEHIND_SUBJECT + LEAST_ID ? room - BEHIND_SUBJECT : LEAST_ID;
	return longest < room ? longest : room;
}

static void view_line(struct out *out, const struct view_log *view, size_t i, size_t columns)
{
	const struct log_entry *e = &view->log->items[i];
	struct buf text = BUF_INIT, part = BUF_INIT;

	when_add(&text, log_when(e));
	buf_adds(&text, GAP);
	out_result(out, text.text);
	buf_addf(&part, "%-*s", WORD_COLUMNS, word_of(e));
	out_toned(out, tone_of(e), part.text);
	buf_truncate(&part, 0);
	add_subject(&part, e);
	buf_truncate(&text, 0);
	buf_adds(&text, GAP);
	fit_pad(&text, part.text, columns, FIT_CUT_MIDDLE, view->unicode);
	if (e->processed >= 0)
		buf_addf(&text, GAP "%4lld doc%s", (long long)e->processed,
		         e->processed == 1 ? " " : "s");
	else
		buf_addf(&text, GAP "%9s", "");
	if (e->by.commit)
		buf_addf(&text, GAP "%.7s", e->by.commit);
	while (text.len && text.text[text.len - 1] == ' ')
		buf_truncate(&text, text.len - 1);
	buf_addc(&text, '\n');
	out_result(out, text.text);
	buf_dispose(&part);
	buf_dispose(&text);
}

void view_log_short(struct out *out, const struct view_log *view)
{
	size_t columns = subject_columns(view);

	for (size_t i = 0; i < view->count; i++)
		view_line(out, view, i, columns);
}
