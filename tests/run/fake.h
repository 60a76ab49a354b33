/* fake.h - a deployment and a pusher in memory, for tests of run/.
 *
 * Documents are counters: a migration's effect is done on `done` of FAKE_DOCUMENTS
 * documents. A strict push is refused unless every document fits the lineup pushed: all
 * effects of the lineup's migrations are whole and no other has left a trace. Each call
 * can be the last one of the process: fake->die_at counts calls, and at that one control
 * goes to fake->death, as if the process had been killed. */
#ifndef CVX_TESTS_RUN_FAKE_H
#define CVX_TESTS_RUN_FAKE_H

#include "run/run.h"

#include <setjmp.h>

#define FAKE_DOCUMENTS 10
#define FAKE_MOST 64

struct fake_effect {
	char id[64];
	int done;             /* documents in the new shape, 0 to FAKE_DOCUMENTS */
};

struct fake_worker {
	char fn[96], id[64];
	enum direction direction;
	enum component_state state;
	int processed;
	bool known;
};

struct fake {
	/* The deployment. */
	struct ledger_row rows[FAKE_MOST];
	size_t row_count;
	int64_t revision, sequence;
	bool mounted, baseline, documents;
	char bridge[40], token[40];
	char holder[16];      /* hello says that this one's run has the lease; "": nobody's */
	struct fake_effect effects[FAKE_MOST];
	size_t effect_count;
	struct fake_worker workers[FAKE_MOST];
	size_t worker_count;
	struct { char hash[64], id[64], index[32]; } seals[FAKE_MOST];
	struct index_def index;        /* the active schema's one: which push brought it */
	const char *kept;              /* the one that the last bridge was to keep */
	bool unread;                   /* the target's convex.config can't be read */
	size_t seal_count;
	struct names functions;
	bool validates;
	char throws[64];      /* the up of this id fails at its fourth document ... */
	char throws_back[64]; /* the down of this id fails there, too */
	const char *says;     /* ... with this text */
	int refuse_pushes;    /* so many pushes to come are refused ... */
	struct err refusal;   /* ... so */
	const char *pending;  /* the schema that another client has submitted; NULL: none */
	int removed_at;       /* at this start somebody's push removes the start function */

	/* The process. */
	const struct lineup *target;
	const struct names *history; /* ids in it have been removed: their effect fits */
	int calls, die_at;    /* die_at 0: never */
	bool die_after;       /* act, then die; else die first */
	jmp_buf death;
	/* What else may befall it, at the call of that number; 0: never. */
	int fail_at;          /* it fails; with fail_after it acts, and its answer is lost */
	bool fail_after, fail_on; /* fail_on: and so does every call after it */
	int interrupt_at;     /* Ctrl-C */
	int most_listed;      /* poll_all() tells of so many, the newest; 0: of all */
	int overtaken_at;     /* somebody else has written to the ledger meanwhile */
	int steal_at;         /* somebody else gets the lease */
	int stall_at;         /* it takes two minutes, and no renewal is answered any more */
	int64_t free_at;      /* when somebody else gives the lease back; 0: never */
	int lost_at;          /* the call at which either cost a lease that was held */
	int late_acts;        /* starts and pushes begun after that one */
	int64_t now;
	int pushes, bridges, starts;
	int visits;           /* documents that were visited */
	struct arena arena;
};

void fake_init(struct fake *fake);
void fake_dispose(struct fake *fake);
/* A new process on the same deployment. */
void fake_revive(struct fake *fake);

struct deployment fake_deployment(struct fake *fake);
struct pusher fake_pusher(struct fake *fake);
struct clock fake_clock(struct fake *fake);

/* The callback of a run: Ctrl-C was pressed at interrupt_at. */
bool fake_interrupted(void *fake);

/* Effect of the id: how many documents have it. */
int fake_done(const struct fake *fake, const char *id);
const struct ledger_row *fake_row(const struct fake *fake, const char *id);

/* A lineup of these ids, each on the table "users", all with a down. The source of "m1" is
 * "m1", that of "m1@x" is "x". */
struct lineup fake_lineup(struct fake *fake, const char *const *ids);

#endif
