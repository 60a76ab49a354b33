/* wire_access.h - what the control plane is asked for, and what it answers: how to get at a
 * deployment. Its types refuse members that they don't know, so nothing is added. */
#ifndef CVX_CODEC_WIRE_ACCESS_H
#define CVX_CODEC_WIRE_ACCESS_H

#include "codec/json.h"
#include "codec/writer.h"
#include "core/exchange.h"

/* POST deployment/authorize_within_current_project. type: "dev", "prod", "preview"; NULL: not
 * known. */
void wire_authorize(struct buf *out, const char *name, const char *type);
/* POST deployment/authorize_preview. */
void wire_authorize_preview(struct buf *out, const char *team, const char *project,
                            const char *preview);
/* POST deployment/url_for_key. The body is secret. */
void wire_url_for_key(struct buf *out, const char *key);

/* The answer of both authorize: with a key. */
int wire_access(const struct buf *body, struct arena *arena, struct access *out,
                struct err *err) CVX_CHECK;
/* The answer of url_for_key, a bare JSON string. */
int wire_bare_url(const struct buf *body, struct arena *arena, const char **out,
                  struct err *err) CVX_CHECK;
/* The name in the answer of GET v1/.../deployment. */
int wire_deployment_name(const struct buf *body, struct arena *arena, const char **out,
                         struct err *err) CVX_CHECK;

#endif
