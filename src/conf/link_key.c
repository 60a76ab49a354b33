/* link_key.c - deploy keys: what the text before the '|' says. */
#include "conf/link_parts.h"

#include "base/secret.h"

#include <string.h>

#define PARTS_MAX 4

/* The text before the first '|', cut at its colons. */
struct prefix {
	const char *parts[PARTS_MAX];
	size_t count;            /* of all parts, also of those beyond */
	const char *last;
};

static struct prefix cut(struct arena *arena, const char *key)
{
	char *text = arena_strndup(arena, key, strcspn(key, "|"));
	struct prefix prefix = { .count = 0 };

	for (;;) {
		if (prefix.count < PARTS_MAX)
			prefix.parts[prefix.count] = text;
		prefix.count++;
		prefix.last = text;
		text = strchr(text, ':');
		if (!text)
			return prefix;
		*text++ = '\0';
	}
}

/* "<missing_deploy_key:...>" stands in a key's place and says why there is none. */
static bool says_missing(const char *key, struct link_search *search, struct err *err)
{
	static const char head[] = "<missing_deploy_key:";
	size_t n = strlen(key), before = sizeof(head) - 1;

	if (n < before + 2 || strncmp(key, head, before) != 0 || key[n - 1] != '>')
		return false;
	err_set(err, ERR_CONFIG, "%s",
	        arena_strndup(search->arena, key + before, n - before - 1));
	return true;
}

static int bad_key(const struct link_search *search, const struct link_variable *key,
                    struct err *err)
{
	err_set(err, ERR_CONFIG, "%s of %s isn't a deploy key", key->name,
	        link_source(search, key));
	return err_hint(err, "set %s to a new key, which you find on your Convex dashboard",
	                key->name);
}

/* Current keys name their type; those without one are from when there was only prod. */
static enum deployment_kind kind_of(const struct prefix *prefix)
{
	if (prefix->count > 1 && !strcmp(prefix->parts[0], "dev"))
		return KIND_DEV;
	if (prefix->count > 1 && !strcmp(prefix->parts[0], "preview"))
		return KIND_PREVIEW;
	return KIND_PRODUCTION;
}

static int of_deployment(struct link_search *search, const struct prefix *prefix,
                         const struct link_variable *key, struct err *err)
{
	struct link *out = search->out;
	bool is_asked_with = !strncmp(key->value, "dev:", 4) ||
	                     !strncmp(key->value, "prod:", 5);

	if (!link_is_cloud_name(prefix->last))
		return bad_key(search, key, err);
	out->way = LINK_KEY;
	out->kind = kind_of(prefix);
	out->says_kind = true;
	out->name = out->identity = prefix->last;
	out->key = arena_strdup(search->arena, key->value);
	if (link_override_token(&out->credential, search, err) < 0)
		return -1;
	if (out->credential)
		return 0;
	if (!is_asked_with)
		return link_user_token(&out->credential, search, err);
	out->credential = arena_strdup(search->arena, key->value);
	return 0;
}

/* The branch; where a service checked out a bare commit, what the CLI goes by. */
static const char *preview_name(const struct link_search *search)
{
	static const struct {
		const char *service, *branch, *other;
	} services[] = {
		{ "VERCEL", "VERCEL_GIT_COMMIT_REF", NULL },
		{ "NETLIFY", "HEAD", NULL },
		{ "CF_PAGES", "CF_PAGES_BRANCH", "WORKERS_CI_BRANCH" },
		{ "WORKERS_CI", "CF_PAGES_BRANCH", "WORKERS_CI_BRANCH" },
		{ "CI", "GITHUB_HEAD_REF", "CI_COMMIT_REF_NAME" },
	};
	const char *name = search->input->branch;

	for (size_t i = 0; !name && i < sizeof(services) / sizeof(*services); i++) {
		if (!link_process_variable(search, services[i].service))
			continue;
		name = link_process_variable(search, services[i].branch);
		return name || !services[i].other ? name
		       : link_process_variable(search, services[i].other);
	}
	return name;
}

static int of_preview(struct link_search *search, const struct prefix *prefix,
                      const struct link_variable *key, struct err *err)
{
	struct link *out = search->out;

	out->way = LINK_PREVIEW_KEY;
	out->kind = KIND_PREVIEW;
	out->says_kind = true;
	out->team = prefix->parts[1];
	out->project = prefix->parts[2];
	out->preview = preview_name(search);
	if (!link_is_cloud_name(out->team) || !link_is_cloud_name(out->project))
		return bad_key(search, key, err);
	if (!out->preview) {
		err_set(err, ERR_NOT_LINKED, "the preview key of %s needs a branch, by which the "
		        "preview deployment is named, and none is checked out",
		        link_source(search, key));
		return err_hint(err, "'git switch' to a branch");
	}
	out->identity = arena_printf(search->arena, "preview %s:%s:%s", out->team, out->project,
	                             out->preview);
	if (link_user_token(&out->credential, search, err) < 0)
		return -1;
	if (!out->credential)
		out->credential = arena_strdup(search->arena, key->value);
	return 0;
}

static int of_project(struct link_search *search, const struct prefix *prefix,
                      const struct link_variable *key, struct err *err)
{
	struct link *out = search->out;

	if (prefix->count != 3 || !link_is_cloud_name(prefix->parts[1]) ||
	    !link_is_cloud_name(prefix->parts[2])) {
		err_set(err, ERR_UNSUPPORTED, "the project key of %s doesn't name its team and "
		        "project, and git-cvx only looks for a dev deployment that is there",
		        link_source(search, key));
		return err_hint(err, "set %s to a deploy key of the deployment", key->name);
	}
	out->way = LINK_PROJECT_KEY;
	out->kind = KIND_DEV;
	out->says_kind = true;
	out->team = prefix->parts[1];
	out->project = prefix->parts[2];
	out->identity = arena_printf(search->arena, "project %s:%s", out->team, out->project);
	if (link_override_token(&out->credential, search, err) < 0)
		return -1;
	if (!out->credential)
		out->credential = arena_strdup(search->arena, key->value);
	return 0;
}

int link_by_key(struct link_search *search, const struct link_variable *key,
                struct err *err)
{
	struct prefix prefix;

	if (says_missing(key->value, search, err))
		return -1;
	secret_add(key->value);
	if (!strchr(key->value, '|'))
		return bad_key(search, key, err);
	if (link_check_key(key->value, link_source(search, key), err) < 0)
		return -1;
	search->out->source = link_source(search, key);
	prefix = cut(search->arena, key->value);
	if (prefix.count == 3 && !strcmp(prefix.parts[0], "preview"))
		return of_preview(search, &prefix, key, err);
	if (prefix.count > 1 && !strcmp(prefix.parts[0], "project"))
		return of_project(search, &prefix, key, err);
	return of_deployment(search, &prefix, key, err);
}
