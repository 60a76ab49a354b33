/* log.c - the ledger's events, put together to what happened. */
#include "core/log.h"

#include <string.h>

struct making {
	struct arena *arena;
	const struct log_input *input;
	struct log *log;
	size_t *open;     /* entries whose beginning hasn't come yet: indices */
	size_t open_count;
};

static bool same(const char *a, const char *b)
{
	return a && b && !strcmp(a, b);
}

static bool is_wanted(const struct making *m, const char *id)
{
	const struct names *ids = m->input->ids;

	return !ids || !ids->count || names_contain(ids, id);
}

static struct log_entry *add(struct making *m, const struct ledger_event *event)
{
	struct log *log = m->log;
	struct log_entry *entry;

	log->items = arena_grow(m->arena, log->items, log->count, sizeof(*log->items));
	entry = &log->items[log->count++];
	*entry = (struct log_entry){
		.by = event->by, .began = -1, .ended = -1, .processed = event->processed,
		.ms = event->ms, .error = event->error, .note = event->note,
		.release_id = event->release_id,
	};
	return entry;
}

static void leave_open(struct making *m, const struct log_entry *entry)
{
	m->open = arena_grow(m->arena, m->open, m->open_count, sizeof(*m->open));
	m->open[m->open_count++] = (size_t)(entry - m->log->items);
}

/* The entry that this event is the beginning of, no longer open; NULL: it has no end. */
static struct log_entry *close_entry(struct making *m, const struct ledger_event *event)
{
	for (size_t i = m->open_count; i-- > 0;) {
		struct log_entry *entry = &m->log->items[m->open[i]];
		bool is_it = event->kind == EVENT_RELEASE
			? same(entry->release_id, event->release_id)
			: entry->ids.count && same(entry->ids.items[0], event->id) &&
			  entry->action == (event->direction == DIRECTION_UP ? LOG_UP : LOG_DOWN);

		if (!is_it)
			continue;
		m->open[i] = m->open[--m->open_count];
		return entry;
	}
	return NULL;
}

/* Anything younger that began in the same direction: then this one will never end. */
static bool was_begun_again(const struct making *m, const struct ledger_event *event)
{
	for (size_t i = 0; i < m->log->count; i++)
		if (m->log->items[i].action <= LOG_DOWN &&
		    same(m->log->items[i].ids.items[0], event->id))
			return true;
	return false;
}

static void begin_run(struct making *m, const struct ledger_event *event)
{
	struct log_entry *entry = close_entry(m, event);

	if (!entry) {
		bool again = was_begun_again(m, event);

		entry = add(m, event);
		names_add(&entry->ids, m->arena, event->id);
		entry->action = event->direction == DIRECTION_UP ? LOG_UP : LOG_DOWN;
		entry->result = again ? LOG_INTERRUPTED : LOG_UNFINISHED;
	}
	entry->began = event->at;
	entry->resumed = event->kind == EVENT_RESUME;
}

static enum log_result result_of(const struct ledger_event *event)
{
	if (event->status == ROW_FAILED)
		return LOG_FAILED;
	if (event->status == ROW_COMPLETED)
		return LOG_APPLIED;
	return event->direction == DIRECTION_UP ? LOG_NOTHING : LOG_UNDONE;
}

static void end_run(struct making *m, const struct ledger_event *event)
{
	struct log_entry *entry;

	/* Its end was told twice: this is the earlier one, without a beginning of its own. */
	(void)close_entry(m, event);
	entry = add(m, event);
	names_add(&entry->ids, m->arena, event->id);
	entry->action = event->direction == DIRECTION_UP ? LOG_UP : LOG_DOWN;
	entry->result = result_of(event);
	entry->ended = event->at;
	leave_open(m, entry);
}

/* A row doesn't tell of earlier marks, and their status not what was said; the command does. */
static bool leaves_foreign(const struct ledger_event *event)
{
	return same(event->by.command, "mark --foreign") || same(event->by.command, "skip");
}

static void add_record(struct making *m, const struct ledger_event *event)
{
	struct names ids = { 0 };
	struct log_entry *entry;

	for (size_t i = 0; i < event->ids.count; i++)
		if (is_wanted(m, event->ids.items[i]))
			names_add(&ids, m->arena, event->ids.items[i]);
	if (!ids.count)
		return;
	entry = add(m, event);
	entry->ids = ids;
	entry->action = same(event->reason, "baseline") ? LOG_BASELINE :
		same(event->reason, "adopted") ? LOG_ADOPT : LOG_MARK;
	entry->result = entry->action == LOG_MARK && leaves_foreign(event) ? LOG_FOREIGN :
		event->status == ROW_ROLLED_BACK ? LOG_UNDONE : LOG_APPLIED;
	entry->ended = event->at;
}

