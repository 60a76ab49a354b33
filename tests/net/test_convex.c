/* test_convex.c - every request that we make, byte for byte, and what becomes of its
 * answer. */
#include "fixture.h"

#include "base/buf.h"

#define IS_CONVEX { .line = "GET /version", .keyless = true, .reply = "1.45\n" }
#define ITS_NAME { .line = "GET /instance_name", .keyless = true, .reply = "anonymous-shop" }
#define KEY_IS_GOOD { .line = "GET /api/check_admin_key", .reply = "{\"success\":true}" }
#define SELF_HOSTED { .line = "GET /api/v1/deployment_info", \
	.reply = "{\"kind\":\"selfHosted\"}" }
#define STATE "_system/frontend/deploymentState:deploymentState"

static void test_busy_probe(void)
{
	static const struct fake_step busy[] = {
		{ .line = "GET /version", .keyless = true, .status = 429, .headers =
		  "Retry-After: 1\r\n", .reply = "{\"code\":\"TooManyConcurrentRequests\"}" },
		IS_CONVEX, { .line = "GET /instance_name", .keyless = true, .status = 429, .headers =
		"Retry-After: 60\r\n", .reply = "{\"code\":\"TooManyConcurrentRequests\"}" },
	};
	struct fixture f;
	struct probe probe;

	START(&f, busy);
	is_int(f.d.ops->probe(f.d.self, &f.arena, &probe, &f.err), -1, "a busy deployment");
	is_str(f.err.msg, "the deployment is too busy for '/instance_name': "
	       "TooManyConcurrentRequests", "says so");
	is_int(f.slept, 1000, "it is asked again after a moment, and not after a minute");
	fixture_stop(&f, "and sees no key");
}

static void test_probe(void)
{
	static const struct fake_step good[] = {
		IS_CONVEX, ITS_NAME, KEY_IS_GOOD, SELF_HOSTED,
		{ SYSTEM(STATE, "{}"), SUCCESS("{\"state\":\"paused\"}") },
	};
	static const struct fake_step other[] = { IS_CONVEX, ITS_NAME };
	static const struct fake_step wrong_key[] = {
		IS_CONVEX, ITS_NAME, { .line = "GET /api/check_admin_key", .status = 401, .reply =
		"{\"code\":\"BadAdminKey\",\"message\":\"not " FAKE_KEY "\"}" },
	};
	static const struct fake_step stranger[] = {
		{ .line = "GET /version", .keyless = true, .status = 404, .reply = "<html>" },
	};
	static const struct fake_step ill[] = {
		{ .line = "GET /version", .keyless = true, .status = 500, .reply = "oops" },
	};
	static const struct fake_step silent[] = {
		{ .line = "GET /version", .keyless = true, .fault = FAKE_STALLS },
	};
	static const struct fake_step old[] = {
		IS_CONVEX, { .line = "GET /instance_name", .keyless = true, .status = 404 },
		KEY_IS_GOOD, { .line = "GET /api/v1/deployment_info", .status = 404 },
		{ SYSTEM(STATE, "{}"), FAILS("Could not find function for 'x'") },
	};
	static const struct fake_step broken[] = {
		IS_CONVEX, ITS_NAME, KEY_IS_GOOD,
		{ .line = "GET /api/v1/deployment_info", .reply = "{\"kind\":7}" },
	};
	struct fixture f;
	struct probe probe;

	START(&f, good);
	convex_expect_name(f.convex, "anonymous-shop");
	is_int(f.d.ops->probe(f.d.self, &f.arena, &probe, &f.err), 0, "probe");
	is_str(probe.version, "1.45", "its version");
	is_str(probe.name, "anonymous-shop", "its name");
	ok(!probe.kind.is_cloud && probe.kind.is_loopback && probe.paused, "its kind and state");
	fixture_stop(&f, "the key goes to whom it is for, and only after the name");

	START(&f, other);
	convex_expect_name(f.convex, "anonymous-other");
	is_int(f.d.ops->probe(f.d.self, &f.arena, &probe, &f.err), -1, "another deployment");
	is_int(f.err.code, ERR_UNREACHABLE, "isn't the one");
	fixture_stop(&f, "and doesn't see the key");

	START(&f, wrong_key);
	is_int(f.d.ops->probe(f.d.self, &f.arena, &probe, &f.err), -1, "a wrong key");
	is_int(f.err.code, ERR_UNAUTHORISED, "is refused");
	is_str(f.err.msg, "the deployment refuses the key: not (hidden)", "and not shown");
	fixture_stop(&f, "nothing more is asked");

	START(&f, stranger);
	is_int(f.d.ops->probe(f.d.self, &f.arena, &probe, &f.err), -1, "a stranger");
	is_int(f.err.code, ERR_SERVER, "is no deployment");
	fixture_stop(&f, "and sees no key");

	START(&f, ill);
	is_int(f.d.ops->probe(f.d.self, &f.arena, &probe, &f.err), -1, "an ill deployment");
	is_str(f.err.msg, "the deployment refuses '/version' (HTTP 500): it doesn't say why",
	       "is no stranger");
	fixture_stop(&f, "and sees no key either");

	START(&f, silent);
	http_set_limit(convex_http(f.convex), HTTP_PROBE, 200);
	is_int(f.d.ops->probe(f.d.self, &f.arena, &probe, &f.err), -1, "silence");
	is_int(f.err.code, ERR_UNREACHABLE, "is no answer");
	ok(strstr(f.err.msg, "' doesn't answer") && !f.slept, "at once");
	is_str(f.err.hint,
	       "start it (npx convex dev, or your own server), then 'git cvx migrate'; "
	       "'git cvx migrate --wait' waits for it", "says what to do");
	fixture_stop(&f, "asked once");

	START(&f, old);
	is_int(f.d.ops->probe(f.d.self, &f.arena, &probe, &f.err), 0, "an older backend");
	ok(!probe.name && !probe.paused && !probe.kind.is_cloud, "tells less");
	fixture_stop(&f, "asked the same");

	START(&f, broken);
	is_int(f.d.ops->probe(f.d.self, &f.arena, &probe, &f.err), -1, "a broken answer");
	is_str(f.err.msg, "the server's answer to '/api/v1/deployment_info' can't be read: "
	       "'kind' isn't a text", "says which");
	fixture_stop(&f, "is the last");
}

