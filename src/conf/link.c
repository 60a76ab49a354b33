/* link.c - which deployment this checkout is linked to: what goes before what. */
#include "conf/link_parts.h"

#include "base/secret.h"

#include <string.h>

#define KEY_VARIABLE "CONVEX_DEPLOY_KEY"
#define KEY_ALIAS "CONVEX_DEPLOYMENT_TOKEN"
#define NAME_VARIABLE "CONVEX_DEPLOYMENT"
#define URL_VARIABLE "CONVEX_SELF_HOSTED_URL"
#define ADMIN_VARIABLE "CONVEX_SELF_HOSTED_ADMIN_KEY"

struct pair {
	struct link_variable url, key;
};

static int contradict(const struct link_search *search, const struct pair *pair,
                      const struct link_variable *deployment, struct err *err)
{
	const struct link_variable *other = pair->url.value ? &pair->url : &pair->key;

	err_set(err, ERR_CONFIG, "both " NAME_VARIABLE " (of %s) and %s (of %s) are set, "
	        "and they contradict", link_source(search, deployment), other->name,
	        link_source(search, other));
	return err_hint(err, "unset one of them; the Convex CLI refuses both, too");
}

static int of_env_file(const struct link_search *search, struct err *err)
{
	return err_set(err, ERR_CONFIG, "the env file '%s' of %s names no deployment: expected "
	               KEY_VARIABLE ", " NAME_VARIABLE ", or both " URL_VARIABLE " and "
	               ADMIN_VARIABLE, search->file_names[0], search->input->from.label);
}

/* Where an app is built, a key is expected, and nobody can be asked to log in. */
static const char *build_service(const struct link_search *search)
{
	static const struct {
		const char *variable, *name;
	} services[] = {
		{ "VERCEL", "Vercel" }, { "NETLIFY", "Netlify" },
		{ "CF_PAGES", "Cloudflare" }, { "WORKERS_CI", "Cloudflare" },
	};

	for (size_t i = 0; i < sizeof(services) / sizeof(*services); i++)
		if (link_process_variable(search, services[i].variable))
			return services[i].name;
	return NULL;
}

static int not_linked(const struct link_search *search, const struct pair *pair,
                      struct err *err)
{
	const struct link_variable *set = pair->url.value ? &pair->url : &pair->key;
	const char *service = build_service(search);

	if (search->only_file)
		return of_env_file(search, err);
	if (service) {
		err_set(err, ERR_NOT_LINKED, "this is a build at %s, and no deployment is linked",
		        service);
		err_hint(err, "set " KEY_VARIABLE " for a deployment in the cloud,");
		return err_hint(err, "or " URL_VARIABLE " and " ADMIN_VARIABLE);
	}
	if (set->value)
		err_set(err, ERR_NOT_LINKED,
		        "no deployment is linked: %s is set, but %s isn't", set->name,
		        set == &pair->url ? pair->key.name : pair->url.name);
	else
		err_set(err, ERR_NOT_LINKED, "no deployment is linked to this checkout");
	err_hint(err, "'npx convex dev' links one; or, for one that you host yourself, set");
	return err_hint(err, URL_VARIABLE " and " ADMIN_VARIABLE " in '.env.local'");
}

static int by_rules(struct link_search *search, struct err *err)
{
	struct link_variable key = link_find_either(search, KEY_VARIABLE, KEY_ALIAS);
	struct link_variable deployment = link_find_variable(search, NAME_VARIABLE);
	struct pair pair = {
		link_find_variable(search, URL_VARIABLE),
		link_find_variable(search, ADMIN_VARIABLE),
	};

	/* Before the first message that could hold it. */
	secret_add(pair.key.value);
	if (key.value && strcmp(key.value, "<ignore_deploy_key>") != 0)
		return link_by_key(search, &key, err);
	if (deployment.value && (pair.url.value || pair.key.value))
		return contradict(search, &pair, &deployment, err);
	if (pair.url.value && pair.key.value)
		return link_self_hosted(search, &pair.url, &pair.key, err);
	return deployment.value ? link_by_name(search, &deployment, err)
	       : not_linked(search, &pair, err);
}

/* ---- an environment of the private settings ---- */

static int check_from(const struct link_from *from, struct err *err)
{
	int ways = (from->env_file != NULL) + (from->deployment != NULL) +
	           (from->url || from->key_variable);

	if (ways > 1)
		return err_set(err, ERR_CONFIG, "%s names its deployment in two ways: give one "
		               "of env-file, deployment, and key-variable with or without url",
		               from->label);
	if (from->url && !from->key_variable)
		return err_set(err, ERR_CONFIG, "%s has a url, but no key-variable that names "
		               "the variable with its admin key", from->label);
	return 0;
}

static int by_key_variable(struct link_search *search, struct err *err)
{
	const struct link_from *from = &search->input->from;
	struct link_variable key = link_find_variable(search, from->key_variable);
	struct link_variable url = { "url", from->url, LINK_OF_SETTINGS };

	if (!key.value || !strcmp(key.value, "<ignore_deploy_key>"))
		return err_set(err, ERR_NOT_LINKED, "%s takes its key from the variable '%s', "
		               "which isn't set", from->label, from->key_variable);
	return url.value ? link_self_hosted(search, &url, &key, err)
	       : link_by_key(search, &key, err);
}

static int find(struct link_search *search, struct err *err)
{
	const struct link_from *from = &search->input->from;
	struct link_variable deployment = { "deployment", from->deployment, LINK_OF_SETTINGS };

	if (!from->deployment && !from->key_variable)
		return by_rules(search, err);
	if ((from->deployment ? link_by_name(search, &deployment, err)
	                      : by_key_variable(search, err)) < 0)
		return -1;
	search->out->source = from->label;
	return 0;
}

int link_find(struct link *out, struct arena *arena, const struct link_input *input,
              struct err *err)
{
	struct link_search search;

	*out = (struct link){ 0 };
	if (!check_from(&input->from, err) &&
	    !link_search_begin(&search, out, arena, input, err) && !find(&search, err))
		return 0;
	link_wipe(out);
	*out = (struct link){ 0 };
	return -1;
}

void link_wipe(struct link *link)
{
	secret_wipe(link->key);
	secret_wipe(link->credential);
}
