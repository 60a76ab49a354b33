/* fixture.h - a deployment that a scripted server plays, with a clock that doesn't wait,
 * and short words for what goes over the wire. */
#ifndef CVX_TESTS_NET_FIXTURE_H
#define CVX_TESTS_NET_FIXTURE_H

#include "net/convex.h"
#include "fakeconvex.h"
#include "tap.h"

#include <stdlib.h>

#define BODY(component, path, args) \
	"{" component "\"path\":\"" path "\",\"args\":" args ",\"format\":\"json\"}"
#define REQUEST(request) "{\"version\":1,\"request\":" request "}"

/* A function of our component, of the app, of the migrations component, of the backend. */
#define CVX(path, request) .line = "POST /api/function", \
	.body = BODY("\"componentPath\":\"cvx\",", path, REQUEST(request))
#define APP(path, request) .line = "POST /api/function", \
	.body = BODY("", path, REQUEST(request))
#define LIB(path, args) .line = "POST /api/function", \
	.body = BODY("\"componentPath\":\"migrations\",", path, args)
#define SYSTEM(path, args) .line = "POST /api/query", .body = BODY("", path, args)

#define SUCCESS(value) .reply = "{\"status\":\"success\",\"value\":" value "}"
#define FAILS(text) .reply = "{\"status\":\"error\",\"errorMessage\":\"" text "\"}"
#define REFUSES(data) \
	.reply = "{\"status\":\"error\",\"errorMessage\":\"x\",\"errorData\":" data "}"

#define COMPONENTS { SYSTEM("_system/frontend/components:list", "{}"), SUCCESS( \
	"[{\"id\":\"r\",\"path\":\"\",\"state\":\"active\"}," \
	"{\"id\":\"m\",\"path\":\"migrations\",\"state\":\"active\"}]") }

struct fixture {
	struct fake *fake;
	struct convex *convex;
	struct deployment d;
	struct arena arena;
	struct err err;
	int64_t now, slept;
};

static inline int64_t fixture_now(void *self)
{
	return ((struct fixture *)self)->now;
}

static inline void fixture_sleep(void *self, int64_t ms)
{
	struct fixture *f = self;

	f->now += ms;
	f->slept += ms;
}

static inline void fixture_start(struct fixture *f, const struct fake_step *steps,
                                 size_t count)
{
	struct clock clock = { fixture_now, fixture_sleep, f };

	*f = (struct fixture){ .err = ERR_INIT };
	f->fake = fake_start(steps, count);
	if (convex_open(&f->convex, AT(fake_url(f->fake)), FAKE_KEY, &clock, &f->err)) {
		printf("# %s\n", f->err.msg);
		abort();
	}
	f->d = convex_deployment(f->convex);
	for (int kind = HTTP_PROBE; kind <= HTTP_REPEATABLE; kind++)
		http_set_limit(convex_http(f->convex), (enum http_kind)kind, 2000);
}

/* The script was played, and the key is in no message. */
static inline void fixture_stop(struct fixture *f, const char *name)
{
	const char *problem;

	convex_close(f->convex);
	problem = fake_stop(f->fake);
	if (!tap_report(!problem, name, __FILE__, __LINE__))
		printf("# %s\n", problem);
	if (strstr(f->err.msg, FAKE_KEY) || strstr(f->err.detail, FAKE_KEY))
		tap_report(false, "the key is in a message", __FILE__, __LINE__);
	arena_dispose(&f->arena);
}

#define START(f, steps) fixture_start((f), (steps), sizeof(steps) / sizeof(*(steps)))

#endif