#define HELLO(revision) { CVX("ledger:hello", "{}"), SUCCESS("{\"version\":1,\"ledgerId\":" \
	"\"l1\",\"revision\":" revision ",\"baseline\":{\"at\":1},\"bridge\":{\"runId\":\"r\"," \
	"\"tree\":\"t\",\"since\":5},\"lease\":{\"holder\":{\"cloneName\":\"ada\",\"command\":" \
	"\"migrate\",\"runId\":\"r\"},\"expiresInMs\":90}}") }
#define MOUNTS(components) { SYSTEM("_system/frontend/components:list", "{}"), SUCCESS( \
	"[" components "]") }
#define CVX_IS(state) "{\"id\":\"k1\",\"path\":\"cvx\",\"state\":\"" state "\"}"
#define INTERNAL_ERROR .reply = "{\"code\":\"InternalServerError\",\"message\":" \
	"\"Your request couldn't be completed. Try again later.\"}"
#define ROW(id) "{\"migrationId\":\"" id "\",\"status\":\"completed\",\"direction\":\"up\"," \
	"\"sequence\":3}"
#define PAGE(request, rows, cursor, revision) { CVX("ledger:read", request), SUCCESS( \
	"{\"rows\":[" rows "],\"cursor\":" cursor ",\"revision\":" revision "}") }
#define NO_FUNCTION FAILS("[Request ID: 1] Server Error\\nCould not find function for 'x'")

