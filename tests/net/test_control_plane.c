/* test_control_plane.c - every question byte for byte, and every way in which it isn't answered. */
#include "net/control_plane.h"

#include "base/secret.h"
#include "fakeconvex.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

#define TOKEN "eyJhbGciOi.a+b/c=="
#define KEY "dev:bold-hyena-681|eyJ2MiI6ImQ5In0="

#define NAMED .line = "POST /api/deployment/authorize_within_current_project", \
	.bearer = TOKEN, .body = "{\"selectedDeploymentName\":\"bold-hyena-681\"," \
	"\"projectSelection\":{\"kind\":\"deploymentName\"," \
	"\"deploymentName\":\"bold-hyena-681\",\"deploymentType\":\"dev\"}}"
#define ANSWER "{\"deploymentName\":\"bold-hyena-681\",\"adminKey\":\"" KEY "\"," \
	"\"url\":\"https://bold-hyena-681.eu-west-1.convex.cloud\"," \
	"\"deploymentType\":\"dev\",\"reference\":\"dev/ada\",\"isDefault\":true}"

struct fixture {
	struct fake *fake;
	struct control_plane *plane;
	struct arena arena;
	struct access access;
	struct err err;
	int64_t now, slept;
};

static int64_t now(void *self)
{
	return ((struct fixture *)self)->now;
}

static void pass(void *self, int64_t ms)
{
	struct fixture *f = self;

	f->now += ms;
	f->slept += ms;
}

static void start(struct fixture *f, const struct fake_step *steps, size_t count,
                  const char *credential)
{
	struct clock clock = { now, pass, f };

	*f = (struct fixture){ .err = ERR_INIT };
	f->fake = fake_start(steps, count);
	if (control_plane_open(&f->plane, fake_url(f->fake), credential, &clock, &f->err))
		abort();
	http_set_limit(control_plane_http(f->plane), HTTP_READ, 500);
}

static void stop(struct fixture *f, const char *name)
{
	const char *problem;

	control_plane_close(f->plane);
	problem = fake_stop(f->fake);
	if (!ok(!problem, name))
		printf("# %s\n", problem);
	ok(!strstr(f->err.msg, TOKEN) && !strstr(f->err.detail, TOKEN) &&
	   !strstr(f->err.msg, KEY) && !strstr(f->err.detail, KEY), "no secret in a message");
	arena_dispose(&f->arena);
	secret_forget_all();
}

static void test_named(void)
{
	static const struct fake_step steps[] = {
		{ NAMED, .reply = ANSWER },
		{ .line = "POST /api/deployment/authorize_within_current_project",
		  .bearer = TOKEN, .body = "{\"selectedDeploymentName\":\"tall-otter-1\","
		  "\"projectSelection\":{\"kind\":\"deploymentName\","
		  "\"deploymentName\":\"tall-otter-1\",\"deploymentType\":null}}",
		  .reply = "{\"deploymentName\":\"tall-otter-1\",\"adminKey\":\"k|key\","
		  "\"url\":\"https://x\",\"deploymentType\":\"custom\"}" },
	};
	struct buf text = BUF_INIT;
	struct fixture f;

	start(&f, steps, 2, TOKEN);
	is_int(control_plane_named(f.plane, &f.arena, "bold-hyena-681", "dev", &f.access, &f.err),
	       0, "a deployment by its name");
	is_str(f.access.url, "https://bold-hyena-681.eu-west-1.convex.cloud", "its URL");
	is_str(f.access.key, KEY, "its key");
	is_str(f.access.name, "bold-hyena-681", "its name");
	ok(f.access.says_kind && f.access.kind == KIND_DEV, "its kind");
	buf_adds(&text, "the key " KEY " is hidden");
	secret_filter(&text);
	is_str(text.text, "the key (hidden) is hidden", "its key is known to be secret");
	buf_dispose(&text);
	is_int(control_plane_named(f.plane, &f.arena, "tall-otter-1", NULL, &f.access, &f.err), 0,
	       "one whose type isn't known");
	ok(f.access.says_kind && f.access.kind == KIND_PRODUCTION,
	   "a type that is no development's counts as production");
	stop(&f, "by name");
}

