/* fake.c - a deployment and a pusher in memory. */
#include "fake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool fails(const struct fake *f, bool after)
{
	if (!f->fail_at || f->calls < f->fail_at || (f->calls > f->fail_at && !f->fail_on))
		return false;
	return f->fail_on || f->fail_after == after;
}

/* Every call passes here, before it acts ... */
static bool dies(struct fake *f, struct err *err)
{
	f->calls++;
	if (f->die_at && f->calls == f->die_at && !f->die_after)
		longjmp(f->death, 1);
	f->revision += f->calls == f->overtaken_at;
	if (f->calls == f->steal_at && *f->token) {
		snprintf(f->token, sizeof(f->token), "somebody");
		f->lost_at = f->calls;
	}
	if (f->calls == f->stall_at && *f->token) {
		f->now += 115000;
		f->lost_at = f->calls;
	}
	if (fails(f, false))
		err_set(err, ERR_UNREACHABLE, "no network");
	return err->code != ERR_NONE;
}

/* ... and here, when it has acted. */
static int answer_or(struct fake *f, enum err_code lost, struct err *err)
{
	if (f->die_at && f->calls == f->die_at && f->die_after)
		longjmp(f->death, 1);
	return fails(f, true) ? err_set(err, lost, "the answer was lost") : 0;
}

static int answer(struct fake *f, struct err *err)
{
	return answer_or(f, ERR_UNREACHABLE, err);
}

static int wrote(struct fake *f, struct err *err)
{
	f->revision++;
	return answer_or(f, ERR_UNKNOWN_OUTCOME, err);
}

/* Something was begun that nobody can take back. */
static void acts(struct fake *f)
{
	if (f->lost_at && f->calls > f->lost_at)
		f->late_acts++;
}

bool fake_interrupted(void *self)
{
	const struct fake *f = self;

	return f->interrupt_at && f->calls >= f->interrupt_at;
}

static char *keep(struct fake *f, const char *s)
{
	return arena_strdup(&f->arena, s);
}

static struct ledger_row *row_of(struct fake *f, const char *id)
{
	for (size_t i = 0; i < f->row_count; i++)
		if (!strcmp(f->rows[i].id, id))
			return &f->rows[i];
	return NULL;
}

static void keep_tables(struct fake *f, struct ledger_row *row, const struct names *tables)
{
	row->tables = (struct names){ 0 };
	for (size_t i = 0; i < tables->count; i++)
		names_add(&row->tables, &f->arena, tables->items[i]);
}

static struct fake_effect *effect_of(struct fake *f, const char *id)
{
	for (size_t i = 0; i < f->effect_count; i++)
		if (!strcmp(f->effects[i].id, id))
			return &f->effects[i];
	snprintf(f->effects[f->effect_count].id, sizeof(f->effects[0].id), "%s", id);
	return &f->effects[f->effect_count++];
}

static struct fake_worker *worker_of(struct fake *f, const char *fn)
{
	for (size_t i = 0; i < f->worker_count; i++)
		if (!strcmp(f->workers[i].fn, fn))
			return &f->workers[i];
	snprintf(f->workers[f->worker_count].fn, sizeof(f->workers[0].fn), "%s", fn);
	return &f->workers[f->worker_count++];
}

static int check_token(struct fake *f, const char *token, struct err *err)
{
	if (strcmp(f->token, token))
		return err_set(err, ERR_LEASE_LOST, "the lease is gone");
	return 0;
}

/* ---- migrations at work: four documents a poll ---- */

static void advance(struct fake *f, struct fake_worker *w)
{
	struct fake_effect *e = effect_of(f, w->id);

	if (w->state != COMPONENT_IN_PROGRESS)
		return;
	for (int n = 0; n < 4 && w->processed < FAKE_DOCUMENTS; n++) {
		if (!strcmp(w->direction == DIRECTION_UP ? f->throws : f->throws_back, w->id) &&
		    w->processed == 4) {
			w->state = COMPONENT_FAILED;
			return;
		}
		w->processed++;
		f->visits++;
		if (w->direction == DIRECTION_UP && e->done < w->processed)
			e->done = w->processed;
		if (w->direction == DIRECTION_DOWN && e->done > FAKE_DOCUMENTS - w->processed)
			e->done = FAKE_DOCUMENTS - w->processed;
	}
	if (w->processed == FAKE_DOCUMENTS)
		w->state = COMPONENT_SUCCESS;
}

