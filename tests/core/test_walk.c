/* test_walk.c - random walks over random branches: carrying out the plan brings the data
 * where a replay of the branch would. CVX_SEED repeats a walk that failed. */
#include "tap.h"
#include "world.h"

#include <stdlib.h>

#define WALKS 600
#define MOVES 30

/* ---- what must hold afterwards ---- */

/* Under replay those of the branch lie in id order, otherwise in the ledger's. */
static void check_table(struct world *w, int table, const struct branch *branch)
{
	const struct stack *stack = &w->tables[table];
	uint64_t seen = 0, expected = 0;
	int64_t last = -1;

	for (size_t i = 0; i < stack->count; i++) {
		int id = stack->ids[i];
		int64_t place = w->order == ORDER_REPLAY ? id : w->rows[id].sequence;

		if (!set_has(branch->holds, id)) {
			if (!set_has(branch->history, id))
				world_fail(w, "data of another branch is left");
			continue;
		}
		if (place < last)
			world_fail(w, "applied in the wrong order");
		last = place;
		seen |= set_of(id);
	}
	for (int id = 0; id < IDS; id++)
		if (w->touches[id] >> table & 1)
			expected |= set_of(id) & branch->holds;
	if (seen != expected)
		world_fail(w, "something of the branch is missing");
}

static void align(struct world *w, const struct branch *branch)
{
	struct arena arena = { 0 };
	struct plan plan = world_plan(w, &arena, branch);

	if (plan.refusal_count)
		world_fail(w, plan.refusals[0].kind == REFUSAL_PARTIAL ? "partial" : "refused");
	if (world_carry_out(w, &plan, branch) && !w->wrong) {
		for (int t = 0; t < TABLES; t++)
			check_table(w, t, branch);
		plan = world_plan(w, &arena, branch);
		if (!plan_is_empty(&plan))
			world_fail(w, "a second plan isn't empty");
	}
	arena_dispose(&arena);
}

/* ---- the walk ---- */

static void add_migration(struct world *w, struct branch *branch)
{
	int id = (int)world_pick(w, IDS);

	if (set_has(w->used, id))
		return;
	w->used |= set_of(id);
	branch->holds |= set_of(id);
	branch->history |= set_of(id);
}

/* A file deleted on either side stays deleted. */
static void merge(struct branch *into, const struct branch *from)
{
	uint64_t deleted = (into->history & ~into->holds) | (from->history & ~from->holds);

	into->holds = (into->holds | from->holds) & ~deleted;
	into->history |= from->history;
}

/* Change the branch, or go to another; returns the branch that is checked out now. */
static size_t move(struct world *w, size_t at)
{
	struct branch *branch = &w->branches[at];
	uint32_t what = world_pick(w, 10);

	if (what < 4) {
		add_migration(w, branch);
	} else if (what == 4 && w->branch_count < BRANCHES) {
		w->branches[w->branch_count] = *branch;
		return w->branch_count++;
	} else if (what == 5) {
		merge(branch, &w->branches[world_pick(w, (uint32_t)w->branch_count)]);
	} else if (what == 6 && !world_pick(w, 3)) {
		branch->holds &= ~set_of((int)world_pick(w, IDS));
	} else {
		return world_pick(w, (uint32_t)w->branch_count);
	}
	return at;
}

int main(void)
{
	const char *given = getenv("CVX_SEED");
	uint64_t seed = given ? strtoull(given, NULL, 10) : 1;
	size_t downs = 0, replays = 0, breaks = 0, partial = 0;
	const char *wrong = NULL;

	for (uint64_t i = seed; i < seed + WALKS && !wrong; i++) {
		struct world w;
		size_t at = 0;

		world_init(&w, i, i % 2 ? ORDER_APPLY : ORDER_REPLAY);
		for (int m = 0; m < MOVES && !w.wrong; m++) {
			at = move(&w, at);
			align(&w, &w.branches[at]);
		}
		downs += w.downs;
		replays += w.replays;
		breaks += w.breaks;
		partial += w.partial;
		wrong = w.wrong;
		if (wrong)
			printf("# to walk it first: CVX_SEED=%llu\n", (unsigned long long)i);
	}
	is_str(wrong, NULL, "every walk ends with the data of its branch");
	printf("# CVX_SEED=%llu, %d walks: %zu downs, %zu replays, %zu breaks, %zu half done\n",
	       (unsigned long long)seed, WALKS, downs, replays, breaks, partial);
	ok(downs > 1000 && replays > 100 && breaks > 100 && partial > 100,
	   "and the walks were worth walking");
	return done();
}
