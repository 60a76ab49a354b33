/* overview.h - how a deployment stands against a branch: all that `git cvx status` shows.
 *
 * Collected once, and then printed: as text (ui/view_status.h), for scripts (ui/porcelain.h)
 * and as JSON (codec/record.h). Each migration of the target and of the ledger is in it once,
 * in one state. Pure values in the caller's arena. */
#ifndef CVX_CORE_OVERVIEW_H
#define CVX_CORE_OVERVIEW_H

#include "core/exchange.h"
#include "core/preview.h"

enum overview_state {
	OVERVIEW_APPLIED,      /* in the target and in the data */
	OVERVIEW_PENDING,      /* in the target, not in the data */
	OVERVIEW_PHANTOM,      /* applied, but not on this branch */
	OVERVIEW_EDITED,       /* applied with another source than the target's */
	OVERVIEW_FAILED,       /* started, neither completed nor rolled back; it said why */
	OVERVIEW_UNFINISHED,   /* the same, and it didn't */
	OVERVIEW_BY_HAND,      /* run or undone without us, not recorded yet */
	OVERVIEW_RETIRED,      /* removed from the branch; stays applied */
	OVERVIEW_FOREIGN,      /* marked by hand: left as it is */
	OVERVIEW_UNKNOWN,      /* in the target; nobody has said yet whether it is applied */
	OVERVIEW_STATES
};

struct overview_item {
	enum overview_state state;
	const char *id;
	const struct migration *migration;  /* NULL if the target lacks it */
	const struct ledger_row *row;       /* NULL if the ledger lacks it */
	const struct names *tables;
	/* What the plan does with it. */
	bool undo, run, record;
	enum step_reason reason;            /* of the first of these */
	bool is_stub;                       /* nothing, as it does nothing yet itself */
};

/* A run of this clone that goes on now. */
struct overview_running {
	const char *command;
	int64_t pid, seconds;               /* how long already */
};

struct overview {
	/* What it is about; what isn't known or doesn't apply is NULL. */
	const char *app;                    /* of several */
	const char *branch, *commit;
	const char *url, *name;
	const char *environment, *chosen;   /* and how it was chosen */
	enum deployment_kind kind;
	const char *production;             /* why it counts as production */
	bool paused;

	/* What was read. */
	const struct lineup *target;
	const struct ledger *ledger;
	const struct deployed *deployed;
	const struct preview *preview;      /* the plan, and sizes of tables */

	/* What goes on in this clone. */
	const char *interrupted;            /* why an earlier run stopped; "" unknown; NULL none */
	const struct overview_running *running;
	bool ended_badly;                   /* the last run that nobody watched */
	bool hooks_gone;

	/* overview_make() */
	struct overview_item *items;        /* the target's in its order, then the ledger's */
	size_t count;
	size_t counts[OVERVIEW_STATES];
	bool in_step;                       /* the data is */
	bool has_code;                      /* what of the branch's code can be told is live */
};

/* Fill in what stands last in it, from the rest. */
void overview_make(struct overview *overview, struct arena *arena);

/* "applied", "by-hand": for scripts. */
const char *overview_state_word(enum overview_state state);
/* "local", "dev", "preview", "production" */
const char *overview_kind_word(enum deployment_kind kind);

#endif
