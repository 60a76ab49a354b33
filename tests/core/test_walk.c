/* test_walk.c - random walks over random branches: carrying out the plan brings the data
 * where a replay of the branch would.
 *
 * The data is one stack of ids per table: an up pushes its id on each of its tables, a
 * down takes it off again. So the order of application shows, and undoing something from
 * beneath something else is seen at once. Runs break off between steps, and in the middle
 * of one. CVX_SEED repeats a walk that failed. */
#include "core/plan.h"
#include "tap.h"

#include <stdint.h>
#include <stdlib.h>

#define IDS 40
#define TABLES 4
#define BRANCHES 5
#define WALKS 600
#define MOVES 30

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
	char names[IDS][8];
	struct ledger_row rows[IDS];
	uint64_t recorded;         /* ids that have a row */
	int64_t sequence;
	struct branch branches[BRANCHES];
	size_t branch_count;
	uint64_t used;             /* ids that were ever given away */
	enum order_policy order;
	const char *wrong;         /* what went wrong, or NULL */
};

static const char *const table_names[TABLES] = { "a", "b", "c", "d" };
static uint64_t state;
static size_t total_downs, total_replays, total_breaks, total_partial;

static uint32_t pick(uint32_t n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(state >> 33) % n;
}

static uint64_t bit(int id)
{
	return (uint64_t)1 << id;
}

static bool has(uint64_t set, int id)
{
	return set & bit(id);
}

static void fail(struct world *w, const char *what)
{
	if (!w->wrong)
		w->wrong = what;
}

/* ---- what plan_make() is given ---- */

static struct names tables_of(const struct world *w, struct arena *arena, int id)
{
	struct names names = { NULL, 0 };

	for (int t = 0; t < TABLES; t++)
		if (w->touches[id] >> t & 1)
			names_add(&names, arena, table_names[t]);
	return names;
}

static struct lineup lineup_of(const struct world *w, struct arena *arena, uint64_t set)
{
	struct lineup lineup = { arena_alloc(arena, IDS * sizeof(struct migration)), 0, "x" };

	for (int id = 0; id < IDS; id++)
		if (has(set, id))
			lineup.items[lineup.count++] = (struct migration){
				.id = w->names[id], .source = w->names[id],
				.tables = tables_of(w, arena, id), .up_path = w->names[id],
				.down_path = "down",
			};
	return lineup;
}

static struct ledger ledger_of(const struct world *w, struct arena *arena)
{
	struct ledger ledger = { .mounted = true };

	ledger.rows = arena_alloc(arena, IDS * sizeof(*ledger.rows));
	for (int id = 0; id < IDS; id++)
		if (has(w->recorded, id)) {
			ledger.rows[ledger.count] = w->rows[id];
			ledger.rows[ledger.count++].tables = tables_of(w, arena, id);
		}
	return ledger;
}

static struct plan plan_for(const struct world *w, struct arena *arena,
                            const struct branch *branch)
{
	struct lineup *target = arena_alloc(arena, sizeof(*target));
	struct ledger *ledger = arena_alloc(arena, sizeof(*ledger));
	struct names *history = arena_alloc(arena, sizeof(*history));
	struct plan_input in = {
		.target = target, .ledger = ledger, .history = history, .policy = POLICY_INIT,
		.clone_id = "me", .undo_partial = true,
	};
	struct plan plan;

	*target = lineup_of(w, arena, branch->holds);
	*ledger = ledger_of(w, arena);
	for (int id = 0; id < IDS; id++)
		if (has(branch->history, id))
			names_add(history, arena, w->names[id]);
	in.policy.order = w->order;
	plan_make(&plan, arena, &in);
	return plan;
}

/* ---- carrying it out ---- */

static size_t find(const struct stack *stack, int id)
{
	size_t i = 0;

	while (i < stack->count && stack->ids[i] != id)
		i++;
	return i;
}

/* Both do nothing where it is done already. A retired one may lie on top: it stays. */
static void push(struct stack *stack, int id)
{
	if (find(stack, id) == stack->count)
		stack->ids[stack->count++] = id;
}

static void take(struct world *w, struct stack *stack, int id, const struct branch *branch)
{
	size_t i = find(stack, id);

	if (i == stack->count)
		return;
	for (; i + 1 < stack->count; i++) {
		stack->ids[i] = stack->ids[i + 1];
		if (has(branch->holds, stack->ids[i]) || !has(branch->history, stack->ids[i]))
			fail(w, "undone beneath another one");
	}
	stack->count--;
}

