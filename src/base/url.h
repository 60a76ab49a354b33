/* url.h - what a server's URL says by its text alone. */
#ifndef CVX_BASE_URL_H
#define CVX_BASE_URL_H

#include <stdbool.h>
#include <stddef.h>

/* Without the slashes at its end. */
size_t url_length(const char *url);

/* The same text but for slashes at the end. */
bool url_is_same(const char *a, const char *b);

/* Is a host of that name this machine, whoever is asked about names? "localhost" in any
 * letters, "[::1]", and 127.a.b.c written in full. */
bool url_host_is_loopback(const char *host, size_t len);

#endif
