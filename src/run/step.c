/* step.c - carry out one step: start it in one transaction, then poll until it ended. */
#include "run/internal.h"

#include "core/next.h"

#include <stdio.h>
#include <string.h>

#define POLL_FIRST_MS 30
#define POLL_MOST_MS 500
#define START_TRIES 3
#define BRIDGES_MOST 4      /* one push, and three more after others' pushes */

/* What is at work: the row as it stands in the ledger, and the function that was started. */
struct work {
	const struct step *step;
	struct ledger_row row;
	const char *fn;
	bool reset, resume;
};

/* ---- what to start ---- */

static int prepare_up(struct run *run, struct work *work, struct err *err)
{
	const struct migration *m = work->step->migration;
	const char *hash;

	if (seal_store(run, m, &hash, err))
		return -1;
	work->fn = m->up_path;
	work->reset = work->step->life == LIFE_AGAIN;
	work->resume = work->step->life == LIFE_RESUME;
	work->row = seal_row(run, m, hash);
	work->row.status = ROW_RUNNING;
	return 0;
}

static void prepare_down(struct run *run, struct work *work)
{
	const struct step *step = work->step;
	size_t nth = 0;

	for (const struct step *s = run->plan.steps; s < step; s++)
		nth += s->kind == STEP_DOWN;
	work->fn = seal_down_path(run->arena, run->push.seals[nth].hash);
	work->resume = step->life == LIFE_RESUME;
	/* An earlier down of the same code may have left its success behind. */
	work->reset = !work->resume;
	work->row = *step->row;
	work->row.status = ROW_RUNNING;
	work->row.direction = DIRECTION_DOWN;
	work->row.down_path = work->fn;
	work->row.seal = run->push.seals[nth].hash;
}

/* ---- starting ---- */

/* The answer was lost: the row says whether the start was committed. */
static int start_was_committed(struct run *run, const struct work *work, bool *committed,
                               struct err *err)
{
	struct deployment *d = &run->deployment;
	struct ledger ledger;
	const struct ledger_row *row, *before = work->step->row;

	if (d->ops->read(d->self, run->arena, &ledger, err))
		return -1;
	row = ledger_find(&ledger, work->row.id);
	*committed = row && row->status == ROW_RUNNING &&
	             row->direction == work->row.direction &&
	             (!before || row->sequence != before->sequence ||
	              row->started_at != before->started_at);
	return 0;
}

/* Someone's push has removed the function: put the bridge back. */
static int restore_functions(struct run *run, struct err *err)
{
	if (run->push.bridges >= BRIDGES_MOST)
		return err_set(err, ERR_RACE, "somebody keeps pushing other code to the deployment");
	return push_bridge(run, err);
}

static int start(struct run *run, struct work *work, struct err *err)
{
	struct deployment *d = &run->deployment;
	struct start_request request = {
		.token = run->lease.token, .row = &work->row, .fn = work->fn,
		.reset = work->reset, .resume = work->resume,
	};

	for (int tries = 1; ; tries++) {
		bool committed = false;

		if (lease_keep(run, err))
			return -1;
		if (!run->push.start_path ||
		    !names_contain(&run->deployed.functions, work->fn)) {
			if (restore_functions(run, err))
				return -1;
		}
		request.start_path = run->push.start_path;
		run->changed = true;
		if (!d->ops->start(d->self, &request, err))
			return 0;
		if (tries == START_TRIES ||
		    (err->code != ERR_UNKNOWN_OUTCOME && err->code != ERR_NOT_FOUND))
			return -1;
		if (err->code == ERR_UNKNOWN_OUTCOME) {
			err_clear(err);
			/* To go on twice is to go on once: the component knows what is done. */
			if (!work->resume && start_was_committed(run, work, &committed, err))
				return -1;
			if (committed)
				return 0;
		} else {
			err_clear(err);
			if (d->ops->deployed(d->self, run->arena, &run->deployed, err))
				return -1;
		}
	}
}

/* ---- following ---- */

static int finish(struct run *run, const struct work *work, enum row_status status,
                  const struct component_status *seen, struct err *err)
{
	struct deployment *d = &run->deployment;
	struct finish_request request = {
		.token = run->lease.token, .id = work->row.id, .direction = work->row.direction,
		.status = status, .processed = seen->processed,
		.error = status == ROW_FAILED ? (seen->error ? seen->error : "it stopped without "
		         "saying why: a limit of the server, or its function is gone") : NULL,
	};

	for (int tries = 0; ; tries++) {
		if (!d->ops->finish(d->self, &request, err))
			return 0;
		/* The same values may be written twice. */
		if (err->code != ERR_UNKNOWN_OUTCOME || tries == 2)
			return -1;
		err_clear(err);
	}
}