static void test_reading(void)
{
	/* To a component that isn't there no question is put. */
	static const struct fake_step absent[] = { MOUNTS(""), MOUNTS(CVX_IS("active")), HELLO("4") };
	static const struct fake_step unmounted[] = { MOUNTS(CVX_IS("unmounted")) };
	static const struct fake_step unmounted_since[] = {
		MOUNTS(CVX_IS("active")), { CVX("ledger:hello", "{}"), NO_FUNCTION },
		MOUNTS(CVX_IS("unmounted")),
	};
	static const struct fake_step deleted_since[] = {
		MOUNTS(CVX_IS("active")),
		{ CVX("ledger:hello", "{}"), .status = 500, INTERNAL_ERROR },
		{ CVX("ledger:hello", "{}"), .status = 500, INTERNAL_ERROR },
		{ CVX("ledger:hello", "{}"), .status = 500, INTERNAL_ERROR },
		MOUNTS(""),
	};
	static const struct fake_step pages[] = {
		MOUNTS(CVX_IS("active")), HELLO("4"),
		PAGE("{\"limit\":500}", ROW("a") "," ROW("b"), "\"b\"", "4"),
		PAGE("{\"cursor\":\"b\",\"limit\":500}", ROW("c"), "null", "5"),
		HELLO("5"),
		PAGE("{\"limit\":500}", ROW("b") "," ROW("a"), "null", "5"),
	};
	static const struct fake_step stuck[] = {
		MOUNTS(CVX_IS("active")), HELLO("4"), PAGE("{\"limit\":500}", ROW("a"), "\"a\"", "4"),
		PAGE("{\"cursor\":\"a\",\"limit\":500}", ROW("a"), "\"a\"", "4"),
	};
	static const struct fake_step moving[] = {
		MOUNTS(CVX_IS("active")), HELLO("1"), PAGE("{\"limit\":500}", "", "null", "2"),
		HELLO("2"), PAGE("{\"limit\":500}", "", "null", "3"),
		HELLO("3"), PAGE("{\"limit\":500}", "", "null", "4"),
		HELLO("4"), PAGE("{\"limit\":500}", "", "null", "5"),
		HELLO("5"), PAGE("{\"limit\":500}", "", "null", "6"),
	};
	struct lease_holder lease;
	struct ledger ledger;
	struct fixture f;

	START(&f, absent);
	is_int(f.d.ops->hello(f.d.self, &f.arena, &ledger, &lease, &f.err), 0, "hello");
	ok(!ledger.mounted && !ledger.was_mounted && !lease.clone_name, "it was never there");
	is_int(f.d.ops->hello(f.d.self, &f.arena, &ledger, &lease, &f.err), 0, "hello again");
	ok(ledger.mounted && ledger.revision == 4, "after a push");
	fixture_stop(&f, "asked what there is first");

	START(&f, unmounted);
	is_int(f.d.ops->hello(f.d.self, &f.arena, &ledger, &lease, &f.err), 0, "hello");
	ok(!ledger.mounted && ledger.was_mounted, "an older branch has unmounted it");
	fixture_stop(&f, "it comes back with the next push");

	START(&f, unmounted_since);
	for (int i = 0; i < 2; i++) {
		is_int(f.d.ops->hello(f.d.self, &f.arena, &ledger, &lease, &f.err), 0, "hello");
		ok(!ledger.mounted && ledger.was_mounted, "another client has unmounted it since");
	}
	fixture_stop(&f, "asked again what there is");

	START(&f, deleted_since);
	is_int(f.d.ops->hello(f.d.self, &f.arena, &ledger, &lease, &f.err), -1, "hello");
	is_int(f.err.code, ERR_SERVER, "it was deleted since: the server says no more");
	err_clear(&f.err);
	is_int(f.d.ops->hello(f.d.self, &f.arena, &ledger, &lease, &f.err), 0, "hello again");
	ok(!ledger.mounted && !ledger.was_mounted, "it isn't there");
	fixture_stop(&f, "asked anew what there is");

	START(&f, pages);
	is_int(f.d.ops->read(f.d.self, &f.arena, &ledger, &f.err), 0, "read");
	is_int((long long)ledger.count, 2, "what was there at one moment");
	is_str(ledger.count ? ledger.rows[0].id : NULL, "a", "sorted");
	ok(ledger.mounted && ledger.has_baseline && ledger.revision == 5, "with its head");
	is_str(ledger.bridge_run, "r", "and the open bridge");
	fixture_stop(&f, "page by page, anew when it changed meanwhile");

	START(&f, stuck);
	is_int(f.d.ops->read(f.d.self, &f.arena, &ledger, &f.err), -1, "a cursor that stays");
	is_int(f.err.code, ERR_SERVER, "is the server's mistake");
	fixture_stop(&f, "and ends the reading");

	START(&f, moving);
	is_int(f.d.ops->read(f.d.self, &f.arena, &ledger, &f.err), -1, "a restless ledger");
	is_int(f.err.code, ERR_LEDGER_MOVED, "is given up");
	fixture_stop(&f, "after five times");
}

#define HOLDER "\"holder\":{\"cloneId\":\"c1\",\"cloneName\":\"ada\",\"runId\":\"r1\"," \
	"\"command\":\"migrate\"}"

