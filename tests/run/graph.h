/* graph.h - the branches of a repository as far as migrations go, and what people do to them.
 *
 * A branch is the set of migrations that its tip holds, with the edition of each, and the
 * set that its history ever held. Two clones look at the same branches. */
#ifndef CVX_TESTS_RUN_GRAPH_H
#define CVX_TESTS_RUN_GRAPH_H

#include <stdbool.h>
#include <stddef.h>

#define GRAPH_IDS 10
#define GRAPH_BRANCHES 5
#define GRAPH_CLONES 2

struct graph_branch {
	bool exists;
	unsigned holds, history;      /* sets of migrations */
	int edition[GRAPH_IDS];
};

struct graph {
	struct graph_branch branches[GRAPH_BRANCHES];
	size_t at[GRAPH_CLONES];      /* what each clone has checked out */
	unsigned used;                /* migrations that were ever written */
};

enum move_kind {
	MOVE_WRITE, MOVE_EDIT, MOVE_DELETE, MOVE_FORK, MOVE_SWITCH, MOVE_MERGE, MOVE_REBASE,
	MOVE_SQUASH, MOVE_DROP, MOVE_KINDS
};

/* One thing that a clone does, and the run that follows it. */
struct move {
	enum move_kind kind;
	unsigned clone;
	unsigned operand;             /* a migration or a branch, by the kind */
	int dies_at;                  /* the run ends at this call; 0: it doesn't */
	bool dies_after;              /* when the call has acted */
};

/* One branch, without migrations. */
void graph_init(struct graph *graph);

/* Do it. False if it makes no sense here: nothing has changed. */
bool graph_move(struct graph *graph, const struct move *move);

/* What the clone has checked out. */
const struct graph_branch *graph_here(const struct graph *graph, unsigned clone);

/* "clone 0 merges branch 2", for people; `text` has at least 80 bytes. */
void graph_describe(char *text, size_t size, const struct move *move);

#endif