/* "Uncaught Error: " is the server's wrapping; the first line is the author's text. */
static void first_line(char *out, size_t size, const char *error)
{
	while (!strncmp(error, "Uncaught ", 9))
		error += 9;
	if (!strncmp(error, "Error: ", 7))
		error += 7;
	snprintf(out, size, "%.*s", (int)strcspn(error, "\n"), error);
}

static int report_failure(const struct work *work, const struct component_status *seen,
                          struct err *err)
{
	char why[400] = "it stopped without saying why";

	if (seen->error)
		first_line(why, sizeof(why), seen->error);
	err_set(err, ERR_STEP_FAILED, "%s '%s' failed: %s",
	        work->row.direction == DIRECTION_UP ? "migration" : "undoing migration",
	        work->row.id, why);
	if (seen->error)
		err_detail(err, "%s", seen->error);
	return err_hint(err, "mend %s, then: git cvx continue",
	                work->step->migration ? work->step->migration->file : "the document");
}

static bool function_vanished(const struct component_status *seen)
{
	return seen->error && (strstr(seen->error, "Could not find function") ||
	                       strstr(seen->error, "Function handle not found") ||
	                       strstr(seen->error, "Couldn't find"));
}

/* Poll what was started until it ended, and write the row. */
static int follow(struct run *run, struct work *work, struct err *err)
{
	bool in_target = work->step->migration != NULL;
	int64_t wait = POLL_FIRST_MS, last = -1;

	for (;;) {
		struct component_status seen;

		if (lease_keep(run, err) || component_ask(run, work->fn, &seen, err))
			return -1;
		if (seen.processed != last) {
			last = seen.processed;
			run_event(run, &(struct run_event){ .kind = RUN_PROGRESS, .step = work->step,
			          .count = seen.processed });
		}
		switch (next_action(&work->row, &seen, in_target, true)) {
		case ACTION_WAIT:
			run->clock->sleep_ms(run->clock->self, wait);
			wait = wait * 3 / 2 < POLL_MOST_MS ? wait * 3 / 2 : POLL_MOST_MS;
			break;
		case ACTION_FINISH:
			work->row.processed = seen.processed;
			return finish(run, work, work->row.direction == DIRECTION_UP
			              ? ROW_COMPLETED : ROW_ROLLED_BACK, &seen, err);
		default:
			if (function_vanished(&seen)) {
				work->resume = true;
				work->reset = false;
				if (restore_functions(run, err) || start(run, work, err))
					return -1;
				wait = POLL_FIRST_MS;
				break;
			}
			if (finish(run, work, ROW_FAILED, &seen, err))
				return -1;
			return report_failure(work, &seen, err);
		}
	}
}

static int move(struct run *run, struct work *work, struct err *err)
{
	int64_t started = run_now(run);

	run_event(run, &(struct run_event){ .kind = RUN_STEP, .step = work->step });
	if (start(run, work, err) || follow(run, work, err))
		return -1;
	run_event(run, &(struct run_event){ .kind = RUN_STEP_DONE, .step = work->step,
	          .count = work->row.processed, .elapsed_ms = run_now(run) - started });
	return 0;
}

/* ---- steps that run nothing ---- */

static int record_finish(struct run *run, const struct step *step, struct err *err)
{
	struct work work = { .step = step, .row = *step->row };
	const char *fn = step->row->direction == DIRECTION_UP
		? step->row->up_path : step->row->down_path;
	const struct component_status *seen = statuses_find(&run->statuses, fn);

	if (!seen)
		return err_set(err, ERR_INTERNAL, "nothing is known of '%s'", fn);
	return finish(run, &work, step->row->direction == DIRECTION_UP
	              ? ROW_COMPLETED : ROW_ROLLED_BACK, seen, err);
}

static int record_undone(struct run *run, const struct step *step, struct err *err)
{
	struct deployment *d = &run->deployment;
	struct ledger_row row = *step->row;

	row.status = ROW_ROLLED_BACK;
	return d->ops->record(d->self, run->lease.token, &row, 1, "mark", err);
}

int step_run(struct run *run, const struct step *step, struct err *err)
{
	struct work work = { .step = step };

	if (lease_keep(run, err))
		return -1;
	switch (step->kind) {
	case STEP_ADOPT:
		if (baseline_record(run, &step->migration, 1, "adopted", err))
			return -1;
		run_event(run, &(struct run_event){ .kind = RUN_ADOPTED, .step = step });
		return 0;
	case STEP_FINISH:
		return record_finish(run, step, err);
	case STEP_UNDONE:
		return record_undone(run, step, err);
	case STEP_UP:
		if (prepare_up(run, &work, err))
			return -1;
		return move(run, &work, err);
	case STEP_DOWN:
		prepare_down(run, &work);
		return move(run, &work, err);
	}
	return err_set(err, ERR_INTERNAL, "a step of an unknown kind");
}

int step_repeat_down(struct run *run, const struct step *step, struct err *err)
{
	struct work work = { .step = step };

	prepare_down(run, &work);
	work.reset = true;
	work.resume = false;
	return move(run, &work, err);
}
