/* plan.h - the plan: lineup, ledger and policy in; ordered steps out.
 *
 * Pure: the same input gives the same plan, byte for byte. `plan` prints it and
 * `migrate` executes the same value; there is no second place that decides. Refusals
 * are data, all of them at once. Rules: design, "Bringing a deployment in line", 3. */
#ifndef CVX_CORE_PLAN_H
#define CVX_CORE_PLAN_H

#include "core/ledger.h"
#include "core/migration.h"
#include "core/past.h"

enum edited_policy { EDITED_WARN, EDITED_REDO };
enum irreversible_policy { IRREVERSIBLE_STOP, IRREVERSIBLE_SKIP };
enum order_policy { ORDER_APPLY, ORDER_REPLAY };

struct policy {
	enum edited_policy edited;
	enum irreversible_policy irreversible;
	enum order_policy order;
	bool strict;      /* refuse a pending id older than an applied one on its table */
	int max_downs;    /* a hook only notifies beyond; default 10 */
};

#define POLICY_INIT { EDITED_WARN, IRREVERSIBLE_STOP, ORDER_APPLY, false, 10 }

/* What the plan is for. */
enum plan_scope {
	PLAN_ALIGN,       /* migrate, hooks: bring the deployment in line with the target */
	PLAN_UP,          /* up: only what is pending, nothing undone */
	PLAN_DOWN,        /* down <id>: undo exactly this one (and its riders) */
	PLAN_REDO,        /* redo <id>...: undo these (and their riders), run them again */
};

/* What a run of PLAN_DOWN or PLAN_REDO that goes on had begun. What was applied after
 * `since` it has run again itself. */
struct plan_begun {
	struct names riders;   /* those it was going to undo and run again */
	int64_t since;         /* highest sequence of the ledger when it began */
};

/* What becomes of half-done migrations; asked for by hand. */
struct half_done {
	bool restart;          /* of the target: from the first document, not where it stopped */
	bool undo;             /* the target lacks it: undo what was done */
	bool finish;           /* the target lacks it: run its rest, then undo it */
};

/* What other worktrees on the same deployment hold. */
struct plan_need {
	const char *id, *worktree;
};

struct plan_needs {
	struct plan_need *items;
	size_t count;
};

struct plan_input {
	const struct lineup *target;
	const struct ledger *ledger;
	const struct component_statuses *statuses;
	/* Ids that the target's history holds: applied ones among them that the target
	 * lacks are retired. NULL: history not known (a shallow clone). */
	const struct names *history;
	struct policy policy;
	enum plan_scope scope;
	const char *id;        /* PLAN_DOWN: what to undo; PLAN_ALIGN, PLAN_UP: `--to`, or NULL */
	const struct names *redo;        /* PLAN_REDO: what to redo */
	const struct plan_begun *begun;  /* NULL: a new run */
	const char *clone_id;  /* this clone; NULL when planning offline */
	bool by_hook;
	bool take_over;        /* undo what other clones applied, too */
	struct half_done half_done;
	const struct plan_needs *elsewhere;  /* NULL if there are none */
	/* Validation is off from a push of ours that nobody has said anything of. */
	bool left_open;
	/* Where git still has the code of what the ledger has none for; NULL: not looked. */
	const struct past *past;
};

enum step_kind {
	STEP_CANCEL,      /* it is at work: stop it, look again and plan anew */
	STEP_DOWN,
	STEP_UP,
	STEP_ADOPT,       /* the component ran it without us: record it */
	STEP_FINISH,      /* the component has ended it: write the row, run nothing */
	STEP_COMPLETE,    /* run the rest of an up that the target lacks, to undo it whole */
	STEP_UNDONE,      /* nothing of it was ever done: mark it rolled back */
};

enum step_life {
	LIFE_FIRST,       /* no row yet: start with {} */
	LIFE_RESUME,      /* go on where it stopped: {} */
	LIFE_AGAIN,       /* an earlier life ended: {reset: true} */
};

