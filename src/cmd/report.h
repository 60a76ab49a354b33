/* report.h - what happens during a run, told to a person line by line, and on a terminal as it
 * goes on. */
#ifndef CVX_CMD_REPORT_H
#define CVX_CMD_REPORT_H

#include "run/run.h"
#include "ui/live.h"

/* What is going on, and shown until something else happens. */
enum report_activity { REPORT_NOTHING, REPORT_PUSH, REPORT_STEP, REPORT_WAIT };

struct report {
	struct out *out;
	struct arena *arena;
	const char *target;     /* "main", "the work tree" */
	bool by_hook;
	size_t steps;           /* steps that ended well */
	/* Documents of a table; negative: not known. NULL: nobody can say. Asked once for each
	 * step that takes long enough to be shown. */
	int64_t (*table_size)(void *payload, const char *table);
	void *payload;

	/* Its own. */
	enum report_activity activity;
	struct live live;
	const char *words;      /* of the activity: "pushing main" */
	const char *waits_for;  /* what it waits for before it goes on; else NULL */
	bool is_announced;      /* they have been said, in a line that stays */
	const struct step *step;
	int64_t count, first, total;
	bool is_counted;        /* the total was asked for */
};

/* For run_callbacks.event; payload is a struct report. */
void report_event(void *report, const struct run_event *event);

/* The run is over, however it ended: what was shown of it gives way to a line that stays. */
void report_end(struct report *report);

/* The closing line of a run that went well. */
void report_done(const struct report *report, const struct run *run);

#endif
