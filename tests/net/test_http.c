/* test_http.c - one request, one response, and every way in which that can go wrong. */
#include "net/http.h"
#include "fakeconvex.h"
#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

static void played(const char *problem, const char *name)
{
	if (!ok(!problem, name))
		printf("# %s\n", problem);
}

static void refuses(const char *url, const char *message)
{
	struct http *http = NULL;
	struct err err = ERR_INIT;

	is_int(http_open(&http, AT(url), "Convex " FAKE_KEY, &clock_system, &err), -1, url);
	is_str(err.msg, message, "says why");
	is_int(err.code, ERR_CONFIG, "as a mistake in the settings");
	http_close(http);
}

static void test_urls(void)
{
	static const struct { const char *url; bool loopback; } good[] = {
		{ "http://127.0.0.1:3210", true }, { "http://localhost:3210/", true },
		{ "http://[::1]:3210", true }, { "https://a-b-1.convex.cloud", false },
		{ "https://127.0.0.1.example.com", false },
	};
	struct err err = ERR_INIT;
	struct http *plain = NULL;

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		struct http *http = NULL;

		ok(!http_open(&http, AT(good[i].url), "Convex " FAKE_KEY, &clock_system, &err), good[i].url);
		ok(http && http_is_loopback(http) == good[i].loopback, "on this machine or not");
		http_close(http);
	}
	refuses("http://example.com", "cannot use 'http://example.com' as a server's URL: "
	        "plain http would send the key in the clear");
	refuses("http://127.0.0.1.example.com", "cannot use 'http://127.0.0.1.example.com' as a "
	        "server's URL: plain http would send the key in the clear");
	is_int(http_open(&plain, &(struct http_address){ "http://example.com", true },
	                 "Convex " FAKE_KEY, &clock_system, &err), 0, "unless somebody trusts the way");
	ok(plain && !http_is_loopback(plain), "which is still not this machine");
	http_close(plain);
	refuses("ftp://127.0.0.1", "cannot use 'ftp://127.0.0.1' as a server's URL: "
	        "it is no http address");
	refuses("https://me:secret@example.com", "cannot use '(hidden)' as a server's URL: "
	        "it must be scheme, host and port only");
	refuses("https://example.com/x", "cannot use 'https://example.com/x' as a server's "
	        "URL: it must be scheme, host and port only");
	refuses("", "cannot use '' as a server's URL: it can't be parsed");
}

struct seen {
	char text[256];
};

static void on_trace(void *self, const struct http_trace *trace)
{
	struct seen *seen = self;

	snprintf(seen->text, sizeof(seen->text), "%s %s %s %d", trace->method, trace->path,
	         trace->what ? trace->what : "-", trace->status);
}

static struct http *open_fake(const struct fake *fake)
{
	struct http *http = NULL;
	struct err err = ERR_INIT;

	if (http_open(&http, AT(fake_url(fake)), "Convex " FAKE_KEY, &clock_system, &err)) {
		printf("# %s\n", err.msg);
		abort();
	}
	return http;
}

static void test_requests(void)
{
	static const struct fake_step steps[] = {
		{ .line = "GET /version", .keyless = true, .reply = "1.2" },
		{ .line = "POST /api/query", .body = "{\"a\":1}", .status = 429,
		  .headers = "Retry-After: 7\r\n", .reply = "{}" },
		{ .line = "POST /api/query", .body = "{\"a\":1}", .status = 302,
		  .headers = "Location: /elsewhere\r\n", .reply = "" },
		{ .line = "GET /x", .reply = "ok" },
	};
	struct fake *fake = fake_start(steps, 4);
	struct http *http = open_fake(fake);
	struct http_request get = { .kind = HTTP_PROBE, .path = "/version",
	                            .without_key = true };
	struct buf body = BUF_INIT;
	struct http_request post = { .kind = HTTP_READ, .path = "/api/query",
	                             .what = "f:g", .body = &body };
	struct http_response response;
	struct seen seen = { "" };

	/* A proxy from the environment must not see what is for this machine. */
	setenv("http_proxy", "http://127.0.0.1:9", 1);
	buf_adds(&body, "{\"a\":1}");
	http_set_trace(http, on_trace, &seen);
	http_send(http, &get, &response);
	is_int(response.status, 200, "a GET is answered");
	is_str(response.body.text, "1.2", "with its body");
	is_str(seen.text, "GET /version - 200", "the trace says what was asked");
	http_response_dispose(&response);
	http_send(http, &post, &response);
	is_int(response.status, 429, "a POST is answered");
	is_int(response.retry_after_ms, 7000, "Retry-After is read");
	is_str(seen.text, "POST /api/query f:g 429", "the trace names the function");
	http_response_dispose(&response);
	http_send(http, &post, &response);
	is_int(response.status, 302, "a redirect isn't followed");
	http_response_dispose(&response);
	get.path = "/x";
	get.without_key = false;
	http_send(http, &get, &response);
	is_int(response.status, 200, "a GET after a POST is a GET");
	http_response_dispose(&response);
	is_int(fake_connections(fake), 1, "all on one connection");
	played(fake_stop(fake), "byte for byte");
	http_close(http);
	buf_dispose(&body);
	unsetenv("http_proxy");
}

