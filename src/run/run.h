/* run.h - bring a deployment in line with a target: look, plan, push once, move, prove.
 *
 * The engine behind migrate, up, down, adopt, continue and the hooks. It talks to the
 * world through the seam (deployment.h), the journal and three callbacks only: it never
 * prints, and reads no clock but the one it is given. Decisions come from the ledger and
 * the migrations component alone, so a run that was cut off anywhere is finished by the
 * same call made again. Rules: design, "Bringing a deployment in line". */
#ifndef CVX_RUN_RUN_H
#define CVX_RUN_RUN_H

#include "base/clock.h"
#include "core/agreed.h"
#include "core/kind.h"
#include "core/plan.h"
#include "run/deployment.h"
#include "run/journal.h"

enum run_event_kind {
	RUN_BASELINE,       /* the deployment is empty or adopted: lineup recorded; count */
	RUN_MARKED,         /* text is recorded: "'x' as undone" */
	RUN_ADOPTED,        /* step->id had been run without us */
	RUN_PLANNED,        /* plan is what follows */
	RUN_PUSH,           /* a push begins; bridge or proof tell which */
	RUN_PUSHED,         /* it ended well after elapsed_ms */
	RUN_REFUSED,        /* it was refused: documents don't fit; text says which */
	RUN_STEP,           /* step begins */
	RUN_PROGRESS,       /* step has visited `count` documents */
	RUN_STEP_DONE,      /* step ended well; count documents, elapsed_ms */
	RUN_WAITING,        /* text says what for */
	RUN_WAITED,         /* what was waited for came, or didn't in time */
	RUN_HELD,           /* somebody else is at work: holder; waiting for them */
	RUN_WARNING,        /* text */
	RUN_TICK,           /* what went on before still does */
};

struct run_event {
	enum run_event_kind kind;
	const struct plan *plan;
	const struct step *step;
	const char *text;
	const struct lease_holder *holder;
	bool bridge;        /* with schema validation off */
	bool proof;         /* the last one, that turns it on again */
	int64_t count, elapsed_ms;
	int64_t at_ms;      /* since the run began; set for every event */
};

struct run_callbacks {
	void *payload;
	/* Something happened; everything in the event is borrowed. */
	void (*event)(void *payload, const struct run_event *event);
	/* The plan will be carried out now. No document has been touched; 0 to go on, -1 with
	 * *err (ERR_DECISION, ERR_INTERRUPTED) to leave all as it is. Called again if what is
	 * at work when it is asked ends in such a way that more has to be undone. */
	int (*approve)(void *payload, const struct plan *plan, struct err *err);
	/* True once Ctrl-C was pressed. */
	bool (*interrupted)(void *payload);
	/* True if another target is wanted by now; asked before each step. May be NULL. */
	bool (*superseded)(void *payload);
};

enum run_mode {
	RUN_MIGRATE,    /* plan with `scope` and carry it out */
	RUN_MARK,       /* record what `marking` says, run nothing */
	RUN_ADOPT,      /* record the whole lineup as applied, run nothing */
	RUN_DRY,        /* look and plan, write nothing */
};

enum mark_kind {
	MARK_APPLIED,   /* its effect is in the data */
	MARK_UNDONE,    /* it isn't, or not any more */
	MARK_FOREIGN,   /* none of ours: leave it as it is */
	MARK_RENAMED,   /* the first id is the new name of `from` */
	MARK_SKIPPED,   /* whatever has failed is foreign; no ids */
};

/* What a person says of the data; it is believed. */
struct marking {
	enum mark_kind kind;
	struct names ids;
	const char *from;
};

struct run {
	/* What it works on; all set by the caller. */
	struct deployment deployment;
	struct kind_claims claims;     /* what is said of its kind */
	struct pusher pusher;
	struct archive archive;
	const struct clock *clock;
	struct run_callbacks callbacks;
	struct journal *journal;       /* NULL with RUN_DRY only */
	const char *unfinished;        /* path: of unfinished.h; NULL: nothing is remembered */
	struct arena *arena;

	/* What is wanted. */
	enum run_mode mode;
	enum plan_scope scope;
	const char *id;                /* --to, or the operand of down */
	const struct names *redo;      /* the operands of redo */
	const struct plan_begun *begun;/* of a run that goes on; NULL: a new one */
	const struct marking *marking; /* recorded before anything else; NULL: nothing */
	struct policy policy;
	bool by_hook, take_over;
	struct half_done half_done;
	const struct agreed *agreed;   /* do this or nothing; NULL: whatever is planned */
	int64_t wait_ms;               /* how long to wait for somebody else's lease */
	bool never_push;               /* what needs a push is refused */
	bool watched;                  /* a `convex dev` of this work tree pushes, too */
	const struct lineup *target;
	const struct names *history;   /* NULL: not known */
	const struct plan_needs *elsewhere;
	const char *tree, *commit, *branch;
	const char *environment;
	const char *clone_id, *clone_name, *command;

	/* Given back, also on failure: as far as it came. */
	struct probe probe;
	struct kind_verdict verdict;   /* on its kind */
	struct ledger ledger;
	struct component_statuses statuses;
	struct deployed deployed;
	struct plan plan;
	struct past past;              /* what was looked for in git */
	struct lease_holder holder;    /* who is in the way, with ERR_BUSY */
	bool changed;                  /* something was written */
	bool superseded;               /* it ended before its end: lease, journal and bridge are
	                                * left for the next run, under the same journal lock */
	bool records_lineup;           /* RUN_DRY: the deployment is empty, so a run would
	                                * record the target's migrations and run none */

	/* The engine's own. */
	struct {
		const char *run_id, *token;
		bool asked, held, lost;    /* asked: it may be held */
		int64_t renewed_ms;
	} lease;
	int64_t started_ms;
	const struct journal_record *earlier; /* of a run that was cut off; NULL: none */
	bool refused;                  /* nothing of the plan was begun: all is as it was found */
	struct {
		bool staged, pushed;
		bool proving;              /* the push that turns validation on again */
		bool bridged;              /* the bridge form is deployed now */
		int bridges;               /* bridge pushes of this run */
		const char *start_path;    /* of the start function that is live */
		struct seal *seals;        /* of the downs, in the plan's order */
		size_t seal_count;
		struct index_list active;  /* indexes that the bridge must keep */
	} push;
};

/* Do it. 0 when the deployment is in line with the target, when it was superseded, or, with
 * RUN_DRY, when the plan is made. -1 with *err otherwise; the ledger is consistent in any
 * case, and the journal stays if something is left to be continued. */
int run_execute(struct run *run, struct err *err) CVX_CHECK;

/* Stop whatever the migrations component has at work, in a struct run without target and
 * journal: what was stopped, and how far it had come, in *stopped. ERR_BUSY if somebody is at
 * work under a lease, unless the run is own_run (NULL: none) or take_over is set. */
int run_cancel(struct run *run, const char *own_run, struct component_statuses *stopped,
               struct err *err) CVX_CHECK;

/* Keep the lease alive and look for Ctrl-C, while a child runs: the pusher's tick. `run` is
 * a struct run. -1 with *err when the child must be stopped. */
int run_tick(void *run, struct err *err) CVX_CHECK;

#endif
