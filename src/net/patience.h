/* patience.h - one request, sent again where that does no harm, by the rules of retry.h.
 *
 * What clients of a deployment and of the control plane have in common. Owns nothing; sleeps
 * by the clock it was given, and not at all once the flag is raised. */
#ifndef CVX_NET_PATIENCE_H
#define CVX_NET_PATIENCE_H

#include "net/http.h"

struct patience {
	struct http *http;
	struct clock clock;
	const volatile sig_atomic_t *cancel;  /* NULL: nobody interrupts */
	/* Hides secrets in an answer that may be shown. */
	void (*filter)(struct http_response *response);
};

/* Send until there is an answer that stands, or none to be hoped for: *out says which. -1 with
 * ERR_INTERRUPTED between two attempts; *out is empty then. */
int patience_send(struct patience *patience, const struct http_request *request,
                  struct http_response *out, struct err *err) CVX_CHECK;

#endif
