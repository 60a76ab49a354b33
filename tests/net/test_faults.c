/* test_faults.c - whatever goes wrong on the way: what is sent again, what is not, and
 * what the caller is told. */
#include "fixture.h"

#define RENEW CVX("lease:renew", "{\"token\":\"t\"}")
#define SIZE SYSTEM("_system/frontend/tableSize", "{\"tableName\":\"users\"}")
#define BEGIN APP("cvxStart:start", "{\"token\":\"t\",\"row\":{\"migrationId\":\"m\"," \
	"\"direction\":\"up\"},\"fn\":\"f:up\",\"args\":{}}")
#define BUSY_503 .status = 503, \
	.reply = "{\"code\":\"WorkerOverloaded\",\"message\":\"later\"}"

/* Everything after which nobody knows whether a request was carried out. */
static const struct fault {
	struct fake_step answer;
	const char *name;
} unknowns[] = {
	{ { .fault = FAKE_DROPS_BEFORE }, "dropped unread" },
	{ { .fault = FAKE_DROPS_AFTER }, "dropped after reading" },
	{ { .fault = FAKE_TRUNCATES, .reply = "{\"status\":\"success\",\"value\":1}" },
	  "half an answer" },
	{ { .fault = FAKE_GARBAGE }, "no HTTP" },
	{ { .fault = FAKE_STALLS }, "silence" },
	{ { .status = 408 }, "408" },
	{ { .status = 500, .reply = "{\"code\":\"InternalServerError\",\"message\":\"no\"}" },
	  "500" },
	{ { .status = 502, .reply = "<html>" }, "502" },
	{ { .status = 503, .reply = "<html>" }, "503 of a proxy" },
};

#define UNKNOWNS (sizeof(unknowns) / sizeof(*unknowns))

static struct fake_step with(struct fake_step request, const struct fault *fault)
{
	struct fake_step step = fault->answer;

	step.line = request.line;
	step.body = request.body;
	return step;
}

static int start(struct fixture *f)
{
	struct ledger_row row = { .id = "m", .direction = DIRECTION_UP };
	struct start_request request = {
		.token = "t", .start_path = "cvxStart:start", .row = &row, .fn = "f:up",
	};

	return f->d.ops->start(f->d.self, &request, &f->err);
}

/* What is waited for in vain is a write; a busy machine may take its time for the rest. */
static void quick(struct fixture *f)
{
	http_set_limit(convex_http(f->convex), HTTP_WRITE, 300);
	http_set_limit(convex_http(f->convex), HTTP_REPEATABLE, 300);
}

static void test_start_is_sent_once(void)
{
	for (size_t i = 0; i < UNKNOWNS; i++) {
		struct fake_step steps[] = {
			COMPONENTS, with((struct fake_step){ BEGIN }, &unknowns[i]),
		};
		struct fixture f;

		START(&f, steps);
		quick(&f);
		is_int(start(&f), -1, unknowns[i].name);
		is_int(f.err.code, ERR_UNKNOWN_OUTCOME, "the outcome of a start is unknown");
		is_int(f.slept, 0, "it isn't waited for");
		fixture_stop(&f, "and it is sent once");
	}
}

static void test_unreadable_start(void)
{
	static const char *const replies[] = {
		"<html>proxy</html>", "{\"status\":\"success\"", "{}", "", "{\"status\":\"error\"}",
	};

	for (size_t i = 0; i < sizeof(replies) / sizeof(*replies); i++) {
		struct fake_step steps[] = { COMPONENTS, { BEGIN, .reply = replies[i] } };
		struct fixture f;

		START(&f, steps);
		is_int(start(&f), -1, "a start whose answer can't be read");
		is_int(f.err.code, ERR_UNKNOWN_OUTCOME, "may have been one");
		ok(strstr(f.err.msg, "the server's answer to 'cvxStart:start' can't be read"),
		   "says why");
		fixture_stop(&f, "sent once");
	}
}

