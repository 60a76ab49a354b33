/* environment.c - which environment a checkout is about. */
#include "conf/environment.h"

#include "base/buf.h"
#include "base/near.h"
#include "base/url.h"

#include <string.h>

/* Anybody who commits may write a pattern: no more steps than the product of both. */
bool environment_branch_matches(const char *pattern, const char *branch)
{
	const char *star = NULL, *from = NULL;

	while (*branch) {
		if (*pattern == '*') {
			star = pattern++;
			from = branch;
		} else if (*pattern == '?' || (*pattern && *pattern == *branch)) {
			pattern++;
			branch++;
		} else if (star) {
			pattern = star + 1;
			branch = ++from;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}

bool environment_is_for(const struct config_env *env, const char *branch)
{
	for (size_t i = 0; i < env->branches.count; i++)
		if (environment_branch_matches(env->branches.items[i], branch))
			return true;
	return false;
}

static const char *name_for_branch(const struct config *config, const char *branch)
{
	for (int committed = 0; branch && committed < 2; committed++)
		for (size_t i = 0; i < config->env_count; i++)
			if (config->envs[i].is_committed == committed &&
			    environment_is_for(&config->envs[i], branch))
				return config->envs[i].name;
	return NULL;
}

static bool is_known(const struct config *config, const char *name)
{
	return config_env_find(config, name, false) || config_env_find(config, name, true);
}

/* Either file may have a section for it. */
static bool is_repeated(const struct config *config, const struct config_env *env)
{
	return env->is_committed && config_env_find(config, env->name, false);
}

static void list_known(const struct config *config, struct arena *arena, struct err *err)
{
	const char *names = NULL;

	for (size_t i = 0; i < config->env_count; i++) {
		const struct config_env *env = &config->envs[i];

		if (!is_repeated(config, env))
			names = names ? arena_printf(arena, "%s, '%s'", names, env->name)
			              : arena_printf(arena, "there is '%s'", env->name);
	}
	if (names)
		err_hint(err, "%s", names);
}

/* by: who named it, beside an option. */
static int unknown(const struct config *config, struct arena *arena, const char *name,
                   const char *by, struct err *err)
{
	struct near near = { name, NULL, NEAR_MOST + 1 };

	for (size_t i = 0; i < config->env_count; i++)
		near_offer(&near, config->envs[i].name);
	err_set(err, ERR_USAGE, "there is no environment '%s'%s", name, by);
	if (near.best)
		err_hint(err, "did you mean '%s'?", near.best);
	list_known(config, arena, err);
	if (!config->env_count)
		err_hint(err, "a section [env \"%s\"] of the settings makes one", name);
	return -1;
}

static void take_link(struct environment *env, struct arena *arena, const struct config *config)
{
	const struct config_env *own = config_env_find(config, env->name, false);

	if (!own || (!own->env_file && !own->deployment && !own->key_variable))
		return;
	env->from = (struct link_from){
		.env_file = own->env_file, .deployment = own->deployment,
		.key_variable = own->key_variable,
		/* Alone, or beside the others, it says whom the settings vouch for. */
		.url = own->key_variable ? own->url : NULL,
		.label = arena_printf(arena, "'[env \"%s\"]' of '" CONFIG_PRIVATE_NAME "'", env->name),
	};
}

/* Where this clone hasn't said how an environment is reached, its own deployment isn't that
 * one; but what is called production stays it. */
static bool is_told_apart(const struct environment *env, const struct config *config)
{
	const struct config_env *committed = config_env_find(config, env->name, true);

	return config_env_find(config, env->name, false) ||
	       (committed && committed->kind == CALLED_PROD);
}

bool environment_by_branch(const struct config *config)
{
	for (size_t i = 0; i < config->env_count; i++) {
		const struct environment env = { .name = config->envs[i].name };

		if (config->envs[i].branches.count && is_told_apart(&env, config))
			return true;
	}
	return false;
}

int environment_choose(struct environment *out, struct arena *arena,
                       const struct config *config, const struct environment_wish *wish,
                       struct err *err)
{
	const char *by_variable = wish->variable && *wish->variable ? wish->variable : NULL;
	const char *by_branch = name_for_branch(config, wish->branch);
	const char *otherwise = by_variable ? by_variable : by_branch;
	bool by_rule = !wish->option && !by_variable;

	*out = (struct environment){ .name = wish->option ? wish->option : otherwise };
	out->is_asked_for = wish->option && !text_equal(wish->option, otherwise);
	if (!out->name)
		return 0;
	if (!is_known(config, out->name))
		return unknown(config, arena, out->name,
		               wish->option ? "" : ", which CVX_ENV names", err);
	if (wish->option)
		out->chosen = "by '--env'";
	else if (by_variable)
		out->chosen = "by CVX_ENV";
	else
		out->chosen = arena_printf(arena, "for the branch '%s'", wish->branch);
	take_link(out, arena, config);
	if (by_rule && !is_told_apart(out, config))
		*out = (struct environment){ 0 };
	return 0;
}

/* ---- of what kind ---------------------------------------------------------------- */

static enum called stricter(enum called a, enum called b)
{
	return a > b ? a : b;
}

static bool names_url(const struct config_env *env, const char *url)
{
	return !env->is_committed && env->url && url_is_same(env->url, url);
}

bool environment_is_named(const struct config *config, const char *url)
{
	for (size_t i = 0; i < config->env_count; i++)
		if (names_url(&config->envs[i], url))
			return true;
	return false;
}

/* By whichever private section names it. */
static enum called called_by_url(const struct config *config, const char *url)
{
	enum called called = CALLED_NOTHING;

	for (size_t i = 0; url && i < config->env_count; i++)
		if (names_url(&config->envs[i], url))
			called = stricter(called, config->envs[i].kind);
	return called;
}

static enum called called_by_link(const struct link *link)
{
	static const enum called called[] = {
		[KIND_LOCAL] = CALLED_DEV, [KIND_DEV] = CALLED_DEV,
		[KIND_PREVIEW] = CALLED_PREVIEW, [KIND_PRODUCTION] = CALLED_PROD,
	};

	return link->says_kind ? called[link->kind] : CALLED_NOTHING;
}

static enum called called_in(const struct config *config, const char *name, bool committed)
{
	const struct config_env *env = name ? config_env_find(config, name, committed) : NULL;

	return env ? env->kind : CALLED_NOTHING;
}

struct kind_claims environment_claims(const struct environment *env, const struct config *config,
                                      const struct link *link, const char *private_file)
{
	enum called by_url = called_by_url(config, link->url);

	return (struct kind_claims){
		.link = called_by_link(link),
		.committed = called_in(config, env->name, true),
		.own = stricter(called_in(config, env->name, false), by_url),
		.is_vouched = link->way == LINK_SELF_HOSTED && (by_url == CALLED_DEV ||
		              by_url == CALLED_PREVIEW),
		.source = link->source, .url = link->url,
		.environment = env->name, .chosen = env->chosen, .private_file = private_file,
	};
}
