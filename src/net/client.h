/* client.h - what the files that make up struct convex share. Private to net/. */
#ifndef CVX_NET_CLIENT_H
#define CVX_NET_CLIENT_H

#include "codec/wire_system.h"
#include "net/convex.h"
#include "net/patience.h"

struct convex {
	struct http *http;
	struct clock clock;
	const volatile sig_atomic_t *cancel;
	char *name;                   /* that it must have; NULL: not known */
	bool key_is_good;             /* the deployment has said so */
	/* mounts.c: */
	struct arena arena;           /* holds what follows */
	struct component_list mounts;
	bool mounts_known;
	bool mounts_new;              /* asked for since the deployment was last inspected */
	const char *migrations;       /* where that component is mounted; NULL: not looked for yet */
};

/* One call of a function. Write it with call_begin() or call_begin_request(), fill in the
 * arguments by the writer, and send it. */
struct call {
	struct convex *convex;
	struct arena *arena;          /* for the answer */
	enum http_kind kind;
	const char *path;
	bool system;                  /* a function of the backend's own */
	struct buf body;
	struct writer writer;
	struct wire_answer answer;
};

/* component NULL: of the app. Takes {version, request}: the writer is inside request. */
void call_begin_request(struct call *call, const char *component);
/* The same for a function that takes its arguments as they are. */
void call_begin(struct call *call, const char *component);
/* The same for one of the backend's own. */
void call_begin_system(struct call *call, struct convex *convex, struct arena *arena,
                       const char *path);
/* Send it, again where that is allowed, and read the answer; the call is over then. */
int call_send(struct call *call, struct err *err) CVX_CHECK;

/* patience_send() to the deployment. */
int convex_send(struct convex *convex, const struct http_request *request,
                struct http_response *out, struct err *err) CVX_CHECK;
/* The error for no answer, or for a status other than 200. Returns -1. */
int convex_refused(struct convex *convex, const struct http_request *request,
                   const struct http_response *response, struct err *err);
/* Hide secrets in an answer that will be shown: a server may repeat what it was sent. */
void convex_filter(struct http_response *response);

/* ---- mounts.c: which components there are. A function of one that was never deployed can't
 * be asked for: the backend answers HTTP 500 as if it were broken, and reports a fault of its
 * own (its must_component_path_to_ids() in database/src/bootstrap_model/components/mod.rs). ---- */

/* Is our component mounted, and is it known to the deployment at all? One that was unmounted
 * keeps its documents, until it is deleted. */
int mounts_find_ledger(struct convex *convex, bool *active, bool *known, struct err *err)
	CVX_CHECK;
/* The path of the migrations component into convex->migrations; ERR_NOT_FOUND. */
int mounts_find_migrations(struct convex *convex, struct err *err) CVX_CHECK;
/* What is known isn't true any more. */
void mounts_forget(struct convex *convex);

/* The functions of struct deployment_ops, by the file that has them. */
int probe_deployment(void *self, struct arena *, struct probe *, struct err *);
int inspect_deployed(void *self, struct arena *, struct deployed *, struct err *);
int inspect_functions(struct convex *, struct arena *, const char *component, struct names *,
                      struct err *);
int inspect_table_size(void *self, const char *table, int64_t *out, struct err *);

int ledger_hello(void *self, struct arena *, struct ledger *, struct lease_holder *,
                 struct err *);
int ledger_read(void *self, struct arena *, struct ledger *, struct err *);
int ledger_finish(void *self, const struct finish_request *, struct err *);
int ledger_record(void *self, const char *token, const struct ledger_row *, size_t count,
                  const char *reason, struct err *);
int ledger_set_baseline(void *self, const char *token, const char *commit, struct err *);
int ledger_open_bridge(void *self, const char *token, const char *run_id,
                       const char *tree, struct err *);
int ledger_close_bridge(void *self, const char *token, struct err *);

int lease_acquire(void *self, struct arena *, const struct lease_request *,
                  struct lease_holder *, struct err *);
int lease_renew(void *self, const char *token, struct err *);
int lease_release(void *self, const char *token, struct err *);

int migrations_start(void *self, const struct start_request *, struct err *);
int migrations_poll(void *self, struct arena *, const struct names *,
                    struct component_statuses *, struct err *);
int migrations_poll_all(void *self, struct arena *, struct component_statuses *,
                        struct err *);
int migrations_cancel(void *self, const char *fn, struct err *);

int log_events(void *self, struct arena *, const char **cursor, struct ledger_events *,
               struct err *);
int log_releases(void *self, struct arena *, const char **cursor, struct releases *,
                 struct err *);

int seal_put(void *self, const char *token, const struct seal *, struct err *);
int seal_get(void *self, struct arena *, const char *hash, struct seal *, struct err *);

#endif
