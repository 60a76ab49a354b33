/* world.h - a deployment and a handful of branches in memory, for test_walk.c.
 *
 * The data is one stack of ids per table: an up pushes its id on each of its tables, a
 * down takes it off again. So the order of application shows, and undoing something from
 * beneath something else is seen at once. */
#ifndef CVX_TESTS_CORE_WORLD_H
#define CVX_TESTS_CORE_WORLD_H

#include "core/plan.h"

#include <stdint.h>

#define IDS 40
#define TABLES 4
#define BRANCHES 5

struct stack {
	int ids[IDS];
	size_t count;
};

struct branch {
	uint64_t holds, history;   /* sets of ids */
};

struct world {
	struct stack tables[TABLES];
	unsigned touches[IDS];     /* set of tables */
	char names[IDS][16];
	struct ledger_row rows[IDS];
	uint64_t recorded;         /* ids that have a row */
	int64_t sequence;
	struct branch branches[BRANCHES];
	size_t branch_count;
	uint64_t used;             /* ids that were ever given away */
	enum order_policy order;
	size_t downs, replays, breaks, partial; /* how much has happened */
	uint64_t random;
	const char *wrong;         /* what went wrong first, or NULL */
};

/* One branch without migrations; everything follows from the seed. */
void world_init(struct world *w, uint64_t seed, enum order_policy order);

/* A random number below n. */
uint32_t world_pick(struct world *w, uint32_t n);

bool set_has(uint64_t set, int id);
uint64_t set_of(int id);

void world_fail(struct world *w, const char *what);

/* The plan that brings the data in line with the branch. */
struct plan world_plan(const struct world *w, struct arena *arena,
                       const struct branch *branch);

/* Carry it out; false if the run broke off, between two steps or in the midst of one. */
bool world_carry_out(struct world *w, const struct plan *plan, const struct branch *branch);

#endif