static void test_lease(void)
{
	static const struct fake_step steps[] = {
		{ CVX("lease:acquire", "{\"token\":\"t1\"," HOLDER ",\"revision\":4}"),
		  SUCCESS("{\"revision\":4}") },
		{ CVX("lease:acquire", "{\"token\":\"t1\"," HOLDER ",\"sameRun\":\"r1\"}"),
		  REFUSES("{\"code\":\"BUSY\",\"message\":\"moving\",\"holder\":{\"cloneName\":\"bo\","
		          "\"command\":\"down\",\"runId\":\"r2\"},\"expiresInMs\":70}") },
		{ CVX("lease:acquire", "{\"token\":\"t1\"," HOLDER ",\"revision\":4}"),
		  REFUSES("{\"code\":\"LEDGER_MOVED\",\"message\":\"changed\"}") },
		{ CVX("lease:renew", "{\"token\":\"t1\"}"), SUCCESS("{\"expiresInMs\":120000}") },
		{ CVX("lease:renew", "{\"token\":\"t1\"}"),
		  REFUSES("{\"code\":\"LEASE_LOST\",\"message\":\"gone\"}") },
		{ CVX("lease:release", "{\"token\":\"t1\"}"), SUCCESS("{\"released\":true}") },
	};
	struct lease_request request = {
		.token = "t1", .run_id = "r1", .clone_id = "c1", .clone_name = "ada",
		.command = "migrate", .revision = 4,
	};
	struct lease_holder holder;
	struct fixture f;

	START(&f, steps);
	is_int(f.d.ops->lease_acquire(f.d.self, &f.arena, &request, &holder, &f.err), 0,
	       "acquire");
	request.same_run = true;
	request.revision = -1;
	is_int(f.d.ops->lease_acquire(f.d.self, &f.arena, &request, &holder, &f.err), -1,
	       "somebody else has it");
	is_int(f.err.code, ERR_BUSY, "busy");
	is_str(holder.clone_name, "bo", "and who");
	is_int(holder.expires_in_ms, 70, "and for how long");
	request.same_run = false;
	request.revision = 4;
	err_clear(&f.err);
	is_int(f.d.ops->lease_acquire(f.d.self, &f.arena, &request, &holder, &f.err), -1,
	       "the ledger has changed");
	is_int(f.err.code, ERR_LEDGER_MOVED, "moved");
	err_clear(&f.err);
	is_int(f.d.ops->lease_renew(f.d.self, "t1", &f.err), 0, "renew");
	is_int(f.d.ops->lease_renew(f.d.self, "t1", &f.err), -1, "too late");
	is_int(f.err.code, ERR_LEASE_LOST, "lost");
	err_clear(&f.err);
	is_int(f.d.ops->lease_release(f.d.self, "t1", &f.err), 0, "release");
	fixture_stop(&f, "byte for byte");
}

#define START_ROW "\"row\":{\"migrationId\":\"m1\",\"direction\":\"up\",\"sourceHash\":\"s1\"," \
	"\"table\":\"users\",\"tables\":[\"users\"],\"upPath\":\"migrations/m1:up\"," \
	"\"appliedBy\":{\"cloneId\":\"c1\",\"cloneName\":\"ada\"}}"

static void test_start(void)
{
	static const struct fake_step steps[] = {
		{ SYSTEM("_system/frontend/components:list", "{}"), SUCCESS(
		  "[{\"id\":\"r\",\"path\":\"\",\"state\":\"active\"},"
		  "{\"id\":\"o\",\"path\":\"migrations\",\"state\":\"unmounted\"},"
		  "{\"id\":\"c\",\"path\":\"cvx\",\"state\":\"active\"},"
		  "{\"id\":\"a\",\"path\":\"aggregate\",\"state\":\"active\"},"
		  "{\"id\":\"m\",\"path\":\"moves\",\"state\":\"active\"}]") },
		{ SYSTEM("_system/cli/modules:apiSpec", "{\"componentId\":\"a\"}"),
		  SUCCESS("[{\"identifier\":\"lib.js:getStatus\"}]") },
		{ SYSTEM("_system/cli/modules:apiSpec", "{\"componentId\":\"m\"}"), SUCCESS(
		  "[{\"identifier\":\"lib.js:getStatus\"},{\"identifier\":\"lib.js:migrate\"}]") },
		{ APP("cvxStart:start", "{\"token\":\"t1\"," START_ROW ",\"fn\":\"migrations/m1:up\","
		  "\"args\":{},\"migrationsComponent\":\"moves\"}"), SUCCESS("{}") },
		{ APP("cvxSealed/start:start", "{\"token\":\"t1\"," START_ROW ",\"resume\":true,"
		  "\"fn\":\"migrations/m1:up\",\"args\":{\"reset\":true},\"migrationsComponent\":"
		  "\"moves\"}"), NO_FUNCTION },
	};
	static const char *items[] = { "users" };
	struct ledger_row row = {
		.id = "m1", .direction = DIRECTION_UP, .source = "s1", .table = "users",
		.tables = { .items = items, .count = 1 }, .up_path = "migrations/m1:up", .clone_id = "c1",
		.clone_name = "ada", .sequence = -1, .processed = -1,
	};
	struct start_request request = {
		.token = "t1", .start_path = "cvxStart:start", .row = &row,
		.fn = "migrations/m1:up",
	};
	struct fixture f;

	START(&f, steps);
	is_int(f.d.ops->start(f.d.self, &request, &f.err), 0, "start");
	request.start_path = "cvxSealed/start:start";
	request.reset = request.resume = true;
	is_int(f.d.ops->start(f.d.self, &request, &f.err), -1, "a function that isn't there");
	is_int(f.err.code, ERR_NOT_FOUND, "isn't found");
	fixture_stop(&f, "with the component under its own name, looked for once");
}

