/* convex.h - a Convex deployment over HTTP: the implementation of struct deployment.
 *
 * Owns the connection and the key, which leaves only in the Authorization header and is
 * filtered out of every error. Repeats what was rejected or may be repeated, by the rules
 * of retry.h, and sleeps only by the clock it was given. One request at a time. */
#ifndef CVX_NET_CONVEX_H
#define CVX_NET_CONVEX_H

#include "net/http.h"
#include "run/deployment.h"

struct convex;

/* Talks to nobody yet. ERR_CONFIG if the URL is no good. */
int convex_open(struct convex **out, const struct http_address *at, const char *key,
                const struct clock *clock, struct err *err) CVX_CHECK;
void convex_close(struct convex *convex);

/* The seam; valid until convex_close(). */
struct deployment convex_deployment(struct convex *convex);

/* The name that the deployment must answer /instance_name with: `probe` compares before
 * it shows anybody the key. NULL: not known. */
void convex_expect_name(struct convex *convex, const char *name);

/* Whether the deployment takes the key: ERR_UNAUTHORISED if not. Asked once; `probe` takes the
 * answer. Not for one whose name has to be compared before it is shown a key. */
int convex_check_key(struct convex *convex, struct err *err) CVX_CHECK;

/* Raise *flag: the request in flight ends with ERR_INTERRUPTED. See http_set_cancel(). */
void convex_set_cancel(struct convex *convex, const volatile sig_atomic_t *flag);
/* The connection, for http_set_slow(), http_set_trace() and http_set_limit(). */
struct http *convex_http(struct convex *convex);

#endif
