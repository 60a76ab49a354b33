/* retry.h - whether a request may be sent again, and how long to wait first.
 *
 * Two pure functions, so that the rules are a table in a test. The rule behind them: a
 * request that may have been carried out is repeated only if that does no harm. */
#ifndef CVX_NET_RETRY_H
#define CVX_NET_RETRY_H

#include <stdbool.h>
#include <stdint.h>

/* What a request does; decides about limits, retries and the meaning of silence. */
enum http_kind {
	HTTP_PROBE,      /* reads, small answer, little patience */
	HTTP_READ,       /* reads */
	HTTP_WRITE,      /* writes, and must not be sent twice */
	HTTP_REPEATABLE, /* writes, but a second time changes nothing, by contract */
};

/* How far a request came. */
enum http_transport {
	HTTP_ANSWERED,   /* there is a status */
	HTTP_NOT_SENT,   /* no connection: it certainly was not carried out */
	HTTP_LOST,       /* sent, or partly so; no whole answer */
	HTTP_CANCELLED,  /* the caller's flag was raised */
};

/* What the server must have done with it. */
enum http_fate {
	FATE_ANSWERED,   /* the status and the body tell */
	FATE_REJECTED,   /* not carried out; may be tried again */
	FATE_UNKNOWN,    /* carried out or not */
};

/* code: of the error body, "" if it had none. */
enum http_fate http_fate(enum http_transport transport, int status, const char *code);

struct retry {
	int attempt;             /* how often it was sent already: 1, 2, ... */
	int64_t elapsed_ms;      /* since the first attempt began */
	int64_t retry_after_ms;  /* what the server asked for; 0 if nothing */
	unsigned jitter;         /* any number: spreads clients that failed together */
};

bool retry_allowed(enum http_kind kind, enum http_fate fate);

/* Milliseconds to wait before the next attempt, or -1: give up. */
int64_t retry_delay_ms(enum http_kind kind, enum http_fate fate,
                       const struct retry *retry);

#endif
