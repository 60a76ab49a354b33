/* libcurl.h - libcurl, loaded when a server is needed.
 *
 * libcurl brings twenty libraries with it, which take longer to load than all the rest of
 * git-cvx; commands that ask no server do without. Its functions are members here, without
 * `curl_`: libcurl.easy_perform(). Owns the library until the process ends, and hides nothing
 * of it. Only http.c and server_url.c include this. */
#ifndef CVX_NET_LIBCURL_H
#define CVX_NET_LIBCURL_H

#include "base/err.h"

#include <curl/curl.h>

#define LIBCURL_FUNCTIONS(X) \
	X(easy_cleanup) \
	X(easy_getinfo) \
	X(easy_header) \
	X(easy_init) \
	X(easy_perform) \
	X(easy_setopt) \
	X(easy_strerror) \
	X(free) \
	X(global_cleanup) \
	X(global_init) \
	X(slist_append) \
	X(slist_free_all) \
	X(url) \
	X(url_cleanup) \
	X(url_get) \
	X(url_set) \
	X(version_info)

struct libcurl {
#define LIBCURL_MEMBER(name) __typeof__(curl_##name) *name;
	LIBCURL_FUNCTIONS(LIBCURL_MEMBER)
#undef LIBCURL_MEMBER
};

/* All NULL until libcurl_load() has returned 0. */
extern struct libcurl libcurl;

/* May be called again. ERR_IO if there is no libcurl on this system, or one too old. */
int libcurl_load(struct err *err) CVX_CHECK;

#endif