#define STATUS(name, state) "{\"name\":\"" name "\",\"state\":\"" state "\",\"processed\":5," \
	"\"isDone\":true,\"latestStart\":7}"

static void test_poll(void)
{
	static const struct fake_step steps[] = {
		COMPONENTS,
		{ LIB("lib:getStatus", "{\"names\":[\"a:up\",\"b:up\",\"c:up\"]}"),
		  SUCCESS("[" STATUS("b:up", "failed") "," STATUS("a:up", "success") "]") },
		{ LIB("lib:getStatus", "{\"limit\":3000}"),
		  SUCCESS("[" STATUS("z:up", "inProgress") "]") },
		{ LIB("lib:cancel", "{\"name\":\"a:up\"}"), .status = 503, .reply =
		  "{\"code\":\"OptimisticConcurrencyControlFailure\",\"message\":\"again\"}" },
		{ LIB("lib:cancel", "{\"name\":\"a:up\"}"), SUCCESS("{}") },
		{ LIB("lib:cancel", "{\"name\":\"x:up\"}"), FAILS("[Request ID: 1] Server Error\\n"
		  "Uncaught Error: Migration x:up not found\\n    at handler") },
		{ LIB("lib:getStatus", "{\"limit\":3000}"), NO_FUNCTION },
		{ SYSTEM("_system/frontend/components:list", "{}"), SUCCESS("[]") },
	};
	static const char *items[] = { "a:up", "b:up", "c:up" };
	struct names names = { .items = items, .count = 3 };
	struct component_statuses statuses;
	struct fixture f;

	START(&f, steps);
	is_int(f.d.ops->poll(f.d.self, &f.arena, &names, &statuses, &f.err), 0, "poll");
	is_int((long long)statuses.count, 3, "one status for each name");
	ok(statuses.items[0].state == COMPONENT_SUCCESS && statuses.items[0].known &&
	   statuses.items[1].state == COMPONENT_FAILED, "matched by name, not by place");
	ok(statuses.items[2].state == COMPONENT_UNKNOWN && !statuses.items[2].known &&
	   !strcmp(statuses.items[2].name, "c:up"), "what it doesn't know is unknown");
	is_int(f.d.ops->poll_all(f.d.self, &f.arena, &statuses, &f.err), 0, "poll all");
	ok(statuses.count == 1 && statuses.items[0].state == COMPONENT_IN_PROGRESS, "of it");
	is_int(f.d.ops->cancel(f.d.self, "a:up", &f.err), 0, "cancel, again after a conflict");
	ok(f.slept >= 250, "a little later");
	is_int(f.d.ops->cancel(f.d.self, "x:up", &f.err), -1, "cancel what never ran");
	is_int(f.err.code, ERR_NOT_FOUND, "isn't found");
	err_clear(&f.err);
	is_int(f.d.ops->poll_all(f.d.self, &f.arena, &statuses, &f.err), -1, "unmounted since");
	err_clear(&f.err);
	is_int(f.d.ops->poll_all(f.d.self, &f.arena, &statuses, &f.err), -1, "looked for anew");
	is_str(f.err.msg, "the deployed app doesn't use '@convex-dev/migrations'", "and gone");
	fixture_stop(&f, "byte for byte");
}