static void test_reads_are_sent_again(void)
{
	for (size_t i = 0; i < UNKNOWNS; i++) {
		struct fake_step lost = with((struct fake_step){ SIZE }, &unknowns[i]);
		struct fake_step good[] = { lost, lost, { SIZE, SUCCESS("3") } };
		struct fake_step bad[] = { lost, lost, lost };
		struct fixture f;
		int64_t size = 0;

		START(&f, good);
		quick(&f);
		is_int(f.d.ops->table_size(f.d.self, "users", &size, &f.err), 0,
		       unknowns[i].name);
		ok(size == 3 && f.slept >= 750, "the third answer to a read counts");
		fixture_stop(&f, "asked three times");

		START(&f, bad);
		quick(&f);
		is_int(f.d.ops->table_size(f.d.self, "users", &size, &f.err), -1, "thrice");
		is_int(f.err.code, unknowns[i].answer.status ? ERR_SERVER : ERR_UNREACHABLE,
		       "is enough");
		fixture_stop(&f, "asked three times");
	}
}

static void test_repeatable_writes(void)
{
	for (size_t i = 0; i < UNKNOWNS; i++) {
		struct fake_step lost = with((struct fake_step){ RENEW }, &unknowns[i]);
		struct fake_step good[] = { lost, { RENEW, SUCCESS("{}") } };
		struct fake_step bad[] = { lost, lost, lost };
		struct fixture f;

		START(&f, good);
		quick(&f);
		is_int(f.d.ops->lease_renew(f.d.self, "t", &f.err), 0, unknowns[i].name);
		fixture_stop(&f, "what may be repeated is");

		START(&f, bad);
		quick(&f);
		is_int(f.d.ops->lease_renew(f.d.self, "t", &f.err), -1, "thrice");
		is_int(f.err.code, ERR_UNKNOWN_OUTCOME, "and its outcome is unknown");
		fixture_stop(&f, "sent three times");
	}
}

/* Recording what was adopted a second time is refused: once only. Marks may be repeated. */
static void test_record(void)
{
	static const char rows[] = "\"rows\":[{\"migrationId\":\"m\",\"status\":\"completed\"}]}},"
		"\"format\":\"json\"}";
	static const char *const reasons[] = { "baseline", "adopted", "mark" };
	struct ledger_row row = { .id = "m", .status = ROW_COMPLETED, .processed = -1 };

	for (int i = 0; i < 3; i++) {
		struct buf body = BUF_INIT;
		struct fake_step steps[2];
		struct fixture f;
		int marks = i == 2;

		buf_addf(&body, "{\"componentPath\":\"cvx\",\"path\":\"ledger:record\",\"args\":"
		         "{\"version\":1,\"request\":{\"token\":\"t\",\"reason\":\"%s\",%s",
		         reasons[i], rows);
		steps[0] = (struct fake_step){ .line = "POST /api/function", .body = body.text,
		                               .fault = FAKE_DROPS_AFTER };
		steps[1] = (struct fake_step){ .line = "POST /api/function", .body = body.text,
		                               SUCCESS("{}") };
		fixture_start(&f, steps, marks ? 2 : 1);
		is_int(f.d.ops->record(f.d.self, "t", &row, 1, reasons[i], &f.err),
		       marks ? 0 : -1, reasons[i]);
		is_int(f.err.code, marks ? ERR_NONE : ERR_UNKNOWN_OUTCOME, "its outcome");
		fixture_stop(&f, "sent once, or again");
		buf_dispose(&body);
	}
}

static void test_rejections(void)
{
	static const struct fake_step steps[] = {
		COMPONENTS,
		{ BEGIN, .status = 429, .headers = "Retry-After: 5\r\n",
		  .reply = "{\"code\":\"TooManyWrites\",\"message\":\"slower\"}" },
		{ BEGIN, BUSY_503 },
		{ BEGIN, SUCCESS("{}") },
	};
	static const struct fake_step never[] = {
		{ SIZE, .status = 429, .headers = "Retry-After: 100\r\n",
		  .reply = "{\"code\":\"TooManyConcurrentRequests\",\"message\":\"slower\"}" },
	};
	struct fixture f;
	int64_t size;

	START(&f, steps);
	is_int(start(&f), 0, "what was rejected didn't happen and is sent again");
	ok(f.slept >= 5500 && f.slept < 6000, "when the server wants it");
	fixture_stop(&f, "until it is taken");

	START(&f, never);
	is_int(f.d.ops->table_size(f.d.self, "users", &size, &f.err), -1, "but not for ever");
	is_str(f.err.msg, "the deployment is too busy for '_system/frontend/tableSize': slower",
	       "says so");
	fixture_stop(&f, "asked once");
}