/* Its rows, if any, are told of by the record that comes right before it, from the same run. */
static void add_baseline(struct making *m, const struct ledger_event *event, size_t at)
{
	const struct ledger_events *events = m->input->events;
	const struct ledger_event *before = at + 1 < events->count ? &events->items[at + 1] : NULL;
	struct log_entry *entry;

	if ((m->input->ids && m->input->ids->count) ||
	    (before && before->kind == EVENT_RECORD && same(before->reason, "baseline") &&
	     same(before->by.run_id, event->by.run_id)))
		return;
	entry = add(m, event);
	entry->action = LOG_BASELINE;
	entry->result = LOG_APPLIED;
	entry->ended = event->at;
}

static const struct release *find_release(const struct making *m, const char *id)
{
	const struct releases *releases = m->input->releases;

	for (size_t i = 0; releases && i < releases->count; i++)
		if (same(releases->items[i].id, id))
			return &releases->items[i];
	return NULL;
}

static bool is_wanted_release(const struct making *m, const struct release *release)
{
	const struct names *ids = m->input->ids;

	if (!ids || !ids->count)
		return true;
	return release && names_overlap(ids, &release->migrations);
}

/* The newest event of a release tells how it stands, the oldest when it began. */
static void add_release(struct making *m, const struct ledger_event *event)
{
	const struct release *release = find_release(m, event->release_id);
	struct log_entry *entry;

	if (!is_wanted_release(m, release))
		return;
	entry = close_entry(m, event);
	if (!entry) {
		entry = add(m, event);
		entry->action = LOG_RELEASE;
		entry->release = release;
		entry->result = same(event->release_status, "succeeded") ? LOG_RELEASED :
			same(event->release_status, "failed") ? LOG_FAILED :
			same(event->release_status, "canceled") ? LOG_CANCELED : LOG_RELEASING;
		if (release) {
			entry->ids = release->migrations;
			entry->note = release->notes;
		}
		if (entry->result != LOG_RELEASING)
			entry->ended = event->at;
	}
	entry->began = event->at;
	leave_open(m, entry);
}

static void take(struct making *m, size_t at)
{
	const struct ledger_event *event = &m->input->events->items[at];

	switch (event->kind) {
	case EVENT_START:
	case EVENT_RESUME:
		if (is_wanted(m, event->id))
			begin_run(m, event);
		break;
	case EVENT_FINISH:
		if (is_wanted(m, event->id))
			end_run(m, event);
		break;
	case EVENT_RECORD:
		add_record(m, event);
		break;
	case EVENT_BASELINE:
		add_baseline(m, event, at);
		break;
	case EVENT_RELEASE:
		add_release(m, event);
		break;
	case EVENT_OTHER:
		break;
	}
}

static bool is_told_by(const struct log_entry *entry, const struct ledger_row *row)
{
	return entry->ended >= 0 ? entry->ended == row->completed_at
	                         : entry->began == row->started_at;
}

/* Which tables and code: a row tells of the last time that it was run or recorded. */
static void join_rows(const struct making *m)
{
	for (size_t i = 0; i < m->log->count; i++) {
		struct log_entry *entry = &m->log->items[i];
		const struct ledger_row *row = entry->ids.count == 1 && entry->action != LOG_RELEASE
			? ledger_find(m->input->ledger, entry->ids.items[0]) : NULL;

		if (!row || !is_told_by(entry, row))
			continue;
		entry->row = row;
		if (entry->action == LOG_UP && !entry->by.commit) {
			entry->by.commit = row->commit;
			entry->by.branch = row->branch;
		}
	}
}

void log_make(struct log *out, struct arena *arena, const struct log_input *input)
{
	struct making m = { .arena = arena, .input = input, .log = out };

	*out = (struct log){ .items = NULL };
	for (size_t i = 0; i < input->events->count; i++)
		take(&m, i);
	join_rows(&m);
	out->whole = out->count;
	for (size_t i = 0; i < m.open_count && !input->is_all; i++)
		if (m.open[i] < out->whole)
			out->whole = m.open[i];
}

double log_when(const struct log_entry *entry)
{
	return entry->ended >= 0 ? entry->ended : entry->began;
}

const char *log_action_word(enum log_action action)
{
	static const char *const words[] = {
		[LOG_UP] = "up", [LOG_DOWN] = "down", [LOG_BASELINE] = "baseline",
		[LOG_ADOPT] = "adopt", [LOG_MARK] = "mark", [LOG_RELEASE] = "release",
	};

	return words[action];
}

const char *log_result_word(enum log_result result)
{
	static const char *const words[] = {
		[LOG_APPLIED] = "applied", [LOG_UNDONE] = "undone", [LOG_FAILED] = "failed",
		[LOG_NOTHING] = "nothing-done", [LOG_UNFINISHED] = "unfinished",
		[LOG_INTERRUPTED] = "interrupted", [LOG_FOREIGN] = "foreign",
		[LOG_RELEASED] = "succeeded", [LOG_RELEASING] = "running",
		[LOG_CANCELED] = "canceled",
	};

	return words[result];
}