static void tell(struct fake *f, const struct fake_worker *w, struct component_status *out)
{
	*out = (struct component_status){
		.name = keep(f, w->fn), .state = w->state, .known = w->known,
		.processed = w->processed,
		.cursor = w->state == COMPONENT_SUCCESS
			? NULL : arena_printf(&f->arena, "%d", w->processed),
		.latest_start = 1, .latest_end = 2,
		.error = w->state == COMPONENT_FAILED
			? f->says ? f->says : "Uncaught Error: document 4 is odd\n    at x" : NULL,
	};
}

static int fake_poll(void *self, struct arena *arena, const struct names *fns,
                     struct component_statuses *out, struct err *err)
{
	struct fake *f = self;

	if (dies(f, err))
		return -1;
	out->items = arena_alloc(arena, fns->count * sizeof(*out->items));
	out->count = fns->count;
	for (size_t i = 0; i < fns->count; i++) {
		struct fake_worker *w = worker_of(f, fns->items[i]);

		advance(f, w);
		tell(f, w, &out->items[i]);
	}
	return answer(f, err);
}

static int fake_poll_all(void *self, struct arena *arena, struct component_statuses *out,
                         struct err *err)
{
	struct fake *f = self;

	if (dies(f, err))
		return -1;
	out->items = arena_alloc(arena, (f->worker_count + 1) * sizeof(*out->items));
	out->count = 0;
	out->more = false;
	for (size_t i = f->worker_count; i-- > 0 && !out->more; ) {
		if (f->workers[i].known)
			tell(f, &f->workers[i], &out->items[out->count++]);
		out->more = f->most_listed && (int)out->count == f->most_listed;
	}
	return answer(f, err);
}

static int fake_cancel(void *self, const char *fn, struct err *err)
{
	struct fake *f = self;
	struct fake_worker *w = worker_of(f, fn);

	if (dies(f, err))
		return -1;
	if (w->state == COMPONENT_IN_PROGRESS)
		w->state = COMPONENT_CANCELED;
	return answer(f, err);
}

static const char *id_of_function(struct fake *f, const char *fn)
{
	for (size_t i = 0; i < f->seal_count; i++) {
		char path[64];

		snprintf(path, sizeof(path), "cvxSealed/s%.16s:", f->seals[i].hash);
		if (!strncmp(path, fn, strlen(path)))
			return f->seals[i].id;
	}
	for (size_t i = 0; f->target && i < f->target->count; i++)
		if (!strcmp(f->target->items[i].up_path, fn))
			return f->target->items[i].id;
	return NULL;
}

static void drop_function(struct fake *f, const char *path)
{
	struct names left = { 0 };

	for (size_t i = 0; i < f->functions.count; i++)
		if (strcmp(f->functions.items[i], path))
			names_add(&left, &f->arena, f->functions.items[i]);
	f->functions = left;
}

static int fake_start(void *self, const struct start_request *r, struct err *err)
{
	struct fake *f = self;
	struct ledger_row *row;
	struct fake_worker *w;
	const char *id = id_of_function(f, r->fn);

	if (dies(f, err) || check_token(f, r->token, err))
		return -1;
	if (f->removed_at && f->starts + 1 == f->removed_at) {
		f->removed_at = 0;
		drop_function(f, "cvxSealed/start:start");
	}
	if (!names_contain(&f->functions, r->start_path) ||
	    !names_contain(&f->functions, r->fn) || !id)
		return err_set(err, ERR_NOT_FOUND, "could not find function '%s'", r->fn);
	acts(f);
	f->starts++;
	row = row_of(f, r->row->id);
	if (!row)
		row = &f->rows[f->row_count++];
	{
		int64_t sequence = r->resume || r->row->direction == DIRECTION_DOWN
			? row->sequence : ++f->sequence;

		*row = *r->row;
		row->sequence = sequence;
	}
	row->started_at = (double)++f->now;
	row->id = keep(f, r->row->id);
	row->source = keep(f, r->row->source);
	row->seal = keep(f, r->row->seal);
	row->up_path = keep(f, r->row->up_path);
	row->down_path = keep(f, r->row->down_path);
	row->clone_id = keep(f, r->row->clone_id);
	keep_tables(f, row, &r->row->tables);
	w = worker_of(f, r->fn);
	if (r->reset || r->cursor || !w->known)
		w->processed = r->cursor ? (int)strtol(r->cursor, NULL, 10) : 0;
	w->known = true;
	snprintf(w->id, sizeof(w->id), "%s", id);
	w->direction = r->row->direction;
	if (r->reset || r->cursor || w->state != COMPONENT_SUCCESS)
		w->state = COMPONENT_IN_PROGRESS;
	advance(f, w);
	return wrote(f, err);
}

