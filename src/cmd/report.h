/* report.h - what happens during a run, told to a person line by line. */
#ifndef CVX_CMD_REPORT_H
#define CVX_CMD_REPORT_H

#include "run/run.h"
#include "ui/out.h"

struct report {
	struct out *out;
	const char *target;     /* "main", "the work tree" */
	bool plan_shown;        /* the plan is printed elsewhere: not again */
	size_t steps;           /* steps that ended well */
};

/* For run_callbacks.event; payload is a struct report. */
void report_event(void *report, const struct run_event *event);

/* The closing line of a run that went well. */
void report_done(const struct report *report, const struct run *run);

#endif
