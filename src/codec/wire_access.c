/* wire_access.c - what the control plane is asked for, and what it answers. */
#include "codec/wire_access.h"

#include <string.h>

void wire_authorize(struct buf *out, const char *name, const char *type)
{
	struct writer w = WRITER_INIT(out);

	writer_object(&w, NULL);
	writer_text(&w, "selectedDeploymentName", name);
	writer_object(&w, "projectSelection");
	writer_text(&w, "kind", "deploymentName");
	writer_text(&w, "deploymentName", name);
	writer_text(&w, "deploymentType", type);
	writer_end(&w);
	writer_end(&w);
}

void wire_authorize_preview(struct buf *out, const char *team, const char *project,
                            const char *preview)
{
	struct writer w = WRITER_INIT(out);

	writer_object(&w, NULL);
	writer_text(&w, "previewName", preview);
	writer_object(&w, "projectSelection");
	writer_text(&w, "kind", "teamAndProjectSlugs");
	writer_text(&w, "teamSlug", team);
	writer_text(&w, "projectSlug", project);
	writer_end(&w);
	writer_end(&w);
}

void wire_url_for_key(struct buf *out, const char *key)
{
	struct writer w = WRITER_INIT(out);

	writer_object(&w, NULL);
	writer_text(&w, "deployKey", key);
	writer_end(&w);
}

/* A word that isn't known counts as production; none at all says nothing. */
static void read_kind(struct access *out, const struct value *value)
{
	const char *type = value_text(value, "deploymentType");

	out->says_kind = type != NULL;
	out->kind = !type || !strcmp(type, "dev") ? KIND_DEV :
	            !strcmp(type, "preview") ? KIND_PREVIEW : KIND_PRODUCTION;
}

int wire_access(const struct buf *body, struct arena *arena, struct access *out,
                struct err *err)
{
	const struct value *value;
	const char *key;

	if (value_parse(&value, arena, body->text, body->len, err) ||
	    value_need_text(value, "url", &out->url, err) ||
	    value_need_text(value, "adminKey", &key, err))
		return -1;
	out->name = value_text(value, "deploymentName");
	out->key = arena_strdup(arena, key);
	read_kind(out, value);
	return 0;
}

int wire_bare_url(const struct buf *body, struct arena *arena, const char **out,
                  struct err *err)
{
	const struct value *value;

	if (value_parse(&value, arena, body->text, body->len, err))
		return -1;
	if (value->kind != VALUE_TEXT)
		return err_set(err, ERR_SERVER, "it isn't a text");
	*out = value->text;
	return 0;
}

int wire_deployment_name(const struct buf *body, struct arena *arena, const char **out,
                         struct err *err)
{
	const struct value *value;

	return value_parse(&value, arena, body->text, body->len, err) ||
	       value_need_text(value, "name", out, err) ? -1 : 0;
}
