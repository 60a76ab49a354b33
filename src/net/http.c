/* http.c - one bounded request, one response. */
#include "net/http.h"

#include "base/mem.h"
#include "base/secret.h"
#include "net/ca_bundle.h"
#include "net/libcurl.h"
#include "net/server_url.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A system function may return 24 MiB. */
#define LARGEST_ANSWER ((size_t)32 * 1024 * 1024)
#define LARGEST_PROBE ((size_t)64 * 1024)
/* Longer than a deployment on this machine takes for anything. */
#define SLOW_MS 2000

struct http {
	CURL *curl;
	struct curl_slist *headers, *post_headers, *keyless_headers;
	bool deaf;   /* the request in flight doesn't heed the flag */
	struct server_url at;
	struct clock clock;
	const volatile sig_atomic_t *cancel;
	void (*trace)(void *self, const struct http_trace *);
	void *trace_self;
	void (*slow)(void *self, const char *origin);   /* NULL: nobody wants to know, or does */
	void *slow_self;
	int64_t began, limit;                           /* of the request in flight */
	int64_t limits[HTTP_REPEATABLE + 1];
};

static size_t on_body(char *bytes, size_t size, size_t n, void *self)
{
	struct buf *body = self;

	buf_add(body, bytes, size * n);
	return buf_overflowed(body) ? 0 : size * n;
}

static int on_progress(void *self, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	struct http *http = self;

	(void)a, (void)b, (void)c, (void)d;
	if (http->limit >= 2 * SLOW_MS)
		http_tell_slow(http, http->clock.now_ms(http->clock.self) - http->began);
	return !http->deaf && http->cancel && *http->cancel;
}

static void add_header(struct curl_slist **list, const char *name, const char *value)
{
	struct buf line = BUF_INIT;
	struct curl_slist *longer;

	buf_addf(&line, "%s: %s", name, value);
	longer = libcurl.slist_append(*list, line.text);
	buf_wipe(&line);
	if (!longer)
		out_of_memory();
	*list = longer;
}

static void free_headers(struct curl_slist *list)
{
	/* One of them is the key. */
	for (struct curl_slist *item = list; item; item = item->next)
		secret_wipe(item->data);
	libcurl.slist_free_all(list);
}

static void make_headers(struct http *http, const char *authorization)
{
	struct curl_slist **lists[] = {
		&http->keyless_headers, &http->headers, &http->post_headers,
	};

	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		add_header(lists[i], "Convex-Client", "git-cvx-" PACKAGE_VERSION);
		if (authorization && lists[i] != &http->keyless_headers)
			add_header(lists[i], "Authorization", authorization);
	}
	add_header(&http->post_headers, "Content-Type", "application/json");
	/* Else curl waits a second for leave to send a large body. */
	add_header(&http->post_headers, "Expect", "");
}

static void set_limits(struct http *http)
{
	http->limits[HTTP_PROBE] = http->at.is_loopback ? 3000 : 10000;
	http->limits[HTTP_READ] = 30000;
	/* The server's own limits for a mutation are far below. */
	http->limits[HTTP_WRITE] = 60000;
	http->limits[HTTP_REPEATABLE] = 60000;
}

static void set_options(struct http *http)
{
	CURL *curl = http->curl;
	const char *bundle = ca_bundle_instead(libcurl.version_info(CURLVERSION_NOW)->cainfo,
	                                       ca_bundle_places);

	if (bundle)
		libcurl.easy_setopt(curl, CURLOPT_CAINFO, bundle);
	libcurl.easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	libcurl.easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	libcurl.easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	libcurl.easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
	libcurl.easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
	libcurl.easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
	                 http->at.is_loopback ? 3000L : 10000L);
	libcurl.easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
	libcurl.easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
	libcurl.easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
	libcurl.easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
	libcurl.easy_setopt(curl, CURLOPT_XFERINFODATA, http);
	if (http->at.is_direct)
		libcurl.easy_setopt(curl, CURLOPT_PROXY, "");
}

int http_open(struct http **out, const struct http_address *at, const char *authorization,
              const struct clock *clock, struct err *err)
{
	struct http *http;
	int ret = -1;

	if (libcurl_load(err))
		return -1;
	http = xcalloc(1, sizeof(*http));
	http->clock = *clock;
	if (libcurl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		free(http);
		return err_set(err, ERR_INTERNAL, "cannot start libcurl");
	}
	if (server_url_read(&http->at, at->url, at->is_plain_fine, err))
		goto done;
	if (authorization && strpbrk(authorization, "\r\n")) {
		err_set(err, ERR_CONFIG, "the key holds a line break");
		goto done;
	}
	http->curl = libcurl.easy_init();
	if (!http->curl) {
		err_set(err, ERR_INTERNAL, "cannot start libcurl");
		goto done;
	}
	make_headers(http, authorization);
	set_limits(http);
	set_options(http);
	*out = http;
	http = NULL;
	ret = 0;
done:
	http_close(http);
	return ret;
}

void http_close(struct http *http)
{
	if (!http)
		return;
	libcurl.easy_cleanup(http->curl);
	free_headers(http->headers);
	free_headers(http->post_headers);
	free_headers(http->keyless_headers);
	free(http->at.origin);
	free(http);
	libcurl.global_cleanup();
}

const char *http_origin(const struct http *http)
{
	return http->at.origin;
}

bool http_is_loopback(const struct http *http)
{
	return http->at.is_loopback;
}

void http_set_cancel(struct http *http, const volatile sig_atomic_t *flag)
{
	http->cancel = flag;
}

