/* doctor.h - what the checks of `git cvx doctor` share: what is known so far, and how a
 * finding is said.
 *
 * A check looks at one thing, reading only, and says what it found. Some of them make sure of
 * something that later ones need; those are skipped where it isn't so, and say whose failure
 * it was. Between doctor*.c only. */
#ifndef CVX_CMD_DOCTOR_H
#define CVX_CMD_DOCTOR_H

#include "cmd/own_tools.h"
#include "core/finding.h"

/* What checks make sure of, and need. */
enum doctor_known {
	KNOWN_GIT = 1 << 0,          /* the git program runs */
	KNOWN_REPOSITORY = 1 << 1,
	KNOWN_SETTINGS = 1 << 2,     /* context_open() went well */
	KNOWN_APP = 1 << 3,          /* which one it is */
	KNOWN_FILES = 1 << 4,        /* its package.json and its functions folder are there */
	KNOWN_LINK = 1 << 5,         /* which deployment, and where its files are here */
	KNOWN_CREDENTIALS = 1 << 6,  /* there is a key: ctx->convex is open */
	KNOWN_SERVER = 1 << 7,       /* the right one answers */
	KNOWN_ACCESS = 1 << 8,       /* it takes the key */
	KNOWN_LEDGER = 1 << 9,       /* it is mounted, and was read */
};

#define DOCTOR_HOMES 2

struct doctor {
	struct context *ctx;
	void (*show)(struct doctor *, const struct finding *);   /* each as it comes; or NULL */
	struct findings found;
	const char *check;           /* the one that is at work */
	unsigned known;              /* enum doctor_known */
	const char *homes[DOCTOR_HOMES]; /* written as ~ in what is shown; NULL: not known */
	struct err opening;          /* how context_open() ended */
	struct folders folders;
	struct own_tools own;        /* the app's packages and Node */
	struct err probing;          /* how the probe ended */
	struct probe probe;
	int64_t latency_ms;          /* of the first answer */
	struct ledger ledger;
	struct lease_holder lease;
	const char *own_run;         /* that this clone's journal holds; NULL: none */
	bool own_run_ended;          /* ... and nobody is at it any more */
};

struct check {
	const char *name;
	unsigned needs, gives;       /* enum doctor_known */
	void (*run)(struct doctor *);
};

/* In the order in which they are made. */
extern const struct check doctor_checks[];
extern const size_t doctor_check_count;

/* Seconds after which nothing more is waited for, and those after which the program ends
 * whatever it is doing. */
#define DOCTOR_PATIENCE 7
#define DOCTOR_END 9

/* Make all checks, within DOCTOR_END seconds. ERR_INTERRUPTED by Ctrl-C. */
int doctor_run(struct doctor *doctor, struct err *err) CVX_CHECK;

/* True once DOCTOR_PATIENCE seconds are over. */
bool doctor_is_late(void);

/* What to do about an answer that says nothing of it. */
#define DOCTOR_REQUESTS "try again; 'git cvx -v doctor' shows every request"

/* ---- for checks ----------------------------------------------------------------- */

/* Say what the check that is at work has found. next: what to do, in lines; or NULL. */
void doctor_say(struct doctor *doctor, enum finding_state state, const char *next,
                const char *fmt, ...) CVX_PRINTF(4, 5);
/* A failure in the words of an error; next: if it has no hint of its own. */
void doctor_fail(struct doctor *doctor, const struct err *err, const char *next);

/* Somebody has the lease and is at work with it, as far as can be told. */
bool doctor_somebody_works(const struct doctor *doctor);

/* Each of these looks at the thing of its name. */
void doctor_git(struct doctor *doctor);
void doctor_repository(struct doctor *doctor);
void doctor_settings(struct doctor *doctor);
void doctor_hooks(struct doctor *doctor);
void doctor_app(struct doctor *doctor);
void doctor_component(struct doctor *doctor);
void doctor_convex(struct doctor *doctor);
void doctor_migrations(struct doctor *doctor);
void doctor_lock_file(struct doctor *doctor);
void doctor_node(struct doctor *doctor);
void doctor_link(struct doctor *doctor);
void doctor_credentials(struct doctor *doctor);
void doctor_server(struct doctor *doctor);
void doctor_access(struct doctor *doctor);
void doctor_ledger(struct doctor *doctor);
void doctor_migrating(struct doctor *doctor);
void doctor_schema(struct doctor *doctor);
void doctor_lease(struct doctor *doctor);
void doctor_watcher(struct doctor *doctor);
void doctor_journal(struct doctor *doctor);
void doctor_detached(struct doctor *doctor);
void doctor_wanted(struct doctor *doctor);

#endif
