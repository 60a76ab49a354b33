/* fakeconvex.h - a server on 127.0.0.1 that plays a script: it expects these requests in
 * this order, byte for byte, answers each as told, and remembers the first one that
 * differs. It runs in a thread and can break off in every way that a network can. */
#ifndef CVX_TESTS_FAKECONVEX_H
#define CVX_TESTS_FAKECONVEX_H

#include <stdbool.h>
#include <stddef.h>

#define FAKE_KEY "anonymous-shop|01ab23cd45ef=="

enum fake_fault {
	FAKE_ANSWERS,
	FAKE_DROPS_BEFORE,  /* closes the connection without reading */
	FAKE_DROPS_AFTER,   /* reads the request, closes without an answer */
	FAKE_TRUNCATES,     /* half of the body, then closes */
	FAKE_STALLS,        /* reads the request, says nothing until the client goes away */
	FAKE_GARBAGE,       /* answers with bytes that are no HTTP */
};

struct fake_step {
	const char *line;     /* "GET /version", "POST /api/function" */
	const char *body;     /* exactly; NULL: none */
	bool keyless;         /* must not carry the key; all others must */
	const char *bearer;   /* the token it must carry in the key's place, or NULL */
	enum fake_fault fault;
	int status;           /* of the answer; 0: 200 */
	const char *headers;  /* of the answer, each with \r\n; may be NULL */
	const char *reply;    /* body of the answer */
};

struct fake;

/* The steps must outlive the server. */
struct fake *fake_start(const struct fake_step *steps, size_t count);
const char *fake_url(const struct fake *fake);
/* Connections that were accepted so far. */
int fake_connections(const struct fake *fake);
/* Stop the server. NULL if the script was played as written, else what was different; the
 * text is static. */
const char *fake_stop(struct fake *fake);

/* For http_open() and convex_open(). */
#define AT(address) &(struct http_address){ .url = (address) }

#endif
