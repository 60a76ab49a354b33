/* log.h - what was done to a deployment, as `git cvx log` tells it: the ledger's events, put
 * together to what happened. Pure values in the caller's arena.
 *
 * A start and its end are one entry; what was recorded together is one; a release is one. What
 * became of a migration since isn't an entry's business, but what its row says of the life
 * that the entry began is. */
#ifndef CVX_CORE_LOG_H
#define CVX_CORE_LOG_H

#include "core/ledger.h"

/* ---- what the deployment tells, newest first ------------------------------------------- */

enum event_kind {
	EVENT_START, EVENT_RESUME, EVENT_FINISH,
	EVENT_RECORD,         /* taken down without being run */
	EVENT_BASELINE,       /* somebody has said what the documents have been through */
	EVENT_RELEASE,
	EVENT_OTHER,          /* none of the log's business, or newer than this program */
};

/* Who wrote it, and for what. */
struct event_writer {
	const char *clone_id, *clone_name, *run_id, *command;
	const char *commit, *branch;   /* of the run's target; NULL: older clients don't tell */
};

/* Unset texts are NULL, unset numbers negative. */
struct ledger_event {
	enum event_kind kind;
	double at;                     /* ms */
	struct event_writer by;
	const char *id;                /* start, resume, finish */
	enum direction direction;
	enum row_status status;        /* finish, record */
	const char *error;
	int64_t processed, ms;
	struct names ids;              /* record */
	const char *reason, *note;
	const char *release_id, *release_status;
};

struct ledger_events {
	struct ledger_event *items;
	size_t count;
};

/* One row of releaseHistory. */
struct release {
	const char *id, *status;       /* "running", "succeeded", "failed", "canceled" */
	const char *environment, *commit, *tag, *by, *notes;
	double started_at, completed_at;
	struct names migrations;
};

struct releases {
	struct release *items;
	size_t count;
};

/* ---- what happened ------------------------------------------------------------------- */

enum log_action { LOG_UP, LOG_DOWN, LOG_BASELINE, LOG_ADOPT, LOG_MARK, LOG_RELEASE };

enum log_result {
	LOG_APPLIED, LOG_UNDONE, LOG_FAILED,
	LOG_NOTHING,          /* it ended before it had touched a document */
	LOG_UNFINISHED,       /* it hasn't ended, or nobody saw its end */
	LOG_INTERRUPTED,      /* the same, and it was started again since */
	LOG_FOREIGN,          /* marked: left as it is */
	LOG_RELEASED, LOG_RELEASING, LOG_CANCELED,
};

struct log_entry {
	enum log_action action;
	enum log_result result;
	struct names ids;              /* of a run one, of what was recorded one or more */
	double began, ended;           /* ms; negative: not known, or not yet */
	int64_t processed, ms;
	bool resumed;                  /* it went on where an earlier start had stopped */
	struct event_writer by;
	const char *error, *note;
	const struct ledger_row *row;  /* where it tells of this very life; or NULL */
	const struct release *release; /* NULL: none, or it isn't known any more */
	const char *release_id;
};

struct log {
	struct log_entry *items;
	size_t count;
	size_t whole;                  /* so many, from the newest, that no older event can add
	                                * anything to */
};

struct log_input {
	const struct ledger_events *events;
	bool is_all;                   /* there are no older ones */
	const struct ledger *ledger;
	const struct releases *releases;
	const struct names *ids;       /* only what is about these; NULL or empty: everything */
};

void log_make(struct log *out, struct arena *arena, const struct log_input *input);

/* When it ended, or began, in ms. */
double log_when(const struct log_entry *entry);

/* "up", "baseline", "release"; "applied", "nothing-done". For machines. */
const char *log_action_word(enum log_action action);
const char *log_result_word(enum log_result result);

#endif
