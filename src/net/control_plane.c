/* control_plane.c - ask Convex's control plane where a deployment is, and for its key. */
#include "net/control_plane.h"

#include "base/mem.h"
#include "base/secret.h"
#include "codec/wire.h"
#include "codec/wire_access.h"
#include "net/patience.h"

#include <stdlib.h>
#include <string.h>

struct control_plane {
	struct patience patience;
	const char *warning;
};

/* What is asked for, in words for messages: "the deployment 'bold-hyena-681'". */
struct question {
	const char *path, *subject;
	const struct buf *body;    /* NULL: GET */
};

/* An answer that grants access holds the key that it is about. */
static void filter(struct http_response *response)
{
	if (response->status != 200)
		secret_filter(&response->body);
}

int control_plane_open(struct control_plane **out, const char *url, const char *credential,
                       const struct clock *clock, struct err *err)
{
	struct control_plane *plane = xcalloc(1, sizeof(*plane));
	struct buf authorization = BUF_INIT;
	int rc;

	secret_add(credential);
	if (credential)
		buf_addf(&authorization, "Bearer %s", credential);
	plane->patience = (struct patience){ .clock = *clock, .filter = filter };
	rc = http_open(&plane->patience.http, &(struct http_address){ .url = url },
	               credential ? authorization.text : NULL, clock, err);
	buf_wipe(&authorization);
	if (rc) {
		free(plane);
		return -1;
	}
	*out = plane;
	return 0;
}

void control_plane_close(struct control_plane *plane)
{
	if (!plane)
		return;
	http_close(plane->patience.http);
	free(plane);
}

struct http *control_plane_http(struct control_plane *plane)
{
	return plane->patience.http;
}

void control_plane_set_cancel(struct control_plane *plane, const volatile sig_atomic_t *flag)
{
	plane->patience.cancel = flag;
	http_set_cancel(plane->patience.http, flag);
}

const char *control_plane_warning(const struct control_plane *plane)
{
	return plane->warning;
}

static int no_answer(const struct control_plane *plane, const struct http_response *response,
                     struct err *err)
{
	const char *origin = http_origin(plane->patience.http);

	if (response->transport == HTTP_CANCELLED)
		return err_set(err, ERR_INTERRUPTED, "interrupted");
	err_set(err, ERR_UNREACHABLE, "Convex at '%s', which knows where the deployment is, "
	        "doesn't answer: %s", origin, response->error);
	return err_hint(err, "try again when there is a network");
}

static int refused(const struct http_response *response, const char *subject, struct err *err)
{
	struct arena arena = { 0 };
	struct wire_problem problem;
	const char *why;

	wire_problem(&problem, &arena, &response->body);
	why = *problem.message ? problem.message : *problem.code ? problem.code
	      : "it doesn't say why";
	err_detail(err, "HTTP %d %s: %s", response->status, problem.code, why);
	switch (response->status) {
	case 401:
		err_set(err, ERR_UNAUTHORISED, "Convex doesn't accept who asks for %s: %s", subject,
		        why);
		break;
	case 403:
		err_set(err, ERR_UNAUTHORISED, "Convex doesn't give access to %s: %s", subject, why);
		break;
	case 404:
		err_set(err, ERR_NOT_FOUND, "Convex doesn't know %s: %s", subject, why);
		break;
	default:
		if (response->status >= 300 && response->status < 400)
			err_set(err, ERR_SERVER, "Convex's answer is a redirect: not followed");
		else
			err_set(err, ERR_SERVER, "Convex refuses to tell about %s (HTTP %d): %s",
			        subject, response->status, why);
		if (response->status >= 500 || response->status == 429)
			err_hint(err, "try again in a while");
	}
	arena_dispose(&arena);
	return -1;
}

