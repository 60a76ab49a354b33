/* http.h - one bounded request, one response.
 *
 * A client talks to one origin with one key, and keeps its connection. It refuses plain
 * http to another machine unless it is told that somebody trusts the way, follows no
 * redirect, always verifies TLS, and asks no proxy for this machine, nor one that could read
 * along. It knows nothing of Convex, and sends nothing twice: that is for patience.h to
 * decide. */
#ifndef CVX_NET_HTTP_H
#define CVX_NET_HTTP_H

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/library.h"
#include "net/retry.h"

#include <signal.h>

struct http;

/* For -v: which request, what became of it, how long it took. Never headers or bodies. */
struct http_trace {
	const char *method, *path; /* "POST", "/api/function" */
	const char *what;          /* function that is called, or NULL */
	int status;                /* 0: no answer */
	int64_t ms;
};

struct http_request {
	enum http_kind kind;
	const char *path;          /* "/api/function"; what follows the origin */
	const char *what;          /* only for the trace */
	bool without_key;          /* whoever answers may not be the one it is for */
	const struct buf *body;    /* NULL: GET, else POST of JSON */
};

struct http_response {
	enum http_transport transport;
	int status;                /* 0 unless ANSWERED */
	int64_t retry_after_ms;    /* 0 if not given */
	char error[256];           /* why there is no answer */
	struct buf body;           /* the caller's: http_response_dispose() */
};

struct http_address {
	const char *url;           /* scheme, host and port */
	bool is_plain_fine;        /* http to another machine: somebody trusts the way */
};

/* authorization: the header's value, "Convex <key>", or NULL for a client without a key; it
 * is copied. ERR_CONFIG if the URL isn't one that may be talked to, ERR_IO if there is no
 * libcurl. */
int http_open(struct http **out, const struct http_address *at, const char *authorization,
              const struct clock *clock, struct err *err) CVX_CHECK;
void http_close(struct http *http);

/* "http://127.0.0.1:3210": scheme, host and port, as given. */
const char *http_origin(const struct http *http);
/* Is the host this machine? */
bool http_is_loopback(const struct http *http);

/* Raise *flag, from a signal handler too, and the request in flight ends, unless it is
 * REPEATABLE: by those a run that stops tidies up behind itself. */
void http_set_cancel(struct http *http, const volatile sig_atomic_t *flag);
void http_set_trace(struct http *http,
                    void (*trace)(void *self, const struct http_trace *), void *self);
/* Called once, when an answer has been waited for longer than about two seconds and may take
 * much longer: somebody may want to be told what it is that takes so long. */
void http_set_slow(struct http *http, void (*slow)(void *self, const char *origin), void *self);
/* The same, if so much time has gone by: for who waits between two requests. */
void http_tell_slow(struct http *http, int64_t ms);
/* Total time for requests of a kind, for tests. */
void http_set_limit(struct http *http, enum http_kind kind, int64_t ms);

/* Never fails: what went wrong is in the response. */
void http_send(struct http *http, const struct http_request *request,
               struct http_response *out);
void http_response_dispose(struct http_response *response);

/* A header of the last answer, or NULL; valid until the next request. */
const char *http_header(const struct http *http, const char *name);

/* Which libcurl this is, and by what it speaks TLS. Needs no client. */
void http_library(struct library *out);

#endif
