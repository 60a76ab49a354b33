/* test_walk.c - random walks of two clones over random branches, with the run engine against
 * a deployment in memory: whatever is written, merged, rebased, squashed, deleted, edited or
 * killed, the data ends in the shape of the branch that was brought in line last.
 *
 * CVX_SEED=n repeats the walk n, CVX_WALKS=n takes more of them. One that fails is shrunk to
 * the moves that it takes. */
#include "fake.h"
#include "graph.h"
#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

#define WALKS 600
#define MOVES 24
#define CALLS 40                /* of a longer run; where it dies is drawn from them */

static char dir[] = "/tmp/cvx-walk-XXXXXX";
static const char *const clones[GRAPH_CLONES] = { "a", "b" };

struct walk {
	struct move moves[MOVES];
	size_t count;
	struct policy policy;
	struct half_done half_done;   /* what is asked for by hand */
};

static struct {
	size_t deaths, refused, downs, ups;
} seen;

/* ---- one run of one clone ---- */

struct outcome {
	int rc;
	struct err err;
	struct plan plan;
	bool died;
};

static const char *id_of(int id)
{
	static const char *const ids[GRAPH_IDS] = {
		"m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9",
	};

	return ids[id];
}

static struct lineup lineup_of(struct fake *f, const struct graph_branch *branch)
{
	static const char *const tables[] = { "users", "rooms", "messages" };
	const char *ids[GRAPH_IDS + 1] = { NULL };
	struct lineup lineup;
	int n = 0;

	for (int id = 0; id < GRAPH_IDS; id++)
		if (branch->holds >> id & 1)
			ids[n++] = id_of(id);
	ids[n] = NULL;
	lineup = fake_lineup(f, ids);
	for (size_t i = 0; i < lineup.count; i++) {
		struct migration *m = &lineup.items[i];
		int id = m->id[1] - '0';

		m->source = arena_printf(&f->arena, "%s.%d", m->id, branch->edition[id]);
		m->tables = (struct names){ 0 };
		names_add(&m->tables, &f->arena, tables[id % 3]);
		if (id % 4 == 3)
			names_add(&m->tables, &f->arena, tables[(id + 1) % 3]);
	}
	return lineup;
}

static const struct outcome *run(struct fake *f, const struct graph_branch *branch,
                                 const struct walk *walk, unsigned clone, bool hook)
{
	/* static: they are read after a longjmp */
	static struct outcome out;
	static struct run r;
	static struct arena arena;
	struct lineup target = lineup_of(f, branch);
	struct names history = { 0 };
	struct clock clock = fake_clock(f);
	struct journal *journal = NULL;

	arena_dispose(&arena);
	arena = (struct arena){ 0 };
	for (int id = 0; id < GRAPH_IDS; id++)
		if (branch->history >> id & 1)
			names_add(&history, &f->arena, id_of(id));
	out = (struct outcome){ .err = ERR_INIT };
	r = (struct run){
		.deployment = fake_deployment(f), .pusher = fake_pusher(f), .clock = &clock,
		.arena = &arena, .mode = RUN_MIGRATE, .policy = walk->policy, .by_hook = hook,
		.take_over = !hook, .half_done = hook ? (struct half_done){ 0 } : walk->half_done,
		.target = &target,
		.history = &history, .tree = "t", .commit = "c",
		.branch = "main", .environment = "dev", .clone_id = clones[clone],
		.clone_name = clones[clone], .command = "test", .scope = PLAN_ALIGN,
		.callbacks = { .payload = f, .interrupted = fake_interrupted },
	};
	f->target = &target;
	f->history = &history;
	if (journal_open(&journal, dir, clones[clone], &out.err))
		abort();
	r.journal = journal;
	out.died = true;
	if (!setjmp(f->death)) {
		out.rc = run_execute(&r, &out.err);
		out.died = false;
	}
	out.plan = r.plan;
	journal_close(journal);
	f->target = NULL;
	f->history = NULL;
	return &out;
}

/* ---- what must hold ---- */

/* What of the deployment's life a refused run may not have touched. */
struct trace {
	int64_t revision;
	int starts, pushes, bridges;
};

static struct trace trace_of(const struct fake *f)
{
	return (struct trace){ f->revision, f->starts, f->pushes, f->bridges };
}

static const char *check_data(const struct fake *f, const struct graph_branch *branch)
{
	if (!f->validates || *f->bridge)
		return "schema validation is off";
	if (*f->token)
		return "the lease is still held";
	for (int id = 0; id < GRAPH_IDS; id++) {
		const struct ledger_row *row = fake_row(f, id_of(id));
		int documents = fake_done(f, id_of(id));
		bool holds = branch->holds >> id & 1, retired = branch->history >> id & 1;

		if (holds && (documents != FAKE_DOCUMENTS || row->status != ROW_COMPLETED))
			return "something of the branch is missing";
		if (!holds && !retired && (documents || (row && row_is_applied(row))))
			return "data of another branch is left";
	}
	return NULL;
}

static const char *check_editions(const struct fake *f, const struct graph_branch *branch,
                                  const struct walk *walk)
{
	for (int id = 0; walk->policy.edited == EDITED_REDO && id < GRAPH_IDS; id++) {
		const struct ledger_row *row = fake_row(f, id_of(id));
		char source[16];

		snprintf(source, sizeof(source), "%s.%d", id_of(id), branch->edition[id]);
		if (branch->holds >> id & 1 && strcmp(row->source, source))
			return "an older edition is applied";
	}
	return NULL;
}

/* ---- the walk ---- */