void http_set_trace(struct http *http,
                    void (*trace)(void *self, const struct http_trace *), void *self)
{
	http->trace = trace;
	http->trace_self = self;
}

void http_set_slow(struct http *http, void (*slow)(void *self, const char *origin), void *self)
{
	http->slow = slow;
	http->slow_self = self;
}

void http_tell_slow(struct http *http, int64_t ms)
{
	void (*slow)(void *self, const char *origin) = http->slow;

	if (!slow || ms < SLOW_MS)
		return;
	http->slow = NULL;
	slow(http->slow_self, http->at.origin);
}

void http_set_limit(struct http *http, enum http_kind kind, int64_t ms)
{
	http->limits[kind] = ms;
}

/* How far a request came that has no whole answer. */
static enum http_transport transport_of(struct http *http, CURLcode code)
{
	long sent = 0;

	switch (code) {
	case CURLE_OK:
		return HTTP_ANSWERED;
	case CURLE_ABORTED_BY_CALLBACK:
		return HTTP_CANCELLED;
	default:
		/* Not one byte left: no server, no name, no trust, or no time. */
		libcurl.easy_getinfo(http->curl, CURLINFO_REQUEST_SIZE, &sent);
		return sent ? HTTP_LOST : HTTP_NOT_SENT;
	}
}

static void read_outcome(struct http *http, CURLcode code, const char *why,
                         struct http_response *out)
{
	curl_off_t seconds = 0;
	long status = 0;

	out->transport = transport_of(http, code);
	if (out->transport != HTTP_ANSWERED) {
		snprintf(out->error, sizeof(out->error), "%s",
		         buf_overflowed(&out->body) ? "the answer is too large" :
		         *why ? why : libcurl.easy_strerror(code));
		return;
	}
	libcurl.easy_getinfo(http->curl, CURLINFO_RESPONSE_CODE, &status);
	libcurl.easy_getinfo(http->curl, CURLINFO_RETRY_AFTER, &seconds);
	out->status = (int)status;
	/* A server that asks for an hour means: not now. */
	out->retry_after_ms = seconds > 3600 ? 3600000 : (int64_t)seconds * 1000;
}

static void report(struct http *http, const struct http_request *request, int status)
{
	struct http_trace trace = {
		.method = request->body ? "POST" : "GET",
		.path = request->path,
		.what = request->what,
		.status = status,
		.ms = http->clock.now_ms(http->clock.self) - http->began,
	};

	if (http->trace)
		http->trace(http->trace_self, &trace);
}

static void prepare(struct http *http, const struct http_request *request)
{
	CURL *curl = http->curl;

	libcurl.easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)http->limit);
	if (request->body) {
		libcurl.easy_setopt(curl, CURLOPT_HTTPHEADER, http->post_headers);
		libcurl.easy_setopt(curl, CURLOPT_POST, 1L);
		libcurl.easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
		                 (curl_off_t)request->body->len);
		libcurl.easy_setopt(curl, CURLOPT_POSTFIELDS, request->body->text);
	} else {
		libcurl.easy_setopt(curl, CURLOPT_HTTPHEADER,
		                 request->without_key ? http->keyless_headers
		                                      : http->headers);
		libcurl.easy_setopt(curl, CURLOPT_HTTPGET, 1L);
	}
	/* On a kept connection that was closed meanwhile curl sends a request again by
	 * itself, and can't know whether the first one was carried out. */
	libcurl.easy_setopt(curl, CURLOPT_FRESH_CONNECT,
	                 (long)(request->kind == HTTP_WRITE));
	http->deaf = request->kind == HTTP_REPEATABLE;
}

void http_send(struct http *http, const struct http_request *request,
               struct http_response *out)
{
	size_t max = request->kind == HTTP_PROBE ? LARGEST_PROBE : LARGEST_ANSWER;
	char why[CURL_ERROR_SIZE] = "";
	struct buf url = BUF_INIT;
	CURL *curl = http->curl;

	*out = (struct http_response){ .transport = HTTP_NOT_SENT };
	out->body = (struct buf)BUF_INIT_MAX(max);
	http->began = http->clock.now_ms(http->clock.self);
	http->limit = http->limits[request->kind];
	buf_addf(&url, "%s%s", http->at.origin, request->path);
	libcurl.easy_setopt(curl, CURLOPT_URL, url.text);
	libcurl.easy_setopt(curl, CURLOPT_WRITEDATA, &out->body);
	libcurl.easy_setopt(curl, CURLOPT_ERRORBUFFER, why);
	prepare(http, request);
	read_outcome(http, libcurl.easy_perform(curl), why, out);
	/* Neither buffer outlives this call. */
	libcurl.easy_setopt(curl, CURLOPT_ERRORBUFFER, NULL);
	libcurl.easy_setopt(curl, CURLOPT_POSTFIELDS, NULL);
	report(http, request, out->status);
	buf_dispose(&url);
}

void http_response_dispose(struct http_response *response)
{
	buf_dispose(&response->body);
}

const char *http_header(const struct http *http, const char *name)
{
	struct curl_header *header;

	return libcurl.easy_header(http->curl, name, 0, CURLH_HEADER, -1, &header) == CURLHE_OK
	       ? header->value : NULL;
}

void http_library(struct library *out)
{
	const curl_version_info_data *info;
	struct err err = ERR_INIT;

	*out = (struct library){ .name = "libcurl", .built = LIBCURL_VERSION };
	if (libcurl_load(&err)) {
		out->with = "cannot be loaded";
		return;
	}
	info = libcurl.version_info(CURLVERSION_NOW);
	out->runs = info->version;
	out->with = info->ssl_version;
}
