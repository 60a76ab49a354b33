/* cancel.c - stop what is at work on the deployment, outside of any run. */
#include "run/internal.h"

#include <string.h>

#define LOOK_AGAIN_MS 200

static int check_holder(const struct run *run, const char *own_run, struct err *err)
{
	const struct lease_holder *holder = &run->holder;

	if (!holder->clone_name || run->take_over ||
	    (own_run && holder->run_id && !strcmp(own_run, holder->run_id)))
		return 0;
	return err_set(err, ERR_BUSY, "another run is in progress on the deployment");
}

static int stop(struct run *run, const char *fn, struct component_status *seen,
                struct err *err)
{
	struct deployment *d = &run->deployment;

	for (;;) {
		if (lease_keep(run, err))
			return -1;
		if (d->ops->cancel(d->self, fn, err)) {
			if (err->code != ERR_NOT_FOUND)
				return -1;
			err_clear(err);
		}
		if (component_ask(run, fn, seen, err))
			return -1;
		if (seen->state != COMPONENT_IN_PROGRESS)
			return 0;
		run->clock->sleep_ms(run->clock->self, LOOK_AGAIN_MS);
	}
}

int run_cancel(struct run *run, const char *own_run, struct component_statuses *stopped,
               struct err *err)
{
	static const struct lineup none = { 0 };

	*stopped = (struct component_statuses){ 0 };
	run->target = &none;
	if (run_look(run, err) || check_holder(run, own_run, err) || run_read(run, err))
		return -1;
	stopped->items = arena_alloc(run->arena,
	                             (run->statuses.count + 1) * sizeof(*stopped->items));
	for (size_t i = 0; i < run->statuses.count; i++) {
		const struct component_status *status = &run->statuses.items[i];

		if (status->state != COMPONENT_IN_PROGRESS)
			continue;
		if (stop(run, status->name, &stopped->items[stopped->count], err))
			return -1;
		stopped->count++;
	}
	return 0;
}
