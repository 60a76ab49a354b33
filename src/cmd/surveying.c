/* surveying.c - what became of migrations in each environment. */
#include "cmd/surveying.h"

#include "cmd/looking.h"

#include <string.h>

/* One that is away must not keep the others waiting. */
#define PROBE_MS 5000
#define READ_MS 10000

static bool is_linked_here(const struct config *config, const char *name)
{
	const struct config_env *own = config_env_find(config, name, false);

	return own && (own->env_file || own->deployment || own->key_variable);
}

static struct matrix_environment *add(struct survey *survey, const char *name,
                                      enum matrix_access access)
{
	struct matrix *m = &survey->matrix;
	struct matrix_environment *e = &m->environments[m->environment_count++];

	*e = (struct matrix_environment){ .name = name, .access = access };
	return e;
}

static bool is_known(const struct survey *survey, const char *name)
{
	for (size_t i = 0; i < survey->matrix.environment_count; i++)
		if (!strcmp(survey->matrix.environments[i].name, name))
			return true;
	return false;
}

/* ---- one of them ----------------------------------------------------------------------- */

static void say_problem(struct matrix_environment *e, struct context *place,
                        const struct err *why)
{
	e->access = why->code == ERR_NOT_LINKED ? MATRIX_NOT_LINKED : MATRIX_SILENT;
	e->problem = arena_strdup(&place->arena, why->msg);
}

static void ask(struct matrix_environment *e, struct context *place, struct err *err)
{
	struct looked *looked = arena_alloc(&place->arena, sizeof(*looked));

	if (context_connect(place, err))
		return;
	http_set_limit(convex_http(place->convex), HTTP_PROBE, PROBE_MS);
	http_set_limit(convex_http(place->convex), HTTP_READ, READ_MS);
	if (looking_at(looked, place, err))
		return;
	e->is_production = looked->verdict.kind == KIND_PRODUCTION;
	e->access = looked->ledger.mounted ? MATRIX_READ : MATRIX_EMPTY;
	e->ledger = looked->ledger.mounted ? &looked->ledger : NULL;
}

/* Each has a context of its own: settings, link, connection. */
static struct context *open_place(struct survey *survey, struct context *ctx, const char *name,
                                  struct err *err)
{
	struct context *place = &survey->places[survey->place_count++];

	context_init(place);
	place->out = ctx->out;
	place->wanted_app = ctx->app_name ? ctx->app_name : ctx->wanted_app;
	place->wanted_env = name;
	place->no_environment = !name;
	place->keeps_nothing = true;
	return context_open(place, err) || context_link(place, err) ? NULL : place;
}

static bool is_asked_already(const struct survey *survey, const struct context *place)
{
	for (size_t i = 0; i + 1 < survey->place_count; i++)
		if (survey->places[i].deployment_key &&
		    !strcmp(survey->places[i].deployment_key, place->deployment_key))
			return true;
	return false;
}

/* name NULL: the checkout's own, called `label`; it isn't shown if it is one of the others. */
static int look_at(struct survey *survey, struct context *ctx, const char *name,
                   const char *label, struct err *err)
{
	struct err why = ERR_INIT;
	struct context *place = open_place(survey, ctx, name, &why);
	struct context *asked = &survey->places[survey->place_count - 1];
	struct matrix_environment *e;

	if (place && !name && is_asked_already(survey, place))
		return 0;
	e = add(survey, label, MATRIX_SILENT);
	if (place)
		ask(e, place, &why);
	/* An environment that there isn't, or Ctrl-C. */
	if (why.code == ERR_USAGE || why.code == ERR_INTERRUPTED) {
		*err = why;
		return -1;
	}
	if (why.code != ERR_NONE)
		say_problem(e, asked, &why);
	e->is_production = e->is_production ||
		(place && place->claims.own == CALLED_PROD) ||
		(place && place->claims.committed == CALLED_PROD);
	return 0;
}

/* ---- all of them ----------------------------------------------------------------------- */

/* The checkout's own comes first, though it is asked last, when the others are known. */
static void put_first(struct matrix *m)
{
	struct matrix_environment own = m->environments[m->environment_count - 1];

	memmove(m->environments + 1, m->environments,
	        (m->environment_count - 1) * sizeof(*m->environments));
	m->environments[0] = own;
}

static int look_at_all(struct survey *survey, struct context *ctx, struct err *err)
{
	const struct config *config = &ctx->config;
	size_t before;

	for (size_t i = 0; i < config->env_count; i++) {
		const char *name = config->envs[i].name;

		if (!is_known(survey, name) && is_linked_here(config, name) &&
		    look_at(survey, ctx, name, name, err))
			return -1;
	}
	before = survey->matrix.environment_count;
	if (look_at(survey, ctx, NULL, is_known(survey, "dev") ? "own" : "dev", err))
		return -1;
	if (survey->matrix.environment_count > before)
		put_first(&survey->matrix);
	return 0;
}

/* Those that aren't linked here have no column. */
static void put_unlinked_last(struct survey *survey, struct context *ctx)
{
	struct matrix *m = &survey->matrix;
	struct matrix_environment *sorted =
		arena_alloc(&ctx->arena, (m->environment_count + 1) * sizeof(*sorted));
	size_t n = 0;

	for (int linked = 1; linked >= 0; linked--) {
		for (size_t i = 0; i < m->environment_count; i++)
			if ((m->environments[i].access != MATRIX_NOT_LINKED) == linked)
				sorted[n++] = m->environments[i];
		if (linked)
			m->linked_count = n;
	}
	m->environments = sorted;
}

int survey_environments(struct survey *survey, struct context *ctx, struct err *err)
{
	const struct config *config = &ctx->config;
	size_t most = config->env_count + 1;

	survey->matrix.environments =
		arena_alloc(&ctx->arena, most * sizeof(*survey->matrix.environments));
	survey->places = arena_alloc(&ctx->arena, most * sizeof(*survey->places));
	if (ctx->wanted_env ? look_at(survey, ctx, ctx->wanted_env, ctx->wanted_env, err)
	                    : look_at_all(survey, ctx, err))
		return -1;
	for (size_t i = 0; i < config->env_count && !ctx->wanted_env; i++)
		if (!is_known(survey, config->envs[i].name))
			add(survey, config->envs[i].name, MATRIX_NOT_LINKED);
	put_unlinked_last(survey, ctx);
	return 0;
}

int survey_take(struct survey *out, struct context *ctx, const struct surveying *what,
                struct err *err)
{
	*out = (struct survey){ .places = NULL };
	if (context_choose_app(ctx, err) || survey_environments(out, ctx, err) ||
	    survey_branches(out, ctx, what, err))
		return -1;
	matrix_make(&out->matrix, &ctx->arena);
	return 0;
}

void survey_dispose(struct survey *survey)
{
	for (size_t i = 0; i < survey->place_count; i++)
		context_dispose(&survey->places[i]);
	survey->place_count = 0;
}