static void test_writing(void)
{
	static const struct fake_step steps[] = {
		{ CVX("ledger:finish", "{\"token\":\"t1\",\"migrationId\":\"m1\",\"direction\":"
		  "\"down\",\"status\":\"failed\",\"error\":\"boom\",\"recordsProcessed\":7}"),
		  SUCCESS("{}") },
		{ CVX("ledger:finish", "{\"token\":\"t1\",\"migrationId\":\"m1\",\"direction\":"
		  "\"up\",\"status\":\"completed\"}"),
		  REFUSES("{\"code\":\"BAD_STATE\",\"message\":\"it is completed\"}") },
		{ CVX("ledger:record", "{\"token\":\"t1\",\"reason\":\"adopted\",\"rows\":["
		  "{\"migrationId\":\"m1\",\"status\":\"completed\",\"completedAt\":1759310400000,"
		  "\"recordsProcessed\":12}]}"), SUCCESS("{}") },
		{ CVX("ledger:record", "{\"token\":\"t1\",\"reason\":\"mark\",\"rows\":["
		  "{\"migrationId\":\"m1\",\"status\":\"rolled_back\"}]}"), SUCCESS("{}") },
		{ CVX("ledger:setBaseline", "{\"token\":\"t1\",\"baseline\":{\"commitSha\":\"9f\"}}"),
		  SUCCESS("{}") },
		{ CVX("ledger:openBridge", "{\"token\":\"t1\",\"bridge\":{\"runId\":\"r1\","
		  "\"tree\":\"4b\"}}"), SUCCESS("{}") },
		{ CVX("ledger:closeBridge", "{\"token\":\"t1\"}"), SUCCESS("{}") },
	};
	struct finish_request finish = {
		.token = "t1", .id = "m1", .error = "boom", .direction = DIRECTION_DOWN,
		.status = ROW_FAILED, .processed = 7,
	};
	struct ledger_row row = {
		.id = "m1", .status = ROW_COMPLETED, .completed_at = 1759310400000.0,
		.processed = 12,
	};
	struct fixture f;

	START(&f, steps);
	is_int(f.d.ops->finish(f.d.self, &finish, &f.err), 0, "finish");
	finish = (struct finish_request){ .token = "t1", .id = "m1",
	                                  .status = ROW_COMPLETED, .processed = -1 };
	is_int(f.d.ops->finish(f.d.self, &finish, &f.err), -1, "finish what has ended");
	is_int(f.err.code, ERR_SERVER, "is refused");
	is_str(f.err.msg, "it is completed", "in the component's words");
	err_clear(&f.err);
	is_int(f.d.ops->record(f.d.self, "t1", &row, 1, "adopted", &f.err), 0, "adopt");
	row.status = ROW_ROLLED_BACK;
	is_int(f.d.ops->record(f.d.self, "t1", &row, 1, "mark", &f.err), 0, "mark");
	is_int(f.d.ops->record(f.d.self, "t1", NULL, 0, "mark", &f.err), 0, "nothing to mark");
	is_int(f.d.ops->set_baseline(f.d.self, "t1", "9f", &f.err), 0, "baseline");
	is_int(f.d.ops->open_bridge(f.d.self, "t1", "r1", "4b", &f.err), 0, "open a bridge");
	is_int(f.d.ops->close_bridge(f.d.self, "t1", &f.err), 0, "close it");
	fixture_stop(&f, "byte for byte");
}

/* A lineup of 101 takes two requests. */
static void test_chunks(void)
{
	struct ledger_row rows[101] = { { .id = NULL } };
	struct buf bodies[2] = { BUF_INIT, BUF_INIT };
	struct fake_step steps[2];
	struct fixture f;

	for (int i = 0; i < 101; i++) {
		struct buf *body = &bodies[i / 100];

		rows[i] = (struct ledger_row){ .id = "m", .status = ROW_COMPLETED };
		buf_adds(body, i % 100 ? "," : "{\"componentPath\":\"cvx\",\"path\":\"ledger:record"
		         "\",\"args\":{\"version\":1,\"request\":{\"token\":\"t\",\"reason\":"
		         "\"baseline\",\"rows\":[");
		buf_adds(body, "{\"migrationId\":\"m\",\"status\":\"completed\"}");
	}
	for (int i = 0; i < 2; i++) {
		buf_adds(&bodies[i], "]}},\"format\":\"json\"}");
		steps[i] = (struct fake_step){ .line = "POST /api/function",
		                               .body = bodies[i].text, SUCCESS("{}") };
	}
	START(&f, steps);
	is_int(f.d.ops->record(f.d.self, "t", rows, 101, "baseline", &f.err), 0,
	       "a long lineup is recorded");
	fixture_stop(&f, "in two pieces");
	buf_dispose(&bodies[0]);
	buf_dispose(&bodies[1]);
}

#define AB12 "ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12"
#define CD34 "cd34cd34cd34cd34cd34cd34cd34cd34cd34cd34"
#define SEAL_HEAD(parts) "\"hash\":\"" AB12 "\",\"parts\":" parts ",\"indexes\":[{\"table\":" \
	"\"users\",\"name\":\"by_name\",\"fields\":[\"name\"]}],\"needs\":{\"functions\":[" \
	"\"users:get\"],\"components\":[],\"migrationsClient\":\"0.3.6\"}"