/* ---- ledger ---- */

static int fake_probe(void *self, struct arena *arena, struct probe *out, struct err *err)
{
	(void)arena;
	if (dies(self, err))
		return -1;
	*out = (struct probe){ .name = "fake", .version = "1", .kind.is_loopback = true };
	return answer(self, err);
}

static void head(struct fake *f, struct ledger *out)
{
	*out = (struct ledger){
		.ledger_id = f->mounted ? "fake" : NULL, .mounted = f->mounted,
		.revision = f->revision, .has_baseline = f->baseline,
		.bridge_run = *f->bridge ? keep(f, f->bridge) : NULL,
	};
}

static int fake_hello(void *self, struct arena *arena, struct ledger *out,
                      struct lease_holder *lease, struct err *err)
{
	struct fake *f = self;

	(void)arena;
	if (dies(self, err))
		return -1;
	head(self, out);
	*lease = (struct lease_holder){ 0 };
	if (*f->holder)
		*lease = (struct lease_holder){ f->holder, "test", f->holder, 1000 };
	return answer(self, err);
}

static int fake_read(void *self, struct arena *arena, struct ledger *out, struct err *err)
{
	struct fake *f = self;

	if (dies(f, err))
		return -1;
	head(f, out);
	out->rows = arena_alloc(arena, (f->row_count + 1) * sizeof(*out->rows));
	if (f->row_count)
		memcpy(out->rows, f->rows, f->row_count * sizeof(*out->rows));
	out->count = f->row_count;
	ledger_sort(out);
	return answer(f, err);
}

static int fake_acquire(void *self, struct arena *arena, const struct lease_request *r,
                        struct lease_holder *holder, struct err *err)
{
	struct fake *f = self;

	(void)arena;
	(void)holder;
	if (dies(f, err))
		return -1;
	if (f->free_at && f->now >= f->free_at)
		f->token[0] = '\0';
	if (*f->token && strcmp(f->token, r->token) && !r->same_run)
		return err_set(err, ERR_BUSY, "another run is in progress");
	if (r->revision >= 0 && r->revision != f->revision)
		return err_set(err, ERR_LEDGER_MOVED, "the ledger has moved");
	snprintf(f->token, sizeof(f->token), "%s", r->token);
	return wrote(f, err);
}

static int fake_renew(void *self, const char *token, struct err *err)
{
	const struct fake *f = self;

	if (dies(self, err) || check_token(self, token, err))
		return -1;
	if (f->stall_at && f->lost_at)
		return err_set(err, ERR_UNREACHABLE, "no answer");
	return answer(self, err);
}

static int fake_release(void *self, const char *token, struct err *err)
{
	struct fake *f = self;

	if (dies(f, err))
		return -1;
	/* One that is gone is as good as released. */
	if (!strcmp(f->token, token))
		f->token[0] = '\0';
	return wrote(f, err);
}

static int fake_finish(void *self, const struct finish_request *r, struct err *err)
{
	struct fake *f = self;
	struct ledger_row *row = row_of(f, r->id);

	if (dies(f, err) || check_token(f, r->token, err))
		return -1;
	if (row && row->status == r->status && row->direction == r->direction)
		return wrote(f, err);
	if (!row || (row->status != ROW_RUNNING && row->status != ROW_FAILED))
		return err_set(err, ERR_SERVER, "bad state");
	row->status = r->status;
	row->error = keep(f, r->error);
	row->processed = r->processed;
	row->completed_at = (double)++f->now;
	return wrote(f, err);
}

static int fake_record(void *self, const char *token, const struct ledger_row *rows,
                       size_t count, const char *reason, struct err *err)
{
	struct fake *f = self;

	(void)reason;
	if (dies(f, err) || check_token(f, token, err))
		return -1;
	for (size_t i = 0; i < count; i++) {
		struct ledger_row *row = row_of(f, rows[i].id);

		if (!row)
			row = &f->rows[f->row_count++];
		*row = rows[i];
		row->id = keep(f, rows[i].id);
		row->source = keep(f, rows[i].source);
		row->seal = keep(f, rows[i].seal);
		row->up_path = keep(f, rows[i].up_path);
		row->down_path = keep(f, rows[i].down_path);
		row->clone_id = keep(f, rows[i].clone_id);
		keep_tables(f, row, &rows[i].tables);
		if (!row->sequence)
			row->sequence = ++f->sequence;
	}
	return wrote(f, err);
}

static int fake_set_baseline(void *self, const char *token, const char *commit,
                             struct err *err)
{
	struct fake *f = self;

