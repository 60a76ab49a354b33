/* control_plane.h - ask Convex's control plane where a deployment is, and for its key.
 *
 * Only asks for deployments that are there: what could create one is never sent (neither
 * provision_and_authorize nor claim_preview_deployment). Owns the connection and the
 * credential, which leaves only in the Authorization header. Every answer's key is registered
 * as a secret; its URL isn't checked. Source of the protocol: the official CLI 1.48.0,
 * src/cli/lib/api.ts and deploymentSelection.ts; the platform's published API for /v1. */
#ifndef CVX_NET_CONTROL_PLANE_H
#define CVX_NET_CONTROL_PLANE_H

#include "core/exchange.h"
#include "net/http.h"

#define CONTROL_PLANE_URL "https://api.convex.dev"

struct control_plane;

/* url: scheme, host and port. credential: a user's token, a project, preview or deploy key;
 * NULL: asked without. Talks to nobody yet. ERR_CONFIG if the URL is no good. */
int control_plane_open(struct control_plane **out, const char *url, const char *credential,
                       const struct clock *clock, struct err *err) CVX_CHECK;
void control_plane_close(struct control_plane *plane);

/* The connection, for http_set_slow(), http_set_trace() and http_set_limit(). */
struct http *control_plane_http(struct control_plane *plane);
/* Raise *flag: the request in flight ends with ERR_INTERRUPTED. */
void control_plane_set_cancel(struct control_plane *plane, const volatile sig_atomic_t *flag);

/* All of these fill *out from the arena:
 *   ERR_UNAUTHORISED  the credential isn't accepted, or not for this deployment
 *   ERR_NOT_FOUND     there is no such deployment, project or team
 *   ERR_UNSUPPORTED   it doesn't serve this version of git-cvx any more
 *   ERR_UNREACHABLE, ERR_SERVER, ERR_INTERRUPTED */

/* The URL for a deployment's own key. */
int control_plane_url(struct control_plane *plane, struct arena *arena, const char *key,
                      struct access *out, struct err *err) CVX_CHECK;
/* A deployment by its name. type: "dev", "prod", "preview"; NULL: not known. */
int control_plane_named(struct control_plane *plane, struct arena *arena, const char *name,
                        const char *type, struct access *out, struct err *err) CVX_CHECK;

struct project {
	const char *team, *name;   /* slugs: letters, digits, dashes */
};

/* The preview deployment of that name. */
int control_plane_preview(struct control_plane *plane, struct arena *arena,
                          const struct project *project, const char *preview,
                          struct access *out, struct err *err) CVX_CHECK;
/* The dev deployment of whoever the credential is for. */
int control_plane_dev(struct control_plane *plane, struct arena *arena,
                      const struct project *project, struct access *out, struct err *err)
	CVX_CHECK;

/* What it says about this version being on its way out; NULL: nothing. In `arena`s of the
 * requests before. */
const char *control_plane_warning(const struct control_plane *plane);

#endif