static void test_url_for_key(void)
{
	static const struct fake_step steps[] = {
		{ .line = "POST /api/deployment/url_for_key", .bearer = KEY,
		  .body = "{\"deployKey\":\"" KEY "\"}", .reply = "\"https://x.convex.cloud\"" },
		{ .line = "POST /api/deployment/url_for_key", .bearer = KEY,
		  .body = "{\"deployKey\":\"" KEY "\"}", .reply = "{\"url\":\"https://x\"}" },
	};
	static const struct fake_step keyless[] = {
		{ .line = "POST /api/deployment/url_for_key", .keyless = true,
		  .body = "{\"deployKey\":\"" KEY "\"}", .reply = "\"https://x.convex.cloud\"" },
	};
	struct fixture f;

	start(&f, steps, 2, KEY);
	is_int(control_plane_url(f.plane, &f.arena, KEY, &f.access, &f.err), 0,
	       "the URL for a deploy key");
	is_str(f.access.url, "https://x.convex.cloud", "is a bare text");
	ok(!f.access.key && !f.access.says_kind, "and nothing else is told");
	is_int(control_plane_url(f.plane, &f.arena, KEY, &f.access, &f.err), -1, "an object");
	is_str(f.err.msg, "cannot read what Convex answers: it isn't a text", "is no URL");
	stop(&f, "by key");
	start(&f, keyless, 1, NULL);
	is_int(control_plane_url(f.plane, &f.arena, KEY, &f.access, &f.err), 0,
	       "a key of a kind that the control plane isn't asked with");
	stop(&f, "without a credential");
}

static void test_of_project(void)
{
	static const struct fake_step steps[] = {
		{ .line = "POST /api/deployment/authorize_preview", .bearer = TOKEN,
		  .body = "{\"previewName\":\"feature/\\\"x\\\"\",\"projectSelection\":"
		  "{\"kind\":\"teamAndProjectSlugs\",\"teamSlug\":\"acme\","
		  "\"projectSlug\":\"shop\"}}",
		  .reply = "{\"deploymentName\":\"p-1\",\"adminKey\":\"preview:p-1|key\","
		  "\"url\":\"https://p-1.convex.cloud\",\"deploymentType\":\"preview\"}" },
		{ .line = "GET /v1/teams/acme/projects/shop/deployment?defaultDev=true",
		  .bearer = TOKEN, .reply = "{\"id\":1,\"name\":\"bold-hyena-681\","
		  "\"deploymentType\":\"dev\"}" },
		{ NAMED, .reply = ANSWER },
		{ .line = "GET /v1/teams/acme/projects/shop/deployment?defaultDev=true",
		  .bearer = TOKEN, .status = 404,
		  .reply = "{\"code\":\"DeploymentNotFound\",\"message\":\"No dev deployment\"}" },
	};
	struct project project = { "acme", "shop" };
	struct fixture f;

	start(&f, steps, 4, TOKEN);
	is_int(control_plane_preview(f.plane, &f.arena, &project, "feature/\"x\"", &f.access,
	                             &f.err), 0, "a preview deployment");
	ok(f.access.kind == KIND_PREVIEW, "is of that kind");
	is_int(control_plane_dev(f.plane, &f.arena, &project, &f.access, &f.err), 0,
	       "a project's dev deployment is looked up, then authorized");
	is_str(f.access.key, KEY, "with its key");
	is_int(control_plane_dev(f.plane, &f.arena, &project, &f.access, &f.err), -1,
	       "one that isn't there");
	is_int(f.err.code, ERR_NOT_FOUND, "isn't created");
	is_str(f.err.msg, "Convex doesn't know a dev deployment of acme/shop: No dev deployment",
	       "and the message says so");
	stop(&f, "of a project");
}