	(void)commit;
	if (dies(f, err) || check_token(f, token, err))
		return -1;
	f->baseline = true;
	return wrote(f, err);
}

static int fake_open_bridge(void *self, const char *token, const char *run_id,
                            const char *tree, struct err *err)
{
	struct fake *f = self;

	(void)tree;
	if (dies(f, err) || check_token(f, token, err))
		return -1;
	snprintf(f->bridge, sizeof(f->bridge), "%s", run_id);
	return wrote(f, err);
}

static int fake_close_bridge(void *self, const char *token, struct err *err)
{
	struct fake *f = self;

	if (dies(f, err) || check_token(f, token, err))
		return -1;
	f->bridge[0] = '\0';
	return wrote(f, err);
}

static int fake_seal_put(void *self, const char *token, const struct seal *seal,
                         struct err *err)
{
	struct fake *f = self;

	if (dies(f, err) || check_token(f, token, err))
		return -1;
	for (size_t i = 0; i < f->seal_count; i++)
		if (!strcmp(f->seals[i].hash, seal->hash))
			return answer(f, err);
	snprintf(f->seals[f->seal_count].hash, sizeof(f->seals[0].hash), "%s", seal->hash);
	snprintf(f->seals[f->seal_count].id, sizeof(f->seals[0].id), "%s", seal->source);
	if (seal->indexes && seal->indexes->count)
		snprintf(f->seals[f->seal_count].index, sizeof(f->seals[0].index), "%s",
		         seal->indexes->items[0].name);
	f->seal_count++;
	return wrote(f, err);
}

static int fake_seal_get(void *self, struct arena *arena, const char *hash, struct seal *out,
                         struct err *err)
{
	struct fake *f = self;

	(void)arena;
	if (dies(f, err))
		return -1;
	for (size_t i = 0; i < f->seal_count; i++) {
		if (strcmp(f->seals[i].hash, hash))
			continue;
		*out = (struct seal){ .hash = keep(f, hash), .source = keep(f, f->seals[i].id) };
		return answer(f, err);
	}
	return err_set(err, ERR_NOT_FOUND, "no such seal");
}

static int fake_deployed(void *self, struct arena *arena, struct deployed *out,
                         struct err *err)
{
	struct fake *f = self;

	(void)arena;
	if (dies(f, err))
		return -1;
	*out = (struct deployed){ .functions = f->functions, .has_schema = true,
		.validates = f->validates, .has_documents = f->documents,
		.migrations_mounted = f->mounted, .pending_schema = f->pending,
		.indexes = { &f->index, f->index.name ? 1 : 0 } };
	return answer(f, err);
}

static int fake_table_size(void *self, const char *table, int64_t *out, struct err *err)
{
	(void)table;
	if (dies(self, err))
		return -1;
	*out = FAKE_DOCUMENTS;
	return answer(self, err);
}

/* ---- pusher ---- */

static int fake_stage(void *self, struct arena *arena, struct names *warnings,
                      struct err *err)
{
	(void)arena;
	(void)warnings;
	return dies(self, err) ? -1 : answer(self, err);
}

static int fake_seal(void *self, struct arena *arena, const struct migration *m,
                     struct seal *out, struct err *err)
{
	unsigned h = 5381;

	if (dies(self, err))
		return -1;
	for (const char *p = m->source; *p; p++)
		h = h * 33 + (unsigned char)*p;
	*out = (struct seal){ .hash = arena_printf(arena, "%08x%08x", h, ~h), .source = m->id };
	return answer(self, err);
}

static bool fits(const struct fake *f)
{
	for (size_t i = 0; f->documents && i < f->target->count; i++)
		if (fake_done(f, f->target->items[i].id) != FAKE_DOCUMENTS)
			return false;
	for (size_t i = 0; f->documents && i < f->effect_count; i++)
		if (f->effects[i].done && !lineup_find(f->target, f->effects[i].id) &&
		    !(f->history && names_contain(f->history, f->effects[i].id)))
			return false;
	return true;
}