static void test_faults(void)
{
	static const struct { enum fake_fault fault; const char *name; } faults[] = {
		{ FAKE_DROPS_BEFORE, "dropped before it was read" },
		{ FAKE_DROPS_AFTER, "dropped after it was read" },
		{ FAKE_TRUNCATES, "half of the body" },
		{ FAKE_STALLS, "no answer in time" },
		{ FAKE_GARBAGE, "an answer that is no HTTP" },
	};

	for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++) {
		struct fake_step step = { .line = "POST /api/function", .body = "{}",
		                          .fault = faults[i].fault, .reply = "{\"status\":1}" };
		struct fake *fake = fake_start(&step, 1);
		struct http *http = open_fake(fake);
		struct buf body = BUF_INIT;
		struct http_request post = { .kind = HTTP_WRITE, .path = "/api/function",
		                             .body = &body };
		struct http_response response;

		buf_adds(&body, "{}");
		http_set_limit(http, HTTP_WRITE, 300);
		http_send(http, &post, &response);
		is_int(response.transport, HTTP_LOST, faults[i].name);
		ok(*response.error, "says why");
		http_response_dispose(&response);
		http_close(http);
		played(fake_stop(fake), "sent once");
		buf_dispose(&body);
	}
}

/* On a kept connection curl sends a request again by itself: a write must not be. */
static void test_kept_connection(void)
{
	static const struct fake_step steps[] = {
		{ .line = "GET /x", .reply = "ok" },
		{ .line = "POST /api/function", .body = "{}", .fault = FAKE_DROPS_AFTER },
	};
	struct fake *fake = fake_start(steps, 2);
	struct http *http = open_fake(fake);
	struct buf body = BUF_INIT;
	struct http_request get = { .kind = HTTP_READ, .path = "/x" };
	struct http_request post = { .kind = HTTP_WRITE, .path = "/api/function",
	                             .body = &body };
	struct http_response response;

	buf_adds(&body, "{}");
	http_send(http, &get, &response);
	http_response_dispose(&response);
	http_send(http, &post, &response);
	is_int(response.transport, HTTP_LOST, "a write on a connection that dies is lost");
	http_response_dispose(&response);
	http_close(http);
	played(fake_stop(fake), "and was sent once");
	buf_dispose(&body);
}

static void test_nobody(void)
{
	struct fake *fake = fake_start(NULL, 0);
	struct http *http = open_fake(fake);
	struct http_request get = { .kind = HTTP_PROBE, .path = "/version" };
	struct http_response response;

	fake_stop(fake);
	http_send(http, &get, &response);
	is_int(response.transport, HTTP_NOT_SENT, "nobody listens: certainly not sent");
	http_response_dispose(&response);
	http_close(http);
}

static void test_bounds(void)
{
	struct fake_step step = { .line = "GET /version", .reply = NULL };
	char *large = malloc(100001);
	struct http_request get = { .kind = HTTP_PROBE, .path = "/version" };
	struct http_response response;
	struct fake *fake;
	struct http *http;

	memset(large, 'x', 100000);
	large[100000] = '\0';
	step.reply = large;
	fake = fake_start(&step, 1);
	http = open_fake(fake);
	http_send(http, &get, &response);
	is_int(response.transport, HTTP_LOST, "an answer that is too large is none");
	is_str(response.error, "the answer is too large", "says so");
	http_response_dispose(&response);
	http_close(http);
	fake_stop(fake);
	free(large);
}