/* First as a hook does, which may be refused and then has changed nothing; then by hand. */
static const char *align(struct fake *f, const struct graph *graph, const struct walk *walk,
                         const struct move *move)
{
	const struct graph_branch *branch = graph_here(graph, move->clone);
	struct trace before = trace_of(f), after;
	const struct outcome *o;
	const char *wrong;

	f->die_at = move->dies_at;
	f->die_after = move->dies_after;
	f->calls = 0;
	o = run(f, branch, walk, move->clone, true);
	seen.downs += o->plan.downs;
	seen.ups += o->plan.ups;
	after = trace_of(f);
	fake_revive(f);
	if (o->died) {
		seen.deaths++;
		return NULL;
	}
	if (o->rc) {
		if (f->starts != before.starts || after.bridges != before.bridges)
			return "a run that was refused has changed something";
		seen.refused++;
		/* Two minutes later a lease that nobody renews is free. */
		f->token[0] = '\0';
		o = run(f, branch, walk, move->clone, false);
		fake_revive(f);
		if (o->rc) {
			printf("# %s\n", o->err.msg);
			return "refused by hand, too";
		}
	}
	wrong = check_data(f, branch);
	return wrong ? wrong : check_editions(f, branch, walk);
}

/* What went wrong; *at is the move. NULL if nothing did. */
static const char *take(const struct walk *walk, size_t *at)
{
	struct graph graph;
	struct fake f;
	struct walk none = { .policy = walk->policy };
	struct move first = { .clone = 0 };
	const char *wrong;

	graph_init(&graph);
	fake_init(&f);
	wrong = align(&f, &graph, &none, &first);
	f.documents = true;
	for (*at = 0; *at < walk->count && !wrong; ++*at)
		if (graph_move(&graph, &walk->moves[*at]))
			wrong = align(&f, &graph, walk, &walk->moves[*at]);
	fake_dispose(&f);
	for (int i = 0; i < GRAPH_CLONES; i++) {
		char path[64];

		snprintf(path, sizeof(path), "%s/%s", dir, clones[i]);
		unlink(path);
		snprintf(path, sizeof(path), "%s/%s.lock", dir, clones[i]);
		unlink(path);
	}
	return wrong;
}

static unsigned draw(uint64_t *random, unsigned n)
{
	*random = *random * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(*random >> 33) % n;
}

static struct walk make_walk(uint64_t seed)
{
	static const enum move_kind often[] = {
		MOVE_WRITE, MOVE_WRITE, MOVE_WRITE, MOVE_SWITCH, MOVE_SWITCH, MOVE_SWITCH,
		MOVE_FORK, MOVE_FORK, MOVE_MERGE, MOVE_REBASE, MOVE_SQUASH, MOVE_EDIT,
		MOVE_DELETE, MOVE_DROP,
	};
	struct walk walk = { .policy = POLICY_INIT };
	uint64_t random = seed;

	walk.policy.order = draw(&random, 2) ? ORDER_APPLY : ORDER_REPLAY;
	walk.policy.edited = draw(&random, 2) ? EDITED_WARN : EDITED_REDO;
	walk.half_done.restart = draw(&random, 2);
	walk.half_done.finish = draw(&random, 2);
	walk.half_done.undo = !walk.half_done.finish;
	for (; walk.count < MOVES; walk.count++)
		walk.moves[walk.count] = (struct move){
			.kind = often[draw(&random, sizeof(often) / sizeof(*often))],
			.clone = draw(&random, GRAPH_CLONES), .operand = draw(&random, 1000),
			.dies_at = draw(&random, 4) ? 0 : 1 + (int)draw(&random, CALLS),
			.dies_after = draw(&random, 2),
		};
	return walk;
}

/* Leave out every move without which it fails as well. */
static void shrink(struct walk *walk, const char *wrong)
{
	size_t at;

	for (size_t i = walk->count; i-- > 0;) {
		struct walk less = *walk;
		const char *now;

		memmove(&less.moves[i], &less.moves[i + 1],
		        (less.count - i - 1) * sizeof(*less.moves));
		less.count--;
		now = take(&less, &at);
		if (now && !strcmp(now, wrong))
			*walk = less;
	}
}

static void tell(uint64_t seed, struct walk *walk, const char *wrong)
{
	shrink(walk, wrong);
	printf("# CVX_SEED=%llu, order %s, edited %s%s%s: %s, after\n", (unsigned long long)seed,
	       walk->policy.order == ORDER_APPLY ? "apply" : "replay",
	       walk->policy.edited == EDITED_WARN ? "warn" : "redo",
	       walk->half_done.restart ? ", restart" : "",
	       walk->half_done.finish ? ", finish first" : "", wrong);
	for (size_t i = 0; i < walk->count; i++) {
		char text[128];

		graph_describe(text, sizeof(text), &walk->moves[i]);
		printf("#   %s\n", text);
	}
}

int main(void)
{
	const char *given = getenv("CVX_SEED"), *more = getenv("CVX_WALKS"), *wrong = NULL;
	uint64_t seed = given ? strtoull(given, NULL, 10) : 1;
	uint64_t last = seed + (more ? strtoull(more, NULL, 10) : given ? 1 : WALKS);

	if (!mkdtemp(dir))
		return 1;
	for (uint64_t i = seed; i < last && !wrong; i++) {
		struct walk walk = make_walk(i);
		size_t at;

		wrong = take(&walk, &at);
		if (wrong)
			tell(i, &walk, wrong);
	}
	is_str(wrong, NULL, "every walk ends with the data of the branch");
	printf("# CVX_SEED=%llu: %zu deaths, %zu refusals, %zu downs, %zu ups\n",
	       (unsigned long long)seed, seen.deaths, seen.refused, seen.downs, seen.ups);
	ok(given || (seen.deaths > 500 && seen.refused > 100 && seen.downs > 1000),
	   "and the walks were worth walking");
	ok(!rmdir(dir), "no journal is left");
	return done();
}