static int fake_push(void *self, const struct push_request *r, struct err *err)
{
	struct fake *f = self;

	if (dies(f, err))
		return -1;
	acts(f);
	if (f->refuse_pushes) {
		f->refuse_pushes--;
		*err = f->refusal;
		return -1;
	}
	if (!r->bridge && !fits(f))
		return err_set(err, ERR_SCHEMA, "a document in 'users' doesn't fit");
	r->bridge ? f->bridges++ : f->pushes++;
	if (r->bridge)
		f->kept = r->active.count ? r->active.items[0].name : NULL;
	f->index = (struct index_def){ "users", arena_printf(&f->arena, "%s%d",
	           r->bridge ? "bridge" : "push", r->bridge ? f->bridges : f->pushes), { 0 } };
	f->mounted = true;
	f->validates = !r->bridge;
	f->functions = (struct names){ 0 };
	names_add(&f->functions, &f->arena, "cvxStart:start");
	for (size_t i = 0; i < f->target->count; i++)
		names_add(&f->functions, &f->arena, f->target->items[i].up_path);
	if (r->with_start)
		names_add(&f->functions, &f->arena, "cvxSealed/start:start");
	for (size_t i = 0; i < r->seal_count; i++)
		for (int up = 0; up < 2; up++)
			names_add(&f->functions, &f->arena, arena_printf(&f->arena,
			          "cvxSealed/s%.16s:%s", r->seals[i]->hash, up ? "up" : "down"));
	return answer_or(f, ERR_UNKNOWN_OUTCOME, err);
}

static int fake_provides(void *self, const struct seal *seal, struct arena *arena,
                         struct provided *out, struct err *err)
{
	struct fake *f = self;

	(void)seal;
	(void)arena;
	*out = (struct provided){ .unread = f->unread ? "tally/lib:bump" : NULL };
	return dies(self, err) ? -1 : answer(self, err);
}

/* ---- the rest ---- */

static const struct deployment_ops deployment_ops = {
	.probe = fake_probe, .hello = fake_hello, .read = fake_read,
	.lease_acquire = fake_acquire, .lease_renew = fake_renew,
	.lease_release = fake_release, .start = fake_start, .poll = fake_poll,
	.poll_all = fake_poll_all, .cancel = fake_cancel, .finish = fake_finish,
	.record = fake_record, .set_baseline = fake_set_baseline,
	.open_bridge = fake_open_bridge, .close_bridge = fake_close_bridge,
	.seal_put = fake_seal_put, .seal_get = fake_seal_get, .deployed = fake_deployed,
	.table_size = fake_table_size,
};

static const struct pusher_ops pusher_ops = {
	.stage = fake_stage, .seal = fake_seal, .push = fake_push,
	.provides = fake_provides,
};

static int64_t now_ms(void *self)
{
	return ((struct fake *)self)->now;
}

static void sleep_ms(void *self, int64_t ms)
{
	((struct fake *)self)->now += ms;
}

struct deployment fake_deployment(struct fake *fake)
{
	return (struct deployment){ &deployment_ops, fake };
}

struct pusher fake_pusher(struct fake *fake)
{
	return (struct pusher){ &pusher_ops, fake };
}

struct clock fake_clock(struct fake *fake)
{
	return (struct clock){ now_ms, sleep_ms, fake };
}

void fake_init(struct fake *fake)
{
	*fake = (struct fake){ .now = 1000000 };
}

void fake_dispose(struct fake *fake)
{
	arena_dispose(&fake->arena);
}

void fake_revive(struct fake *fake)
{
	fake->calls = fake->die_at = fake->fail_at = fake->interrupt_at = 0;
	fake->overtaken_at = fake->steal_at = fake->stall_at = fake->lost_at = fake->late_acts = 0;
	fake->fail_after = fake->fail_on = false;
}

int fake_done(const struct fake *fake, const char *id)
{
	for (size_t i = 0; i < fake->effect_count; i++)
		if (!strcmp(fake->effects[i].id, id))
			return fake->effects[i].done;
	return 0;
}

const struct ledger_row *fake_row(const struct fake *fake, const char *id)
{
	for (size_t i = 0; i < fake->row_count; i++)
		if (!strcmp(fake->rows[i].id, id))
			return &fake->rows[i];
	return NULL;
}

struct lineup fake_lineup(struct fake *fake, const char *const *ids)
{
	struct lineup lineup = { .label = "test" };

	for (; *ids; ids++) {
		const char *id = arena_strndup(&fake->arena, *ids, strcspn(*ids, "@"));
		struct migration m = {
			.id = id, .source = strchr(*ids, '@') ? strchr(*ids, '@') + 1 : id,
			.table = "users",
			.file = arena_printf(&fake->arena, "convex/migrations/%s.ts", id),
			.up_path = arena_printf(&fake->arena, "migrations/%s:up", id),
			.down_path = arena_printf(&fake->arena, "migrations/%s:down", id),
		};

		names_add(&m.tables, &fake->arena, "users");
		lineup.items = arena_grow(&fake->arena, lineup.items, lineup.count, sizeof(m));
		lineup.items[lineup.count++] = m;
	}
	return lineup;
}