static void test_refusals(void)
{
	static const struct { struct fake_step step; enum err_code code; } cases[] = {
		{ { SIZE, .status = 400, .reply = "{\"code\":\"BadJsonBody\",\"message\":\"bad\"}" },
		  ERR_SERVER },
		{ { SIZE, .status = 401, .reply = "{\"code\":\"BadAdminKey\",\"message\":\"no\"}" },
		  ERR_UNAUTHORISED },
		{ { SIZE, .status = 403, .reply = "" }, ERR_UNAUTHORISED },
		{ { SIZE, .status = 404, .reply = "" }, ERR_SERVER },
		{ { SIZE, .status = 307, .headers = "Location: http://127.0.0.1:9/\r\n" },
		  ERR_SERVER },
		{ { SIZE, .status = 560, FAILS("boom") }, ERR_SERVER },
		{ { SIZE, FAILS("[Request ID: 1] Server Error\\nUncaught Error: " FAKE_KEY) },
		  ERR_SERVER },
		{ { SIZE, .reply = "not json" }, ERR_SERVER },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct fixture f;
		int64_t size;

		fixture_start(&f, &cases[i].step, 1);
		is_int(f.d.ops->table_size(f.d.self, "users", &size, &f.err), -1, "a refusal");
		if (!is_int(f.err.code, cases[i].code, "of its kind"))
			printf("# %s\n", f.err.msg);
		fixture_stop(&f, "stands, and shows no key");
	}
}

static volatile sig_atomic_t flag;

static void raise_and_sleep(void *self, int64_t ms)
{
	(void)self, (void)ms;
	flag = 1;
}

static void test_interrupted(void)
{
	static const struct fake_step read[] = { { SIZE, BUSY_503 } };
	static const struct fake_step renew[] = {
		{ RENEW, BUSY_503 }, { RENEW, SUCCESS("{}") },
	};
	struct convex *convex = NULL;
	struct deployment d;
	struct fixture f;
	int64_t size;

	for (int round = 0; round < 2; round++) {
		struct clock clock = { fixture_now, raise_and_sleep, &f };

		flag = 0;
		fixture_start(&f, round ? renew : read, round ? 2 : 1);
		ok(!convex_open(&convex, AT(fake_url(f.fake)), FAKE_KEY, &clock, &f.err), "opens");
		convex_set_cancel(convex, &flag);
		d = convex_deployment(convex);
		if (round) {
			is_int(d.ops->lease_renew(d.self, "t", &f.err), 0,
			       "what tidies up goes on");
		} else {
			is_int(d.ops->table_size(d.self, "users", &size, &f.err), -1,
			       "Ctrl-C ends a wait");
			is_int(f.err.code, ERR_INTERRUPTED, "as such");
		}
		convex_close(convex);
		fixture_stop(&f, "as asked");
	}
}

static void test_nobody(void)
{
	struct fake *fake = fake_start(NULL, 0);
	struct convex *convex = NULL;
	struct err err = ERR_INIT;
	struct deployment d;

	ok(!convex_open(&convex, AT(fake_url(fake)), FAKE_KEY, &clock_system, &err), "opens");
	fake_stop(fake);
	d = convex_deployment(convex);
	is_int(d.ops->lease_renew(d.self, "t", &err), -1, "nobody listens");
	is_int(err.code, ERR_UNREACHABLE, "then a write was certainly not carried out");
	ok(*err.hint && *err.detail, "with what to do, and why");
	convex_close(convex);
}

int main(void)
{
	test_start_is_sent_once();
	test_unreadable_start();
	test_reads_are_sent_again();
	test_repeatable_writes();
	test_record();
	test_rejections();
	test_refusals();
	test_interrupted();
	test_nobody();
	return done();
}
