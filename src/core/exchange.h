/* exchange.h - what a run and a deployment tell each other, as values.
 *
 * The seam (run/deployment.h) hands these over; `codec` turns them into JSON and back.
 * They live in the arena of whoever asked. */
#ifndef CVX_CORE_EXCHANGE_H
#define CVX_CORE_EXCHANGE_H

#include "core/ledger.h"

enum deployment_kind {
	KIND_LOCAL,        /* self-hosted on loopback, local, anonymous */
	KIND_DEV,
	KIND_PREVIEW,
	KIND_PRODUCTION,   /* cloud production, and self-hosted that isn't on loopback */
};

/* What a deployment says of its kind; kind.h judges. */
struct kind_answer {
	bool is_cloud;             /* else it is hosted by somebody, or older than the question */
	const char *type;          /* of the cloud: "dev", "preview", "prod", ... */
	bool is_loopback;          /* where it answers */
};

/* How to get at a deployment in the cloud, as the control plane tells it. */
struct access {
	const char *name;          /* NULL: not told */
	const char *url;           /* NULL: not told; else not checked yet */
	char *key;                 /* secret; NULL: not told */
	enum deployment_kind kind; /* only if says_kind */
	bool says_kind;
	int64_t until;             /* kept between commands until then, in seconds since 1970; 0:
	                            * not kept */
};

struct probe {
	const char *name;          /* /instance_name; NULL if it doesn't tell */
	const char *version;
	struct kind_answer kind;
	bool paused;
};

struct lease_request {
	const char *token;         /* made by the client, 32 hex digits */
	const char *run_id;
	const char *clone_id, *clone_name, *command;
	const char *commit, *branch; /* of the target, for the log; NULL: there is none */
	int64_t revision;          /* compared once; negative: don't compare */
	bool same_run;             /* may take over the lease of run_id at once */
};

/* Somebody's lease, for the line that says who holds it. */
struct lease_holder {
	const char *clone_name, *command, *run_id;
	int64_t expires_in_ms;
};

struct start_request {
	const char *token;
	const char *start_path;    /* "cvxStart:start", "cvxSealed/start:start" */
	const struct ledger_row *row; /* id, direction, source, seal, tables, paths, commit, … */
	const char *fn;            /* function path to call */
	bool reset;                /* {reset: true} instead of {} */
	const char *cursor;        /* {cursor: ...}: begin there; NULL: don't say */
	bool resume;               /* the same life goes on: keep its sequence */
};

struct finish_request {
	const char *token, *id, *error;
	enum direction direction;
	enum row_status status;    /* completed, failed, rolled_back */
	int64_t processed;         /* negative: not known */
};

struct index_def {
	const char *table, *name;
	struct names fields;
};

struct index_list {
	struct index_def *items;
	size_t count;
};

/* The code of a migration, bundled into one self-contained file. */
struct seal {
	const char *hash;          /* 40 hex digits */
	const char *source;        /* JavaScript; NULL where only known to exist */
	size_t size;
	struct index_list *indexes;/* of the schema it was made under */
	struct names functions;    /* app functions it refers to: "messages:list" */
	struct names components;   /* component functions: "aggregate/btree:insert" */
	const char *client;        /* version of the migrations client inside */
};

/* What is live. */
struct deployed {
	struct names functions;    /* root component: "users:list", "migrations/x:up" */
	bool has_schema, validates;/* an active schema; schemaValidation is on */
	struct index_list indexes; /* of the active schema */
	struct names tables;       /* root tables of the active schema */
	const char *pending_schema; /* a push is being validated right now: what tells its schema
	                            * from another one; NULL: none is */
	bool has_documents;        /* some table of the root component holds a document */
	bool migrations_mounted;   /* the official component is active */
};

#endif