static void test_cancel(void)
{
	static const struct fake_step steps[] = {
		{ .line = "POST /api/function", .body = "{}", .reply = "done" },
	};
	static volatile sig_atomic_t flag = 1;
	struct fake *fake = fake_start(steps, 1);
	struct http *http = open_fake(fake);
	struct buf body = BUF_INIT;
	struct http_request post = { .kind = HTTP_READ, .path = "/api/function",
	                             .body = &body };
	struct http_response response;

	buf_adds(&body, "{}");
	http_set_cancel(http, &flag);
	http_send(http, &post, &response);
	is_int(response.transport, HTTP_CANCELLED, "a raised flag ends a read");
	http_response_dispose(&response);
	post.kind = HTTP_REPEATABLE;
	http_send(http, &post, &response);
	is_int(response.status, 200, "but not what tidies up");
	http_response_dispose(&response);
	http_close(http);
	played(fake_stop(fake), "the server saw only that");
	buf_dispose(&body);
}

static int64_t leap(void *self)
{
	int64_t *now = self;

	return *now += 1000;
}

static void on_slow(void *self, const char *origin)
{
	struct seen *seen = self;
	size_t used = strlen(seen->text);

	snprintf(seen->text + used, sizeof(seen->text) - used, "[%s]", origin);
}

static void send_slowly(struct http *http, enum http_kind kind)
{
	struct http_request get = { .kind = kind, .path = "/x" };
	struct http_response response;

	http_send(http, &get, &response);
	is_int(response.status, 200, "a request that takes many seconds by the clock");
	http_response_dispose(&response);
}

static void test_slow(void)
{
	static const struct fake_step steps[] = {
		{ .line = "GET /x", .reply = "ok" }, { .line = "GET /x", .reply = "ok" },
		{ .line = "GET /x", .reply = "ok" }, { .line = "GET /x", .reply = "ok" },
	};
	int64_t now = 0;
	struct clock clock = { leap, NULL, &now };
	struct fake *fake = fake_start(steps, 4);
	struct err err = ERR_INIT;
	struct seen seen = { "" };
	struct http *http = NULL;
	char once[64];

	snprintf(once, sizeof(once), "[%s]", fake_url(fake));
	is_int(http_open(&http, AT(fake_url(fake)), "Convex " FAKE_KEY, &clock, &err), 0, "opened");
	send_slowly(http, HTTP_READ);
	http_set_slow(http, on_slow, &seen);
	send_slowly(http, HTTP_PROBE);
	is_str(seen.text, "", "one that is given up soon is not spoken of");
	http_tell_slow(http, 1999);
	is_str(seen.text, "", "nor is a short pause");
	send_slowly(http, HTTP_READ);
	is_str(seen.text, once, "one that may take much longer is");
	send_slowly(http, HTTP_READ);
	http_tell_slow(http, 60000);
	is_str(seen.text, once, "once");
	http_close(http);
	played(fake_stop(fake), "the requests are as ever");
}

/* ~/.netrc would send somebody's password in the place of the key, or to a stranger. */
static void test_netrc(void)
{
	static const struct fake_step steps[] = {
		{ .line = "GET /version", .keyless = true, .reply = "1" },
	};
	char home[] = "/tmp/cvx-netrc-XXXXXX", path[64];
	struct http_request get = { .kind = HTTP_PROBE, .path = "/version", .without_key = true };
	struct fake *fake = fake_start(steps, 1);
	struct http *http = open_fake(fake);
	struct http_response response;
	FILE *f;

	ok(mkdtemp(home) != NULL, "a home folder");
	snprintf(path, sizeof(path), "%s/.netrc", home);
	f = fopen(path, "w");
	fputs("machine 127.0.0.1 login somebody password netrc\n", f);
	fclose(f);
	setenv("HOME", home, 1);
	http_send(http, &get, &response);
	is_int(response.status, 200, "a request where ~/.netrc knows the host");
	http_response_dispose(&response);
	http_close(http);
	played(fake_stop(fake), "carries no password");
	unlink(path);
	rmdir(home);
}

int main(void)
{
	test_slow();
	test_netrc();
	test_urls();
	test_requests();
	test_faults();
	test_kept_connection();
	test_nobody();
	test_bounds();
	test_cancel();
	return done();
}