/* x-convex-deprecation-state: "Deprecated" has ended, anything else will. */
static int heed_deprecation(struct control_plane *plane, struct arena *arena, struct err *err)
{
	const char *state = http_header(plane->patience.http, "x-convex-deprecation-state");
	const char *message = http_header(plane->patience.http, "x-convex-deprecation-message");

	if (!state)
		return 0;
	if (!message)
		message = "it doesn't say why";
	if (!strcmp(state, "Deprecated")) {
		err_set(err, ERR_UNSUPPORTED, "Convex doesn't serve this version of git-cvx any "
		        "more: %s", message);
		return err_hint(err, "install a newer git-cvx");
	}
	plane->warning = arena_strdup(arena, message);
	return 0;
}

static int ask(struct control_plane *plane, struct arena *arena,
               const struct question *question, struct http_response *out, struct err *err)
{
	struct http_request request = {
		.kind = HTTP_READ, .path = question->path, .body = question->body,
	};

	if (patience_send(&plane->patience, &request, out, err))
		return -1;
	if (out->transport != HTTP_ANSWERED)
		return no_answer(plane, out, err);
	if (heed_deprecation(plane, arena, err))
		return -1;
	return out->status == 200 ? 0 : refused(out, question->subject, err);
}

/* "'url' is missing", just said of the answer, as a sentence. */
static int unreadable(struct err *err)
{
	return err_wrap(err, "cannot read what Convex answers");
}

static int ask_for_access(struct control_plane *plane, struct arena *arena,
                          const struct question *question, struct access *out,
                          struct err *err)
{
	struct http_response response = { .body = BUF_INIT };
	int ret = -1;

	*out = (struct access){ 0 };
	if (ask(plane, arena, question, &response, err))
		goto done;
	ret = wire_access(&response.body, arena, out, err) ? unreadable(err) : 0;
	secret_add(out->key);
done:
	buf_wipe(&response.body);
	return ret;
}

int control_plane_url(struct control_plane *plane, struct arena *arena, const char *key,
                      struct access *out, struct err *err)
{
	struct http_response response = { .body = BUF_INIT };
	struct buf body = BUF_INIT;
	struct question question = { "/api/deployment/url_for_key",
		"the deployment of the deploy key", &body };
	int ret = -1;

	*out = (struct access){ 0 };
	wire_url_for_key(&body, key);
	if (ask(plane, arena, &question, &response, err))
		goto done;
	ret = wire_bare_url(&response.body, arena, &out->url, err) ? unreadable(err) : 0;
done:
	http_response_dispose(&response);
	buf_wipe(&body);
	return ret;
}

int control_plane_named(struct control_plane *plane, struct arena *arena, const char *name,
                        const char *type, struct access *out, struct err *err)
{
	struct buf body = BUF_INIT;
	struct question question = { "/api/deployment/authorize_within_current_project",
		arena_printf(arena, "the deployment '%s'", name), &body };
	int ret;

	wire_authorize(&body, name, type);
	ret = ask_for_access(plane, arena, &question, out, err);
	buf_dispose(&body);
	return ret;
}

int control_plane_preview(struct control_plane *plane, struct arena *arena,
                          const struct project *project, const char *preview,
                          struct access *out, struct err *err)
{
	struct buf body = BUF_INIT;
	struct question question = { "/api/deployment/authorize_preview",
		arena_printf(arena, "a preview deployment '%s' of %s/%s", preview, project->team,
		             project->name), &body };
	int ret;

	wire_authorize_preview(&body, project->team, project->name, preview);
	ret = ask_for_access(plane, arena, &question, out, err);
	buf_dispose(&body);
	return ret;
}

int control_plane_dev(struct control_plane *plane, struct arena *arena,
                      const struct project *project, struct access *out, struct err *err)
{
	struct http_response response = { .body = BUF_INIT };
	struct question question = {
		arena_printf(arena, "/v1/teams/%s/projects/%s/deployment?defaultDev=true",
		             project->team, project->name),
		arena_printf(arena, "a dev deployment of %s/%s", project->team, project->name), NULL,
	};
	const char *name = NULL;
	int ret = -1;

	if (!ask(plane, arena, &question, &response, err))
		ret = wire_deployment_name(&response.body, arena, &name, err) ? unreadable(err) : 0;
	http_response_dispose(&response);
	return ret ? -1 : control_plane_named(plane, arena, name, "dev", out, err);
}
