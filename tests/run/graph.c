/* graph.c - the branches of a repository as far as migrations go. */
#include "graph.h"

#include <stdio.h>

void graph_init(struct graph *graph)
{
	*graph = (struct graph){ .branches[0].exists = true };
}

const struct graph_branch *graph_here(const struct graph *graph, unsigned clone)
{
	return &graph->branches[graph->at[clone]];
}

/* ---- changes of the branch that is checked out ---- */

static bool write_one(struct graph *graph, struct graph_branch *here, unsigned id)
{
	if (graph->used >> id & 1)
		return false;
	graph->used |= 1u << id;
	here->holds |= 1u << id;
	here->history |= 1u << id;
	return true;
}

/* Files of `from` come over, but those that either side has deleted. */
static void take_over(struct graph_branch *here, const struct graph_branch *from)
{
	unsigned deleted = (here->history & ~here->holds) | (from->history & ~from->holds);

	for (int id = 0; id < GRAPH_IDS; id++)
		if (from->edition[id] > here->edition[id])
			here->edition[id] = from->edition[id];
	here->holds = (here->holds | from->holds) & ~deleted;
	here->history |= here->holds;
}

/* The own commits are made anew on top of the other's: what they deleted was never there. */
static void rebase(struct graph_branch *here, const struct graph_branch *onto)
{
	unsigned own = here->holds & ~onto->history;

	for (int id = 0; id < GRAPH_IDS; id++)
		if (!(own >> id & 1))
			here->edition[id] = onto->edition[id];
	here->holds = onto->holds | own;
	here->history = onto->history | own;
}

/* ---- branches ---- */

static bool fork_branch(struct graph *graph, const struct move *move)
{
	size_t to = move->operand % GRAPH_BRANCHES;

	if (graph->branches[to].exists)
		return false;
	graph->branches[to] = *graph_here(graph, move->clone);
	graph->at[move->clone] = to;
	return true;
}

static bool drop_branch(struct graph *graph, size_t branch)
{
	for (size_t i = 0; i < GRAPH_CLONES; i++)
		if (graph->at[i] == branch)
			return false;
	graph->branches[branch] = (struct graph_branch){ 0 };
	return true;
}

static bool from_branch(struct graph *graph, const struct move *move)
{
	size_t at = move->operand % GRAPH_BRANCHES;
	struct graph_branch *other = &graph->branches[at];
	struct graph_branch *here = &graph->branches[graph->at[move->clone]];

	if (!other->exists || other == here)
		return false;
	switch (move->kind) {
	case MOVE_SWITCH:
		graph->at[move->clone] = at;
		return true;
	case MOVE_MERGE:
		take_over(here, other);
		here->history |= other->history;
		return true;
	case MOVE_SQUASH:
		take_over(here, other);
		return true;
	case MOVE_REBASE:
		rebase(here, other);
		return true;
	default:
		return drop_branch(graph, at);
	}
}

bool graph_move(struct graph *graph, const struct move *move)
{
	struct graph_branch *here = &graph->branches[graph->at[move->clone]];
	unsigned id = move->operand % GRAPH_IDS;

	switch (move->kind) {
	case MOVE_WRITE:
		return write_one(graph, here, id);
	case MOVE_EDIT:
		here->edition[id] += here->holds >> id & 1;
		return here->holds >> id & 1;
	case MOVE_DELETE:
		if (!(here->holds >> id & 1))
			return false;
		here->holds &= ~(1u << id);
		return true;
	case MOVE_FORK:
		return fork_branch(graph, move);
	default:
		return from_branch(graph, move);
	}
}

void graph_describe(char *text, size_t size, const struct move *move)
{
	static const char *const words[] = {
		[MOVE_WRITE] = "writes migration", [MOVE_EDIT] = "edits migration",
		[MOVE_DELETE] = "deletes migration", [MOVE_FORK] = "forks to branch",
		[MOVE_SWITCH] = "switches to branch", [MOVE_MERGE] = "merges branch",
		[MOVE_REBASE] = "rebases onto branch", [MOVE_SQUASH] = "squash-merges branch",
		[MOVE_DROP] = "drops branch",
	};
	unsigned most = move->kind <= MOVE_DELETE ? GRAPH_IDS : GRAPH_BRANCHES;
	int n = snprintf(text, size, "clone %u %s %u", move->clone, words[move->kind],
	                 move->operand % most);

	if (move->dies_at)
		snprintf(text + n, size - (size_t)n, "; its run dies %s call %d",
		         move->dies_after ? "after" : "before", move->dies_at);
}
