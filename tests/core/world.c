/* world.c - a deployment and a handful of branches in memory. */
#include "world.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const table_names[TABLES] = { "a", "b", "c", "d" };

uint32_t world_pick(struct world *w, uint32_t n)
{
	w->random = w->random * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(w->random >> 33) % n;
}

uint64_t set_of(int id)
{
	return (uint64_t)1 << id;
}

bool set_has(uint64_t set, int id)
{
	return set & set_of(id);
}

void world_fail(struct world *w, const char *what)
{
	if (!w->wrong)
		w->wrong = what;
}

void world_init(struct world *w, uint64_t seed, enum order_policy order)
{
	*w = (struct world){ .random = seed, .order = order, .branch_count = 1 };
	for (int id = 0; id < IDS; id++) {
		snprintf(w->names[id], sizeof(w->names[id]), "m%02d", id);
		w->touches[id] = 1u << world_pick(w, TABLES);
		if (!world_pick(w, 2))
			w->touches[id] |= 1 + world_pick(w, (1 << TABLES) - 1);
		w->rows[id] = (struct ledger_row){
			.id = w->names[id], .source = w->names[id], .seal = "seal",
			.clone_id = "me", .up_path = w->names[id], .down_path = "down",
			.completed_at = 1,
		};
	}
}

/* ---- what plan_make() is given ---- */

static struct names tables_of(const struct world *w, struct arena *arena, int id)
{
	struct names names = { 0 };

	for (int t = 0; t < TABLES; t++)
		if (w->touches[id] >> t & 1)
			names_add(&names, arena, table_names[t]);
	return names;
}

static struct lineup lineup_of(const struct world *w, struct arena *arena, uint64_t set)
{
	struct lineup lineup = { arena_alloc(arena, IDS * sizeof(struct migration)), 0, "x", NULL };

	for (int id = 0; id < IDS; id++)
		if (set_has(set, id))
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
		if (set_has(w->recorded, id)) {
			ledger.rows[ledger.count] = w->rows[id];
			ledger.rows[ledger.count++].tables = tables_of(w, arena, id);
		}
	return ledger;
}

struct plan world_plan(const struct world *w, struct arena *arena,
                       const struct branch *branch)
{
	struct lineup *target = arena_alloc(arena, sizeof(*target));
	struct ledger *ledger = arena_alloc(arena, sizeof(*ledger));
	struct names *history = arena_alloc(arena, sizeof(*history));
	struct plan_input in = {
		.target = target, .ledger = ledger, .history = history, .policy = POLICY_INIT,
		.clone_id = "me", .half_done.undo = true,
	};
	struct plan plan;

	*target = lineup_of(w, arena, branch->holds);
	*ledger = ledger_of(w, arena);
	for (int id = 0; id < IDS; id++)
		if (set_has(branch->history, id))
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
		if (set_has(branch->holds, stack->ids[i]) ||
		    !set_has(branch->history, stack->ids[i]))
			world_fail(w, "undone beneath another one");
	}
	stack->count--;
}

/* Run one step; false if the run broke off in its midst. */
static bool run_step(struct world *w, const struct step *step, const struct branch *branch)
{
	int id = (int)strtol(step->id + 1, NULL, 10);
	struct ledger_row *row = &w->rows[id];
	bool up = step->kind == STEP_UP;
	/* A half-done up keeps its place in the ledger's order while others run first:
	 * only under replay is it undone before. */
	bool broken = (!up || w->order == ORDER_REPLAY) && !world_pick(w, 25);
	bool on_data = set_has(w->recorded, id) && row->status != ROW_ROLLED_BACK;

	if (up ? on_data && step->life != LIFE_RESUME : !on_data)
		world_fail(w, "run though applied, or undone though not");
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
	w->recorded |= set_of(id);
	row->direction = up ? DIRECTION_UP : DIRECTION_DOWN;
	row->status = broken ? ROW_FAILED : up ? ROW_COMPLETED : ROW_ROLLED_BACK;
	row->processed = 1;
	w->downs += !up;
	w->replays += step->reason == REASON_REPLAY;
	w->partial += broken;
	return !broken;
}

bool world_carry_out(struct world *w, const struct plan *plan, const struct branch *branch)
{
	for (size_t i = 0; i < plan->step_count; i++) {
		if (!world_pick(w, 20)) {
			w->breaks++;
			return false;
		}
		if (plan->steps[i].kind != STEP_UP && plan->steps[i].kind != STEP_DOWN)
			world_fail(w, "a step of an unexpected kind");
		else if (!run_step(w, &plan->steps[i], branch))
			return false;
	}
	return true;
}