/* Run one step; false if the run broke off in its midst. */
static bool run_step(struct world *w, const struct step *step, const struct branch *branch)
{
	int id = atoi(step->id + 1);
	struct ledger_row *row = &w->rows[id];
	bool up = step->kind == STEP_UP;
	/* A half-done up keeps its place in the ledger's order while others run first:
	 * only under replay is it undone before. */
	bool broken = (!up || w->order == ORDER_REPLAY) && !pick(25);
	bool on_data = has(w->recorded, id) && row->status != ROW_ROLLED_BACK;

	if (up ? on_data && step->life != LIFE_RESUME : !on_data)
		fail(w, "run though applied, or undone though not");
	if (step->life != LIFE_RESUME && up)
		row->sequence = ++w->sequence;
	for (int t = 0; t < TABLES; t++) {
		if (!(w->touches[id] >> t & 1))
			continue;
		if (up)
			push(&w->tables[t], id);
		else
			take(w, &w->tables[t], id, branch);
		if (broken)
			break;
	}
	w->recorded |= bit(id);
	row->direction = up ? DIRECTION_UP : DIRECTION_DOWN;
	row->status = broken ? ROW_FAILED : up ? ROW_COMPLETED : ROW_ROLLED_BACK;
	row->processed = 1;
	total_downs += !up;
	total_replays += step->reason == REASON_REPLAY;
	total_partial += broken;
	return !broken;
}

/* False if the run broke off. */
static bool carry_out(struct world *w, const struct plan *plan, const struct branch *branch)
{
	for (size_t i = 0; i < plan->step_count; i++) {
		if (!pick(20)) {
			total_breaks++;
			return false;
		}
		if (plan->steps[i].kind != STEP_UP && plan->steps[i].kind != STEP_DOWN)
			fail(w, "a step of an unexpected kind");
		else if (!run_step(w, &plan->steps[i], branch))
			return false;
	}
	return true;
}

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

		if (!has(branch->holds, id)) {
			if (!has(branch->history, id))
				fail(w, "data of another branch is left");
			continue;
		}
		if (place < last)
			fail(w, "applied in the wrong order");
		last = place;
		seen |= bit(id);
	}
	for (int id = 0; id < IDS; id++)
		if (w->touches[id] >> table & 1)
			expected |= bit(id) & branch->holds;
	if (seen != expected)
		fail(w, "something of the branch is missing");
}

static void align(struct world *w, const struct branch *branch)
{
	struct arena arena = { NULL };
	struct plan plan = plan_for(w, &arena, branch);

	if (plan.refusal_count)
		fail(w, plan.refusals[0].kind == REFUSAL_PARTIAL ? "partial" : "refused");
	if (carry_out(w, &plan, branch) && !w->wrong) {
		for (int t = 0; t < TABLES; t++)
			check_table(w, t, branch);
		plan = plan_for(w, &arena, branch);
		if (!plan_is_empty(&plan))
			fail(w, "a second plan isn't empty");
	}
	arena_dispose(&arena);
}

/* ---- the walk ---- */

static void add_migration(struct world *w, struct branch *branch)
{
	int id = (int)pick(IDS);

	if (has(w->used, id))
		return;
	w->used |= bit(id);
	branch->holds |= bit(id);
	branch->history |= bit(id);
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
	uint32_t what = pick(10);

	if (what < 4) {
		add_migration(w, branch);
	} else if (what == 4 && w->branch_count < BRANCHES) {
		w->branches[w->branch_count] = *branch;
		return w->branch_count++;
	} else if (what == 5) {
		merge(branch, &w->branches[pick((uint32_t)w->branch_count)]);
	} else if (what == 6 && !pick(3)) {
		branch->holds &= ~bit((int)pick(IDS));
	} else {
		return pick((uint32_t)w->branch_count);
	}
	return at;
}

static const char *walk(enum order_policy order)
{
	struct world w = { .order = order, .branch_count = 1 };
	size_t at = 0;

	for (int id = 0; id < IDS; id++) {
		snprintf(w.names[id], sizeof(w.names[id]), "m%02d", id);
		w.touches[id] = 1 + pick((1 << TABLES) - 1);
		w.touches[id] &= pick(2) ? w.touches[id] : (1u << pick(TABLES)) | 1;
		w.touches[id] = w.touches[id] ? w.touches[id] : 2;
	}
	for (int id = 0; id < IDS; id++)
		w.rows[id] = (struct ledger_row){
			.id = w.names[id], .source = w.names[id], .seal = "seal", .clone_id = "me",
			.up_path = w.names[id], .down_path = "down", .completed_at = 1,
		};
	for (int i = 0; i < MOVES && !w.wrong; i++) {
		at = move(&w, at);
		align(&w, &w.branches[at]);
	}
	return w.wrong;
}

int main(void)
{
	const char *given = getenv("CVX_SEED");
	uint64_t seed = given ? strtoull(given, NULL, 10) : 1;
	const char *wrong = NULL;
	int walks = 0;

	for (; walks < WALKS && !wrong; walks++) {
		state = seed + (uint64_t)walks;
		wrong = walk(state % 2 ? ORDER_APPLY : ORDER_REPLAY);
		if (wrong)
			printf("# to walk it first: CVX_SEED=%llu\n",
			       (unsigned long long)seed + (unsigned)walks);
	}
	is_str(wrong, NULL, "every walk ends with the data of its branch");
	printf("# CVX_SEED=%llu, %d walks, %zu downs, %zu replays, %zu breaks, %zu half done\n",
	       (unsigned long long)seed, walks, total_downs, total_replays, total_breaks,
	       total_partial);
	ok(total_downs > 1000 && total_replays > 100 && total_breaks > 100 && total_partial > 100,
	   "and the walks were worth walking");
	return done();
}
