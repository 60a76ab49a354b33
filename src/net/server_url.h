/* server_url.h - which URL may be talked to, and how.
 *
 * A server's URL is scheme, host and port. Plain http would show the key to whoever listens:
 * it is for this machine, or where somebody trusts the way. Looks at the text alone. */
#ifndef CVX_NET_SERVER_URL_H
#define CVX_NET_SERVER_URL_H

#include "base/err.h"

#include <stdbool.h>

struct server_url {
	char *origin;      /* as given, without slashes at its end; the caller's to free */
	bool is_loopback;  /* this machine, whoever is asked about names */
	bool is_direct;    /* no proxy: this machine, or one on the way could read the key */
};

/* Needs libcurl_load(). is_plain_fine: http to another machine may be used. ERR_CONFIG, which
 * doesn't repeat a URL that may hold a password, and leaves nothing to free. */
int server_url_read(struct server_url *out, const char *url, bool is_plain_fine,
                    struct err *err) CVX_CHECK;

#endif
