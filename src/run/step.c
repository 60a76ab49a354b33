/* step.c - carry out one step to its end: what to start, and following it. */
#include "run/internal.h"

#include "core/error_text.h"

#include <string.h>

#define POLL_FIRST_MS 30
#define POLL_MOST_MS 500

/* ---- what to start ---- */

static int prepare_up(struct run *run, struct work *work, struct err *err)
{
	const struct migration *m = work->step->migration;
	const char *hash;

	/* The target is pushed: what is active now is its schema, and the bridge's additions. */
	if (seal_store(run, m, &run->deployed.indexes, &hash, err))
		return -1;
	work->fn = m->up_path;
	work->reset = work->step->life == LIFE_AGAIN;
	work->resume = work->step->life == LIFE_RESUME;
	work->row = seal_row(run, m, hash);
	work->row.status = ROW_RUNNING;
	return 0;
}

/* Of the step's down; its rest is run by the same code, just before. */
static const char *seal_of(const struct run *run, const struct step *step)
{
	size_t nth = 0;

	for (const struct step *s = run->plan.steps; s < step; s++)
		nth += s->kind == STEP_DOWN;
	return run->push.seals[nth].hash;
}

static void prepare_down(struct run *run, struct work *work)
{
	const struct step *step = work->step;
	const char *hash = seal_of(run, step);

	work->fn = seal_down_path(run->arena, hash);
	work->resume = step->life == LIFE_RESUME;
	/* An earlier down of the same code may have left its success behind. */
	work->reset = !work->resume;
	work->row = *step->row;
	work->row.status = ROW_RUNNING;
	work->row.direction = DIRECTION_DOWN;
	work->row.down_path = work->fn;
	work->row.seal = hash;
}

/* To the component the sealed function is another one than that of the branch: it is told
 * where that one stopped, and nothing of an earlier life counts. */
static void prepare_rest(struct run *run, struct work *work)
{
	const struct step *step = work->step;
	const char *hash = seal_of(run, step);
	const struct component_status *stopped = step->row->up_path
		? statuses_find(&run->statuses, step->row->up_path) : NULL;

	work->fn = seal_up_path(run->arena, hash);
	work->resume = true;
	work->row = *step->row;
	work->row.status = ROW_RUNNING;
	work->row.up_path = work->fn;
	if (row_is_sealed_up(step->row))
		return;
	work->cursor = stopped ? stopped->cursor : NULL;
	work->reset = !work->cursor;
}

/* ---- following ---- */

/* What a row says once its direction has come to a good end. */
static enum row_status end_of(const struct ledger_row *row)
{
	return row->direction == DIRECTION_UP ? ROW_COMPLETED : ROW_ROLLED_BACK;
}

static const char *why_it_stopped(const struct component_status *seen)
{
	if (seen->error)
		return seen->error;
	return seen->state == COMPONENT_CANCELED ? "it was canceled"
	       : "it stopped without saying why: a limit of the server, or its function is gone";
}

static int finish(struct run *run, const struct work *work, enum row_status status,
                  const struct component_status *seen, struct err *err)
{
	struct deployment *d = &run->deployment;
	struct finish_request request = {
		.token = run->lease.token, .id = work->row.id, .direction = work->row.direction,
		.status = status, .processed = seen->processed,
		.error = status == ROW_FAILED ? why_it_stopped(seen) : NULL,
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

static bool is_by_file(const struct work *work)
{
	return work->step->migration && work->row.direction == DIRECTION_UP;
}

/* A batch is one transaction. What the component couldn't write down was undone with it, and
 * leaves no text. A down is the sealed one: only other documents make it smaller. */
static void advise_batch(const struct work *work, const char *error, struct err *err)
{
	if ((!error || error_is_limit(error)) && is_by_file(work))
		err_hint(err, "was a batch too much for the server (1 s of JavaScript, 16 MiB)? give %s "
		         "a smaller batchSize than 100", work->step->migration->file);
}

static int report_failure(const struct work *work, const struct component_status *seen,
                          struct err *err)
{
	bool by_file = is_by_file(work);
	const char *why;
	size_t len = error_line(&why, why_it_stopped(seen));

	err_set(err, ERR_STEP_FAILED, "%s '%s' failed: %.*s",
	        work->row.direction == DIRECTION_UP ? "migration" : "undoing migration",
	        work->row.id, (int)len, why);
	if (seen->state != COMPONENT_CANCELED)
		advise_batch(work, seen->error, err);
	err_detail(err, "it had come as far as %lld documents; the server's log names the one "
	           "that failed: npx convex logs%s%s", (long long)seen->processed,
	           seen->error ? "\n" : "", seen->error ? seen->error : "");
	err_says(err, ERR_SAYS_HOW_TO_GO_ON);
	/* A down is the sealed one: mending the file changes nothing. */
	return err_hint(err, "mend %s%sthe document, then: git cvx continue ('git cvx status' shows "
	                "other ways)", by_file ? work->step->migration->file : "",
	                by_file ? " or " : "");
}

/* Did it stop because somebody's push has removed it? Its author's own errors may use the
 * same words, so what is deployed decides. */
static int has_vanished(struct run *run, const struct work *work,
                        const struct component_status *seen, bool *out, struct err *err)
{
	struct deployment *d = &run->deployment;

	*out = false;
	if (!seen->error || (!strstr(seen->error, "Could not find function") &&
	                     !strstr(seen->error, "Function handle not found") &&
	                     !strstr(seen->error, "Couldn't find")))
		return 0;
	if (d->ops->deployed(d->self, run->arena, &run->deployed, err))
		return -1;
	*out = !names_contain(&run->deployed.functions, work->fn);
	return 0;
}

/* It stopped: start it again where it stopped, or write down that it failed. */
static int after_stop(struct run *run, struct work *work,
                      const struct component_status *seen, struct err *err)
{
	bool vanished;

	if (has_vanished(run, work, seen, &vanished, err))
		return -1;
	if (vanished) {
		work->resume = true;
		work->reset = false;
		work->cursor = NULL;
		return work_start(run, work, err);
	}
	if (finish(run, work, ROW_FAILED, seen, err))
		return -1;
	return report_failure(work, seen, err);
}

/* Poll what was started until it ended, and write the row. */
static int follow(struct run *run, struct work *work, struct err *err)
{
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
		if (seen.state == COMPONENT_SUCCESS) {
			work->row.processed = seen.processed;
			return finish(run, work, end_of(&work->row), &seen, err);
		}
		if (seen.state == COMPONENT_IN_PROGRESS) {
			run->clock->sleep_ms(run->clock->self, wait);
			wait = wait * 3 / 2 < POLL_MOST_MS ? wait * 3 / 2 : POLL_MOST_MS;
		} else {
			if (after_stop(run, work, &seen, err))
				return -1;
			wait = POLL_FIRST_MS;
		}
	}
}

static int move(struct run *run, struct work *work, struct err *err)
{
	int64_t started = run_now(run);

	run_event(run, &(struct run_event){ .kind = RUN_STEP, .step = work->step });
	if (work_start(run, work, err)) {
		/* The first batch is part of the start. */
		if (err->code == ERR_SERVER && error_is_limit(err->msg))
			advise_batch(work, err->msg, err);
		return -1;
	}
	if (follow(run, work, err))
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
	return finish(run, &work, end_of(step->row), seen, err);
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
	case STEP_CANCEL: /* step_quiet() has done it, and the plan was made anew */
		break;
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
	case STEP_COMPLETE:
		prepare_rest(run, &work);
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
