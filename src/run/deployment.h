/* deployment.h - the seam: what a run asks of a deployment and of whatever pushes code.
 *
 * `net` implements struct deployment_ops over HTTP and `push` implements struct
 * pusher_ops with the official CLI; tests implement both in memory. Everything handed
 * out lives in the caller's arena. Every function returns 0, or -1 with *err set; the
 * codes worth telling apart are named at each. None retries a write whose outcome is
 * unknown (ERR_UNKNOWN_OUTCOME): the runner reads the row instead. */
#ifndef CVX_RUN_DEPLOYMENT_H
#define CVX_RUN_DEPLOYMENT_H

#include "core/exchange.h"
#include "core/log.h"
#include "core/past.h"

struct deployment_ops {
	/* Reading only. ERR_UNREACHABLE, ERR_UNAUTHORISED. */
	int (*probe)(void *self, struct arena *, struct probe *out, struct err *);
	/* Ledger's head without rows; mounted = false if our component isn't deployed. */
	int (*hello)(void *self, struct arena *, struct ledger *out, struct lease_holder *lease,
	             struct err *);
	/* Head and all rows. */
	int (*read)(void *self, struct arena *, struct ledger *out, struct err *);
	/* ERR_BUSY with *holder filled, ERR_LEDGER_MOVED. Idempotent for a token. */
	int (*lease_acquire)(void *self, struct arena *, const struct lease_request *,
	                     struct lease_holder *holder, struct err *);
	int (*lease_renew)(void *self, const char *token, struct err *);   /* ERR_LEASE_LOST */
	int (*lease_release)(void *self, const char *token, struct err *);
	/* One transaction: lease, row, first batch. */
	int (*start)(void *self, const struct start_request *, struct err *);
	/* What the component says of these names, in their order; unknown ones too. */
	int (*poll)(void *self, struct arena *, const struct names *fns,
	            struct component_statuses *out, struct err *);
	/* Everything the component says, of every name it knows, or of the newest (`more`). */
	int (*poll_all)(void *self, struct arena *, struct component_statuses *out, struct err *);
	int (*cancel)(void *self, const char *fn, struct err *);
	int (*finish)(void *self, const struct finish_request *, struct err *);
	/* Record rows as applied (completed) or undone (rolled_back) without running them.
	 * reason: "baseline", "adopted", "mark". */
	int (*record)(void *self, const char *token, const struct ledger_row *rows, size_t count,
	              const char *reason, struct err *);
	int (*set_baseline)(void *self, const char *token, const char *commit, struct err *);
	int (*open_bridge)(void *self, const char *token, const char *run_id, const char *tree,
	                   struct err *);
	int (*close_bridge)(void *self, const char *token, struct err *);
	int (*seal_put)(void *self, const char *token, const struct seal *, struct err *);
	/* Source and all; ERR_NOT_FOUND. */
	int (*seal_get)(void *self, struct arena *, const char *hash, struct seal *out,
	                struct err *);
	int (*deployed)(void *self, struct arena *, struct deployed *out, struct err *);
	/* Documents in a table of the root component. */
	int (*table_size)(void *self, const char *table, int64_t *out, struct err *);
	/* What the ledger remembers, newest first, a page for each call: added to *out.
	 * *cursor is NULL before the first page, and after the last one. For looking back only:
	 * no run asks. */
	int (*events)(void *self, struct arena *, const char **cursor, struct ledger_events *out,
	              struct err *);
	int (*releases)(void *self, struct arena *, const char **cursor, struct releases *out,
	                struct err *);
};

struct deployment {
	const struct deployment_ops *ops;
	void *self;
};

struct push_request {
	bool bridge;                 /* schema validation off, seals and indexes added: those
	                              * that a seal was made under, which win on equal names */
	const struct seal *const *seals; /* bridge: to deploy under cvxSealed/ */
	size_t seal_count;
	struct index_list active;    /* bridge: indexes to keep where the target names none so */
	bool with_start;             /* bridge: also deploy cvxSealed/start.js */
	bool large_indexes;          /* build, change and drop those of large tables without asking */
	bool current_component;      /* put our current convex/cvx over the target's */
};

/* What a seal needs of the staged target: "messages:list", "aggregate/btree:insert". */
struct provided {
	const char *missing;         /* the first that the target doesn't have; NULL: none */
	const char *unread;          /* one of which its text doesn't tell; NULL: none */
};

struct pusher_ops {
	/* Make the staged target ready: scratch tree, node_modules links, tools. Names of
	 * git-ignored files inside the functions folder go to *warnings. ERR_UNSUPPORTED: what is
	 * installed is too old. */
	int (*stage)(void *self, struct arena *, struct names *warnings, struct err *);
	/* Bundle one migration of the staged target; of indexes it knows none. */
	int (*seal)(void *self, struct arena *, const struct migration *, struct seal *out,
	            struct err *);
	/* ERR_SCHEMA (msg names table and document), ERR_RACE, ERR_LEASE_LOST (tick said
	 * stop), ERR_INTERRUPTED, ERR_SERVER for every other refusal. */
	int (*push)(void *self, const struct push_request *, struct err *);
	/* Read, not run: the server has the last word. ERR_SERVER if the seal isn't the code
	 * that its hash names. */
	int (*provides)(void *self, const struct seal *, struct arena *, struct provided *out,
	                struct err *);
};

/* What git still holds of migrations whose code the ledger lacks. */
struct archive_ops {
	/* Look for what was applied. That it isn't there is no error. */
	int (*find)(void *self, struct arena *, const struct ledger_row *, struct past_code *out,
	            struct err *);
	/* Bundle what was found, in a scratch copy of that commit. */
	int (*seal)(void *self, struct arena *, const struct past_code *, struct seal *out,
	            struct err *);
};

struct archive {
	const struct archive_ops *ops;  /* NULL: there is none */
	void *self;
};

struct pusher {
	const struct pusher_ops *ops;
	void *self;
};

#endif