enum step_reason {
	REASON_PENDING,      /* in the target, not applied */
	REASON_PHANTOM,      /* applied, but not on this branch */
	REASON_RIDER,        /* applied on top of something that is undone or run now */
	REASON_REPLAY,       /* undone because it rode; run again */
	REASON_EDITED,       /* applied with another source; policy redo */
	REASON_ASKED,        /* named by hand */
	REASON_UNFINISHED,   /* started earlier, never ended */
	REASON_STRAY_AT_WORK,  /* in progress, and not in the target */
	REASON_EDITED_AT_WORK, /* in progress, with another source than the target's */
	REASON_RAN_BY_HAND,  /* the component did it without us */
};

enum bridge_need { BRIDGE_NO, BRIDGE_IF_REFUSED, BRIDGE_YES };

struct step {
	enum step_kind kind;
	enum step_life life;
	enum step_reason reason;
	enum bridge_need bridge;
	const char *id;
	const char *because_of;              /* rider: the id beneath it; else NULL */
	const struct migration *migration;   /* NULL if the target lacks it */
	const struct ledger_row *row;        /* NULL if the ledger has none */
	struct names tables;
};

enum refusal_kind {
	REFUSAL_IRREVERSIBLE,     /* must be undone, has no down */
	REFUSAL_NO_SEAL,          /* must be undone, and its code isn't in the ledger */
	REFUSAL_OTHER_CLONE,      /* a hook won't undo what another clone applied */
	REFUSAL_ELSEWHERE,        /* another worktree on this deployment needs it */
	REFUSAL_TOO_MANY_DOWNS,   /* beyond max-downs, in a hook */
	REFUSAL_NO_HISTORY,       /* shallow: can't tell retired from phantom, in a hook */
	REFUSAL_OUT_OF_ORDER,     /* --strict */
	REFUSAL_PARTIAL,          /* half done, not in the target, and nobody said what to do */
	REFUSAL_NOT_APPLIED,      /* down <id>: isn't applied */
	REFUSAL_UNKNOWN_ID,       /* neither in the target nor in the ledger */
	REFUSAL_RENAMED,          /* applied under another name, with the same source */
};

struct refusal {
	enum refusal_kind kind;
	const char *id;      /* NULL if it concerns none in particular */
	const char *text;    /* one sentence */
	const char *hint;    /* what to type instead; may be NULL */
};

/* Worth a line, changes nothing. */
enum note_kind {
	NOTE_RETIRED,         /* applied, removed from the branch: stays */
	NOTE_EDITED,          /* applied with another source: not run */
	NOTE_OUT_OF_ORDER,    /* pending, older than an applied one on its table */
	NOTE_RIDER_STAYS,     /* rode, has no down: stays as it is */
	NOTE_FOREIGN,         /* marked by hand: neither run nor undone */
	NOTE_SKIPPED,         /* irreversible, skipped by policy */
	NOTE_FROM_PAST,       /* undone by code that the ledger lacks and git has */
	NOTE_CANCELED,        /* what follows is decided once it has stopped */
	NOTE_STUB,            /* not written yet: not run, unless it is asked for by name */
};

struct note {
	enum note_kind kind;
	const char *id;
	const char *text;
};

struct plan {
	struct step *steps;       size_t step_count;
	struct refusal *refusals; size_t refusal_count;
	struct note *notes;       size_t note_count;
	size_t cancels, downs, ups; /* of these kinds among the steps */
	bool close_bridge;        /* a bridge is open: ends with a strict push in any case */
};

/* Compute the plan. Everything in it lives in the arena or in the input, which must
 * outlive it. It cannot fail: what isn't possible is a refusal in the plan. */
void plan_make(struct plan *out, struct arena *arena, const struct plan_input *input);

/* Nothing to run, record or close, and nothing refused. */
bool plan_is_empty(const struct plan *plan);

const char *step_kind_word(enum step_kind kind);      /* "down", "up", "adopt", ... */
const char *step_life_word(enum step_life life);      /* "first", "resume", "again" */
const char *step_reason_text(enum step_reason reason);/* "applied, but not on this branch" */
const char *refusal_kind_word(enum refusal_kind kind);/* "irreversible", ...: for JSON */
const char *note_kind_word(enum note_kind kind);      /* "retired", ...: for JSON */
const char *bridge_need_word(enum bridge_need need);  /* "no", "if-refused", "yes" */

#endif