static void test_refusals(void)
{
	static const struct {
		struct fake_step step;
		enum err_code code;
		const char *msg;
	} cases[] = {
		{ { NAMED, .status = 400, .reply = "{\"code\":\"BadJson\",\"message\":\"no\"}" },
		  ERR_SERVER, "Convex refuses to tell about the deployment 'bold-hyena-681' "
		  "(HTTP 400): no" },
		{ { NAMED, .status = 401, .reply = "{\"code\":\"Unauthorized\",\"message\":"
		    "\"token " TOKEN " has expired\"}" }, ERR_UNAUTHORISED,
		  "Convex doesn't accept who asks for the deployment 'bold-hyena-681': "
		  "token (hidden) has expired" },
		{ { NAMED, .status = 403, .reply = "{\"code\":\"X\",\"message\":\"not a member\"}" },
		  ERR_UNAUTHORISED, "Convex doesn't give access to the deployment "
		  "'bold-hyena-681': not a member" },
		{ { NAMED, .status = 404, .reply = "{\"code\":\"ProjectNotFound\"}" },
		  ERR_NOT_FOUND, "Convex doesn't know the deployment 'bold-hyena-681': "
		  "ProjectNotFound" },
		{ { NAMED, .status = 404, .reply = "<html>" }, ERR_NOT_FOUND,
		  "Convex doesn't know the deployment 'bold-hyena-681': it doesn't say why" },
		{ { NAMED, .status = 302, .headers = "Location: https://evil.example/\r\n" },
		  ERR_SERVER, "Convex's answer is a redirect: not followed" },
		{ { NAMED, .reply = "{\"adminKey\":\"" KEY "\"}" }, ERR_SERVER,
		  "cannot read what Convex answers: 'url' is missing" },
		{ { NAMED, .reply = "{\"url\":\"https://x\"}" }, ERR_SERVER,
		  "cannot read what Convex answers: 'adminKey' is missing" },
		{ { NAMED, .headers = "x-convex-deprecation-state: Deprecated\r\n"
		    "x-convex-deprecation-message: too old\r\n", .reply = ANSWER },
		  ERR_UNSUPPORTED, "Convex doesn't serve this version of git-cvx any more: too old" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct fixture f;

		start(&f, &cases[i].step, 1, TOKEN);
		is_int(control_plane_named(f.plane, &f.arena, "bold-hyena-681", "dev", &f.access,
		                           &f.err), -1, "refused");
		is_int(f.err.code, cases[i].code, "the code");
		is_str(f.err.msg, cases[i].msg, "the message");
		stop(&f, "asked once");
	}
}

static void test_trouble(void)
{
	static const struct fake_step busy[] = {
		{ NAMED, .status = 429, .headers = "Retry-After: 3\r\n", .reply = "{}" },
		{ NAMED, .status = 500, .reply = "{}" },
		{ NAMED, .reply = ANSWER },
	};
	static const struct fake_step down[] = {
		{ NAMED, .status = 503, .reply = "" }, { NAMED, .status = 502, .reply = "" },
		{ NAMED, .status = 500, .reply = "{\"code\":\"InternalServerError\"}" },
	};
	static const struct fake_step broken[] = {
		{ NAMED, .fault = FAKE_TRUNCATES, .reply = ANSWER },
		{ NAMED, .fault = FAKE_STALLS }, { NAMED, .fault = FAKE_DROPS_AFTER },
	};
	struct fixture f;

	start(&f, busy, 3, TOKEN);
	is_int(control_plane_named(f.plane, &f.arena, "bold-hyena-681", "dev", &f.access, &f.err),
	       0, "asked again when it is busy, and when it fails");
	ok(f.slept >= 3000, "after as long as it wants");
	stop(&f, "three times");
	start(&f, down, 3, TOKEN);
	is_int(control_plane_named(f.plane, &f.arena, "bold-hyena-681", "dev", &f.access, &f.err),
	       -1, "one that is down");
	is_int(f.err.code, ERR_SERVER, "is given up");
	is_str(f.err.hint, "try again in a while", "with a hint");
	stop(&f, "after the third time");
	start(&f, broken, 3, TOKEN);
	is_int(control_plane_named(f.plane, &f.arena, "bold-hyena-681", "dev", &f.access, &f.err),
	       -1, "half an answer, none in time, none at all");
	is_int(f.err.code, ERR_UNREACHABLE, "count as no answer");
	stop(&f, "three times");
}

static void test_deprecation(void)
{
	static const struct fake_step steps[] = {
		{ NAMED, .headers = "x-convex-deprecation-state: UpgradeNeeded\r\n"
		  "x-convex-deprecation-message: soon\r\n", .reply = ANSWER },
	};
	struct fixture f;

	start(&f, steps, 1, TOKEN);
	is_int(control_plane_named(f.plane, &f.arena, "bold-hyena-681", "dev", &f.access, &f.err),
	       0, "a version that will not be served much longer is served");
	is_str(control_plane_warning(f.plane), "soon", "with a warning");
	stop(&f, "served");
}

static void test_no_server(void)
{
	struct fake *fake = fake_start(NULL, 0);
	char *url = strdup(fake_url(fake));
	struct control_plane *plane = NULL;
	struct arena arena = { 0 };
	struct err err = ERR_INIT;
	struct access access;

	fake_stop(fake);
	is_int(control_plane_open(&plane, url, TOKEN, &clock_system, &err), 0, "opened");
	is_int(control_plane_named(plane, &arena, "x", NULL, &access, &err), -1, "nobody there");
	is_int(err.code, ERR_UNREACHABLE, "is said at once");
	control_plane_close(plane);
	err_clear(&err);
	is_int(control_plane_open(&plane, "http://api.example.com", TOKEN, &clock_system, &err),
	       -1, "a host to which the token would travel openly");
	is_int(err.code, ERR_CONFIG, "isn't asked");
	arena_dispose(&arena);
	free(url);
	secret_forget_all();
}

int main(void)
{
	test_named();
	test_url_for_key();
	test_of_project();
	test_refusals();
	test_trouble();
	test_deprecation();
	test_no_server();
	return done();
}