static void test_seals(void)
{
	static const struct fake_step steps[] = {
		{ CVX("seals:put", "{\"token\":\"t1\"," SEAL_HEAD("1") ",\"part\":0,\"source\":"
		  "\"export {}\"}"), SUCCESS("{\"complete\":true}") },
		{ CVX("seals:get", "{\"hash\":\"" AB12 "\",\"part\":0}"), SUCCESS("{" SEAL_HEAD("2")
		  ",\"part\":0,\"source\":\"export \"}") },
		{ CVX("seals:get", "{\"hash\":\"" AB12 "\",\"part\":1}"), SUCCESS("{" SEAL_HEAD("2")
		  ",\"part\":1,\"source\":\"{}\"}") },
		{ CVX("seals:get", "{\"hash\":\"" CD34 "\",\"part\":0}"),
		  REFUSES("{\"code\":\"NOT_FOUND\",\"message\":\"no seal\"}") },
		{ CVX("seals:get", "{\"hash\":\"" CD34 "\",\"part\":0}"), SUCCESS("{" SEAL_HEAD("1")
		  ",\"part\":0,\"source\":\"\"}") },
		{ CVX("seals:put", "{\"token\":\"t1\"," SEAL_HEAD("1") ",\"part\":0,\"source\":"
		  "\"export {}\"}"), SUCCESS("{\"complete\":false}") },
	};
	static const char *field[] = { "name" }, *function[] = { "users:get" };
	struct index_def index = { "users", "by_name", { .items = field, .count = 1 } };
	struct index_list indexes = { &index, 1 };
	struct seal seal = {
		.hash = AB12, .source = "export {}", .size = 9, .indexes = &indexes,
		.functions = { .items = function, .count = 1 }, .client = "0.3.6",
	}, got;
	struct fixture f;

	START(&f, steps);
	is_int(f.d.ops->seal_put(f.d.self, "t1", &seal, &f.err), 0, "put");
	is_int(f.d.ops->seal_get(f.d.self, &f.arena, AB12, &got, &f.err), 0, "get");
	is_str(got.source, "export {}", "part by part");
	ok(got.size == 9 && got.indexes->count == 1 && got.functions.count == 1 &&
	   !strcmp(got.client, "0.3.6"), "with what it needs");
	is_int(f.d.ops->seal_get(f.d.self, &f.arena, CD34, &got, &f.err), -1, "not there");
	is_int(f.err.code, ERR_NOT_FOUND, "isn't found");
	err_clear(&f.err);
	is_int(f.d.ops->seal_get(f.d.self, &f.arena, CD34, &got, &f.err), -1, "another one");
	is_int(f.err.code, ERR_SERVER, "isn't taken for it");
	err_clear(&f.err);
	is_int(f.d.ops->seal_put(f.d.self, "t1", &seal, &f.err), -1, "kept only in part");
	is_int(f.err.code, ERR_SERVER, "isn't kept");
	fixture_stop(&f, "byte for byte");
}

/* Parts of 512 KiB, and none more once the ledger says that it has them. */
static void test_seal_parts(void)
{
	size_t size = (size_t)512 * 1024, total = 2 * size + 3;
	char *source = malloc(total + 1);
	struct seal seal = { .hash = AB12, .source = source, .size = total };
	struct buf bodies[2] = { BUF_INIT, BUF_INIT };
	struct fake_step steps[2];
	struct fixture f;

	memset(source, 'x', total);
	source[total] = '\0';
	for (int i = 0; i < 2; i++) {
		buf_addf(&bodies[i], "{\"componentPath\":\"cvx\",\"path\":\"seals:put\",\"args\":"
		         "{\"version\":1,\"request\":{\"token\":\"t\",\"hash\":\"" AB12 "\",\"parts\":3,"
		         "\"indexes\":[],\"needs\":{\"functions\":[],\"components\":[]},\"part\":%d,"
		         "\"source\":\"", i);
		buf_add(&bodies[i], source, size);
		buf_adds(&bodies[i], "\"}},\"format\":\"json\"}");
		steps[i] = (struct fake_step){ .line = "POST /api/function",
			.body = bodies[i].text, .reply = i ?
			"{\"status\":\"success\",\"value\":{\"complete\":true}}" :
			"{\"status\":\"success\",\"value\":{\"complete\":false}}" };
	}
	START(&f, steps);
	is_int(f.d.ops->seal_put(f.d.self, "t", &seal, &f.err), 0, "a large seal");
	fixture_stop(&f, "in parts");

	fixture_start(&f, NULL, 0);
	seal.size = 16 * size + 1;
	free(source);
	seal.source = source = malloc(seal.size);
	memset(source, 'x', seal.size);
	is_int(f.d.ops->seal_put(f.d.self, "t", &seal, &f.err), -1, "too large a seal");
	is_int(f.err.code, ERR_UNSUPPORTED, "can't be kept");
	fixture_stop(&f, "and isn't sent");
	buf_dispose(&bodies[0]);
	buf_dispose(&bodies[1]);
	free(source);
}

#define SPEC { SYSTEM("_system/cli/modules:apiSpec", "{}"), SUCCESS("[{\"identifier\":" \
	"\"users.js:list\"}]") }
#define SCHEMA { SYSTEM("_system/frontend/getSchemas", "{}"), SUCCESS("{\"active\":" \
	"\"{\\\"tables\\\":[],\\\"schemaValidation\\\":true}\"}") }
