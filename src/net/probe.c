/* probe.c - who answers at a URL: its name, its kind, and whether the key is good. */
#include "net/client.h"

#include "codec/wire_system.h"

#include <string.h>

static int get(struct convex *convex, const struct http_request *request,
               struct http_response *out, struct err *err)
{
	if (convex_send(convex, request, out, err))
		return -1;
	if (out->transport == HTTP_ANSWERED)
		return 0;
	return convex_refused(convex, request, out, err);
}

/* A one-line text that anybody may ask for; NULL if the server has none. A server that is
 * there but can't answer is no stranger: its error is passed on. */
static int get_line(struct convex *convex, struct arena *arena, const char *path,
                    const char **out, struct err *err)
{
	struct http_request request = {
		.kind = HTTP_PROBE, .path = path, .without_key = true,
	};
	const char *text;
	struct http_response response;
	int ret = -1;

	if (get(convex, &request, &response, err))
		goto done;
	if (response.status >= 500 || response.status == 429) {
		convex_refused(convex, &request, &response, err);
		goto done;
	}
	text = response.body.text;
	*out = NULL;
	if (response.status == 200)
		*out = arena_strndup(arena, text, strcspn(text, "\r\n"));
	ret = 0;
done:
	http_response_dispose(&response);
	return ret;
}

static int check_identity(struct convex *convex, struct arena *arena, struct probe *out,
                          struct err *err)
{
	const char *origin = http_origin(convex->http);

	if (get_line(convex, arena, "/version", &out->version, err))
		return -1;
	if (!out->version)
		return err_set(err, ERR_SERVER,
		               "what answers at '%s' is no Convex deployment", origin);
	if (get_line(convex, arena, "/instance_name", &out->name, err))
		return -1;
	if (convex->name && (!out->name || strcmp(out->name, convex->name))) {
		err_set(err, ERR_UNREACHABLE, "'%s' isn't the deployment '%s' but '%s'",
		        origin, convex->name, out->name ? out->name : "a nameless one");
		return err_hint(err, "start it (npx convex dev, or your own server), then 'git cvx migrate'; "
	                "'git cvx migrate --wait' waits for it");
	}
	return 0;
}

int convex_check_key(struct convex *convex, struct err *err)
{
	struct http_request request = {
		.kind = HTTP_PROBE, .path = "/api/check_admin_key",
	};
	struct http_response response;
	int ret = -1;

	if (convex->key_is_good)
		return 0;
	if (get(convex, &request, &response, err))
		goto done;
	if (response.status == 200)
		ret = 0;
	else
		convex_refused(convex, &request, &response, err);
	convex->key_is_good = !ret;
done:
	http_response_dispose(&response);
	return ret;
}

static int find_kind(struct convex *convex, struct arena *arena, struct probe *out,
                     struct err *err)
{
	struct http_request request = {
		.kind = HTTP_PROBE, .path = "/api/v1/deployment_info",
	};
	struct http_response response;
	int ret = -1;

	if (get(convex, &request, &response, err))
		goto done;
	out->kind = (struct kind_answer){ .is_loopback = http_is_loopback(convex->http) };
	if (response.status == 404) {
		/* Older than the route: then it isn't the cloud. */
		ret = 0;
	} else if (response.status != 200) {
		convex_refused(convex, &request, &response, err);
	} else if (wire_kind(&response.body, arena, &out->kind, err)) {
		wire_unreadable(request.path, err);
	} else {
		ret = 0;
	}
done:
	http_response_dispose(&response);
	return ret;
}

static int find_state(struct convex *convex, struct arena *arena, struct probe *out,
                      struct err *err)
{
	struct call call = {
		.convex = convex, .arena = arena, .kind = HTTP_READ, .system = true,
		.path = "_system/frontend/deploymentState:deploymentState",
	};
	const char *state = NULL;
	struct err why = ERR_INIT;

	call_begin(&call, NULL);
	if (call_send(&call, &why)) {
		/* A backend that can't be paused doesn't know the question. */
		if (why.code == ERR_NOT_FOUND)
			return 0;
		if (err->code == ERR_NONE)
			*err = why;
		return -1;
	}
	if (value_need_text(call.answer.value, "state", &state, err))
		return wire_unreadable(call.path, err);
	out->paused = strcmp(state, "running") != 0;
	return 0;
}

int probe_deployment(void *self, struct arena *arena, struct probe *out, struct err *err)
{
	struct convex *convex = self;

	*out = (struct probe){ .name = NULL };
	if (check_identity(convex, arena, out, err) || convex_check_key(convex, err) ||
	    find_kind(convex, arena, out, err) || find_state(convex, arena, out, err))
		return -1;
	return 0;
}
