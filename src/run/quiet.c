/* quiet.c - nothing of this app may be at work before data is written: the up and the down
 * of one migration are two to the component, and would run side by side. */
#include "run/internal.h"

#include <string.h>

#define LOOK_AGAIN_MS 200

int component_ask(struct run *run, const char *fn, struct component_status *out,
                  struct err *err)
{
	struct deployment *d = &run->deployment;
	struct component_statuses statuses;
	struct names names = { 0 };

	names_add(&names, run->arena, fn);
	if (d->ops->poll(d->self, run->arena, &names, &statuses, err))
		return -1;
	*out = statuses.count ? statuses.items[0] : (struct component_status){ .name = fn };
	return 0;
}

static void add_name(struct names *to, const struct run *run, const char *fn)
{
	if (fn && !statuses_find(&run->statuses, fn))
		names_add(to, run->arena, fn);
}

int statuses_complete(struct run *run, struct err *err)
{
	struct deployment *d = &run->deployment;
	struct component_statuses more, *all = &run->statuses;
	const struct component_status *listed;
	struct names names = { 0 };

	for (size_t i = 0; i < run->ledger.count; i++) {
		add_name(&names, run, run->ledger.rows[i].up_path);
		add_name(&names, run, run->ledger.rows[i].down_path);
	}
	for (size_t i = 0; i < run->target->count; i++) {
		add_name(&names, run, run->target->items[i].up_path);
		add_name(&names, run, run->target->items[i].down_path);
	}
	if (d->ops->poll(d->self, run->arena, &names, &more, err))
		return -1;
	listed = all->items;
	all->items = arena_alloc(run->arena, (all->count + more.count) * sizeof(*all->items));
	memcpy(all->items, listed, all->count * sizeof(*listed));
	for (size_t i = 0; i < more.count; i++)
		all->items[all->count++] = more.items[i];
	return 0;
}

static const struct migration *target_up(const struct run *run, const char *fn)
{
	for (size_t i = 0; i < run->target->count; i++)
		if (!strcmp(run->target->items[i].up_path, fn))
			return &run->target->items[i];
	return NULL;
}

/* The plan runs its rest before it is undone. */
static bool is_completed(const struct run *run, const char *fn)
{
	for (size_t i = 0; i < run->plan.step_count; i++) {
		const struct step *s = &run->plan.steps[i];

		if (s->kind == STEP_COMPLETE && s->row->up_path && !strcmp(s->row->up_path, fn))
			return true;
	}
	return false;
}

/* An up that the target holds unchanged, or that the plan finishes, is waited for;
 * everything else is canceled. */
static bool wanted_finished(const struct run *run, const char *fn)
{
	const struct migration *m = target_up(run, fn);
	const struct ledger_row *row = m ? ledger_find(&run->ledger, m->id) : NULL;

	if (m)
		return !row || !row->source || !strcmp(row->source, m->source);
	return is_completed(run, fn);
}

static int settle(struct run *run, const char *fn, struct err *err)
{
	struct deployment *d = &run->deployment;
	bool wait = wanted_finished(run, fn);

	run_event(run, &(struct run_event){ .kind = RUN_WAITING, .text =
	          arena_printf(run->arena, "'%s' to %s", fn, wait ? "end" : "stop") });
	for (;;) {
		struct component_status seen;

		if (lease_keep(run, err))
			return -1;
		if (!wait && d->ops->cancel(d->self, fn, err)) {
			if (err->code != ERR_NOT_FOUND)
				return -1;
			err_clear(err);
		}
		if (component_ask(run, fn, &seen, err))
			return -1;
		if (seen.state != COMPONENT_IN_PROGRESS)
			break;
		run->clock->sleep_ms(run->clock->self, LOOK_AGAIN_MS);
	}
	run_event(run, &(struct run_event){ .kind = RUN_WAITED });
	return 0;
}

int step_quiet(struct run *run, bool *changed, struct err *err)
{
	*changed = false;
	for (size_t i = 0; i < run->statuses.count; i++) {
		if (run->statuses.items[i].state != COMPONENT_IN_PROGRESS)
			continue;
		*changed = run->changed = true;
		if (settle(run, run->statuses.items[i].name, err))
			return -1;
	}
	return 0;
}