#define TABLES(tables) { SYSTEM("_system/frontend/getTableMapping", "{}"), SUCCESS(tables) }
#define SIZE(table, size) { SYSTEM("_system/frontend/tableSize", \
	"{\"tableName\":\"" table "\"}"), SUCCESS(size) }

static void test_deployed(void)
{
	static const struct fake_step steps[] = {
		SPEC, SCHEMA,
		TABLES("{\"1\":\"users\",\"2\":\"_storage\",\"3\":\"rooms\",\"4\":\"chats\"}"),
		SIZE("users", "0"), SIZE("rooms", "3"), COMPONENTS,
		SPEC, SCHEMA, TABLES("{\"1\":\"users\"}"), SIZE("users", "0"),
		{ SYSTEM("_system/frontend/components:list", "{}"), SUCCESS("[]") },
		SIZE("users", "42"),
		SIZE("users", "\"many\""),
	};
	struct deployed deployed;
	struct fixture f;
	int64_t size = 0;

	START(&f, steps);
	is_int(f.d.ops->deployed(f.d.self, &f.arena, &deployed, &f.err), 0, "deployed");
	ok(deployed.functions.count == 1 && !strcmp(deployed.functions.items[0], "users:list"),
	   "functions");
	ok(deployed.has_schema && deployed.validates && deployed.migrations_mounted &&
	   deployed.has_documents, "schema, documents, component");
	is_int(f.d.ops->deployed(f.d.self, &f.arena, &deployed, &f.err), 0, "a bare one");
	ok(!deployed.has_documents && !deployed.migrations_mounted, "has neither");
	is_int(f.d.ops->table_size(f.d.self, "users", &size, &f.err), 0, "the size of a table");
	is_int(size, 42, "counted by the server");
	is_int(f.d.ops->table_size(f.d.self, "users", &size, &f.err), -1, "no number");
	is_str(f.err.msg, "the server's answer to '_system/frontend/tableSize' can't be read: "
	       "it isn't a number", "says so");
	fixture_stop(&f, "byte for byte; no table more than needed");
}

#define EVENT(revision) "{\"type\":\"start\",\"at\":5,\"migrationId\":\"a\",\"direction\":\"up\"," \
	"\"revision\":" revision "}"
#define EVENTS(request, rows, cursor) { CVX("ledger:events", request), SUCCESS( \
	"{\"rows\":[" rows "],\"cursor\":" cursor "}") }

static void test_past(void)
{
	static const struct fake_step pages[] = {
		EVENTS("{\"limit\":500}", EVENT("12") "," EVENT("10"), "\"10\""),
		EVENTS("{\"cursor\":\"10\",\"limit\":500}", EVENT("9"), "null"),
		{ CVX("releases:list", "{\"limit\":500}"), SUCCESS("{\"rows\":[{\"releaseId\":\"r\","
		  "\"status\":\"running\"}],\"cursor\":null}") },
	};
	static const struct fake_step stuck[] = {
		EVENTS("{\"limit\":500}", EVENT("9"), "\"9\""),
		EVENTS("{\"cursor\":\"9\",\"limit\":500}", EVENT("10"), "\"10\""),
	};
	struct ledger_events events = { 0 };
	struct releases releases = { 0 };
	const char *cursor = NULL;
	struct fixture f;

	START(&f, pages);
	is_int(f.d.ops->events(f.d.self, &f.arena, &cursor, &events, &f.err), 0, "a page");
	is_str(cursor, "10", "and where it ends");
	is_int(f.d.ops->events(f.d.self, &f.arena, &cursor, &events, &f.err), 0, "the next");
	ok(!cursor && events.count == 3, "is added, and is the last");
	is_int(f.d.ops->releases(f.d.self, &f.arena, &cursor, &releases, &f.err), 0, "releases");
	ok(!cursor && releases.count == 1, "are read alike");
	fixture_stop(&f, "asked page by page");

	events = (struct ledger_events){ 0 };
	START(&f, stuck);
	is_int(f.d.ops->events(f.d.self, &f.arena, &cursor, &events, &f.err), 0, "a page");
	is_int(f.d.ops->events(f.d.self, &f.arena, &cursor, &events, &f.err), -1,
	       "one that goes up again");
	is_str(f.err.msg, "the server's answer to 'ledger:events' can't be read: 'cursor' doesn't "
	       "move on", "is no next one");
	fixture_stop(&f, "and ends it");
}

int main(void)
{
	test_busy_probe();
	test_probe();
	test_reading();
	test_lease();
	test_start();
	test_poll();
	test_writing();
	test_chunks();
	test_seals();
	test_seal_parts();
	test_deployed();
	test_past();
	return done();
}
