/* call.c - one call of a function: sent, perhaps again, and its answer or its error. */
#include "net/client.h"

#include "base/secret.h"

#include <string.h>

static void begin(struct call *call)
{
	call->body = (struct buf)BUF_INIT;
	call->writer = (struct writer)WRITER_INIT(&call->body);
}

void call_begin_request(struct call *call, const char *component)
{
	begin(call);
	wire_begin_request(&call->writer, component, call->path);
}

void call_begin(struct call *call, const char *component)
{
	begin(call);
	wire_begin(&call->writer, component, call->path);
}

void call_begin_system(struct call *call, struct convex *convex, struct arena *arena,
                       const char *path)
{
	*call = (struct call){
		.convex = convex, .arena = arena, .kind = HTTP_READ, .system = true, .path = path,
	};
	call_begin(call, NULL);
}

void convex_filter(struct http_response *response)
{
	static const char success[] = "{\"status\":\"success\"";

	/* What a function returned is data, and stays as it is. */
	if (strncmp(response->body.text, success, sizeof(success) - 1))
		secret_filter(&response->body);
}

static int unreachable(struct convex *convex, const char *what,
                       const struct http_response *response, struct err *err)
{
	const char *origin = http_origin(convex->http);

	err_detail(err, "%s", response->error);
	if (response->body.len) {
		err_set(err, ERR_UNREACHABLE, "the deployment at '%s' broke off its answer to "
		        "'%s': %s", origin, what, response->error);
		return err_hint(err, "try again; 'git cvx -v' shows every request");
	}
	if (!http_is_loopback(convex->http))
		return err_set(err, ERR_UNREACHABLE,
		               "the deployment at '%s' doesn't answer: %s", origin,
		               response->error);
	err_set(err, ERR_UNREACHABLE, "the deployment at '%s' doesn't answer", origin);
	return err_hint(err, "start it (npx convex dev, or your own server), then 'git cvx migrate'; "
	                "'git cvx migrate --wait' waits for it");
}

/* The error for a status; `why` is what the server says about it, never empty. */
static int refused_by_status(const char *what, int status, const char *why,
                             struct err *err)
{
	if (status == 401 || status == 403)
		return err_set(err, ERR_UNAUTHORISED,
		               "the deployment refuses the key: %s", why);
	if (status == 429 || status == 503)
		return err_set(err, ERR_SERVER, "the deployment is too busy for '%s': %s",
		               what, why);
	if (status >= 300 && status < 400)
		return err_set(err, ERR_SERVER,
		               "the deployment's URL is redirected: not followed");
	return err_set(err, ERR_SERVER, "the deployment refuses '%s' (HTTP %d): %s", what,
	               status, why);
}

static const char *reason(const struct http_response *response,
                          const struct wire_problem *problem)
{
	if (!response->status)
		return response->error;
	if (*problem->message)
		return problem->message;
	return *problem->code ? problem->code : "it doesn't say why";
}

int convex_refused(struct convex *convex, const struct http_request *request,
                   const struct http_response *response, struct err *err)
{
	const char *what = request->what ? request->what : request->path;
	bool writes = request->kind == HTTP_WRITE || request->kind == HTTP_REPEATABLE;
	struct arena arena = { 0 };
	struct wire_problem problem;
	const char *why;

	wire_problem(&problem, &arena, &response->body);
	why = reason(response, &problem);
	err_detail(err, "HTTP %d %s: %s", response->status, problem.code, why);
	if (response->transport == HTTP_CANCELLED)
		err_set(err, ERR_INTERRUPTED, "interrupted");
	else if (writes && http_fate(response->transport, response->status,
	                             problem.code) == FATE_UNKNOWN)
		err_set(err, ERR_UNKNOWN_OUTCOME,
		        "'%s' may or may not have been carried out: %s", what, why);
	else if (response->transport != HTTP_ANSWERED)
		unreachable(convex, what, response, err);
	else
		refused_by_status(what, response->status, why, err);
	arena_dispose(&arena);
	return -1;
}

int convex_send(struct convex *convex, const struct http_request *request,
                struct http_response *out, struct err *err)
{
	struct patience patience = { convex->http, convex->clock, convex->cancel, convex_filter };

	return patience_send(&patience, request, out, err);
}

static int read_answer(struct call *call, const struct http_response *response,
                       struct err *err)
{
	struct err why = ERR_INIT;

	if (!wire_answer(&call->answer, call->arena, call->path, &response->body, &why))
		return 0;
	/* Whoever answered so, it wasn't the function. */
	if (call->answer.unreadable && call->kind != HTTP_READ)
		why.code = ERR_UNKNOWN_OUTCOME;
	if (err->code == ERR_NONE)
		*err = why;
	return -1;
}

int call_send(struct call *call, struct err *err)
{
	struct http_response response = { .body = BUF_INIT };
	struct http_request request = {
		.kind = call->kind,
		.path = call->system ? "/api/query" : "/api/function",
		.what = call->path,
		.body = &call->body,
	};
	int ret = -1;

	wire_end(&call->writer);
	if (buf_overflowed(&call->body)) {
		err_set(err, ERR_INTERNAL, "the request to '%s' is too large",
		        call->path);
		goto done;
	}
	if (convex_send(call->convex, &request, &response, err))
		goto done;
	/* 560: what older servers say for an error inside a function. */
	if (response.status == 200 || response.status == 560)
		ret = read_answer(call, &response, err);
	else
		ret = convex_refused(call->convex, &request, &response, err);
done:
	http_response_dispose(&response);
	buf_dispose(&call->body);
	return ret;
}
