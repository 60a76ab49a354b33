/* link_name.c - the name of a deployment, as CONVEX_DEPLOYMENT holds it. */
#include "conf/link_parts.h"

#include "base/secret.h"

#include <ctype.h>
#include <string.h>

bool link_is_cloud_name(const char *name)
{
	if (*name == '.')
		return false;
	for (const char *p = name; *p; p++)
		if (!isalnum((unsigned char)*p) && !strchr("-_.", *p))
			return false;
	return *name != '\0';
}

/* Part of a path and of messages, and made of a folder's name. */
static bool is_local_name(const char *name)
{
	for (const char *p = name; *p; p++)
		if (*p == '/' || (unsigned char)*p < ' ' || *p == 127)
			return false;
	return *name && *name != '.';
}

/* The text before the first colon; of any other nothing is known. */
static void read_kind(struct link *out, const char *value)
{
	static const struct {
		const char *type;
		enum deployment_kind kind;
	} types[] = {
		{ "dev:", KIND_DEV }, { "prod:", KIND_PRODUCTION },
		{ "preview:", KIND_PREVIEW }, { "local:", KIND_LOCAL },
	};

	out->kind = KIND_PRODUCTION;
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (!strncmp(value, types[i].type, strlen(types[i].type))) {
			out->kind = types[i].kind;
			out->says_kind = true;
		}
}

/* It isn't shown: where a name should stand, a key may. */
static int bad_name(const struct link_search *search,
                    const struct link_variable *deployment, struct err *err)
{
	secret_add(deployment->value);
	err_set(err, ERR_CONFIG, "%s of %s isn't the name of a deployment", deployment->name,
	        link_source(search, deployment));
	return err_hint(err, "expected something like 'dev:happy-animal-123'");
}

static int of_this_machine(struct link_search *search, const char *name, bool anonymous,
                           const struct link_variable *deployment, struct err *err)
{
	const char *allowed = link_process_variable(search, "CONVEX_ALLOW_ANONYMOUS");

	if (!is_local_name(name))
		return bad_name(search, deployment, err);
	if (anonymous && allowed && !strcmp(allowed, "false")) {
		err_set(err, ERR_NOT_LINKED, "no deployment is linked: the '%s' of %s is "
		        "anonymous, and CONVEX_ALLOW_ANONYMOUS forbids those", name,
		        link_source(search, deployment));
		return err_hint(err, "unset CONVEX_ALLOW_ANONYMOUS, or log in with 'npx convex dev'");
	}
	return link_local(search, name, anonymous, err);
}

static int of_cloud(struct link_search *search, const char *name,
                    const struct link_variable *deployment, struct err *err)
{
	struct link *out = search->out;

	if (!link_is_cloud_name(name))
		return bad_name(search, deployment, err);
	out->way = LINK_NAMED;
	out->name = out->identity = arena_strdup(search->arena, name);
	if (link_user_token(&out->credential, search, err) < 0)
		return -1;
	if (out->credential)
		return 0;
	err_set(err, ERR_UNAUTHORISED, "'%s' of %s is a deployment in the cloud, and you aren't "
	        "logged in to Convex", name, link_source(search, deployment));
	if (search->tokenless)
		err_hint(err, "'%s' holds no token that can be understood", search->tokenless);
	return err_hint(err, "'npx convex login' logs in");
}

int link_by_name(struct link_search *search, const struct link_variable *deployment,
                 struct err *err)
{
	const char *colon = strrchr(deployment->value, ':');
	const char *name = colon ? colon + 1 : deployment->value;
	bool anonymous = !strncmp(name, "anonymous-", 10);
	int result;

	read_kind(search->out, deployment->value);
	if (anonymous || (search->out->says_kind && search->out->kind == KIND_LOCAL))
		result = of_this_machine(search, name, anonymous, deployment, err);
	else
		result = of_cloud(search, name, deployment, err);
	search->out->source = link_source(search, deployment);
	return result;
}
