/* surveying_branches.c - the migrations of branches, read from git. */
#include "cmd/surveying.h"

#include "base/near.h"

#include <string.h>

#define FARTHEST 3

struct reading {
	struct context *ctx;
	struct matrix *matrix;
	const char **trees;          /* of the branches that were read */
	struct branches local;
};

static struct matrix_branch *add(struct reading *r, const char *name)
{
	struct matrix_branch *b = &r->matrix->branches[r->matrix->branch_count++];

	*b = (struct matrix_branch){ .name = name };
	return b;
}

/* Branches that differ in nothing are read once. */
static bool is_read_already(struct reading *r, struct matrix_branch *b, const char *tree)
{
	for (size_t i = 0; i + 1 < r->matrix->branch_count; i++) {
		const struct matrix_branch *other = &r->matrix->branches[i];

		if (!r->trees[i] || strcmp(r->trees[i], tree) != 0)
			continue;
		b->lineup = other->lineup;
		b->has_app = other->has_app;
		b->problem = other->problem;
		return true;
	}
	return false;
}

static void take(struct reading *r, struct matrix_branch *b, struct target *target)
{
	struct lineup *lineup = arena_alloc(&r->ctx->arena, sizeof(*lineup));

	*lineup = target->lineup;
	b->lineup = lineup;
	b->has_app = true;
	b->commit = target->commit;
	r->trees[b - r->matrix->branches] = target->tree;
}

/* Without the app there are no migrations; why a branch can't be read is said. */
static void leave_empty(struct reading *r, struct matrix_branch *b, struct err *why)
{
	b->lineup = arena_alloc(&r->ctx->arena, sizeof(*b->lineup));
	if (why->code != ERR_NO_APP)
		b->problem = arena_strdup(&r->ctx->arena, why->msg);
	err_clear(why);
}

static void read_commit(struct reading *r, struct matrix_branch *b, const char *spec)
{
	struct err why = ERR_INIT;
	struct revision revision;
	struct target target;

	if (repo_resolve(&revision, r->ctx->repo, spec, &why)) {
		leave_empty(r, b, &why);
		return;
	}
	b->commit = revision.commit;
	if (is_read_already(r, b, revision.tree))
		return;
	if (context_target(r->ctx, spec, &target, &why)) {
		leave_empty(r, b, &why);
		return;
	}
	take(r, b, &target);
}

/* What was on it at some time and isn't any more was removed, and is no phantom. */
static void read_past(struct reading *r, const struct target *target)
{
	struct err ignored = ERR_INIT;
	const struct names *past;
	struct names *sorted;

	if (!target->commit ||
	    lineup_history(&past, r->ctx->repo, &(struct lineup_past){ target->commit,
	                   &target->folders, &target->lineup }, &ignored) || !past)
		return;
	sorted = arena_alloc(&r->ctx->arena, sizeof(*sorted));
	*sorted = names_sorted(past, &r->ctx->arena);
	r->matrix->past = sorted;
}

/* The work tree, with what isn't committed; HEAD while git is in the middle of something. */
static void read_current(struct reading *r)
{
	const struct head *head = &r->ctx->head;
	struct matrix_branch *b = add(r, head->branch ? head->branch : "HEAD");
	struct err why = ERR_INIT;
	struct target target;

	b->is_current = true;
	if (context_target(r->ctx, NULL, &target, &why)) {
		if (head->commit && why.code == ERR_DECISION)
			read_commit(r, b, "HEAD");
		else
			leave_empty(r, b, &why);
		return;
	}
	take(r, b, &target);
	read_past(r, &target);
}

static bool is_current(const struct reading *r, const char *name)
{
	const char *branch = r->ctx->head.branch;

	return !strcmp(name, branch ? branch : "HEAD");
}

static void read_local(struct reading *r, size_t most)
{
	read_current(r);
	for (size_t i = 0; i < r->local.count; i++) {
		const char *name = r->local.items[i].name;

		if (is_current(r, name))
			continue;
		if (r->matrix->branch_count < most)
			read_commit(r, add(r, name),
			            arena_printf(&r->ctx->arena, "refs/heads/%s", name));
		else
			r->matrix->other_branches++;
	}
}

static int unknown(struct reading *r, const char *name, struct err *err)
{
	struct near near = { name, NULL, FARTHEST + 1 };

	for (size_t i = 0; i < r->local.count; i++)
		near_offer(&near, r->local.items[i].name);
	err_clear(err);
	err_set(err, ERR_NOT_FOUND, "there is no branch '%s'", name);
	return near.best ? err_hint(err, "did you mean '%s'?", near.best)
	                 : err_hint(err, "'git branch --all' lists what there is");
}

static int read_named(struct reading *r, char **names, struct err *err)
{
	struct revision revision;

	for (; *names; names++) {
		if (is_current(r, *names)) {
			read_current(r);
			continue;
		}
		if (repo_resolve(&revision, r->ctx->repo, *names, err))
			return unknown(r, *names, err);
		read_commit(r, add(r, *names), *names);
	}
	return 0;
}

/* The most recent of the branches whose names a pattern of the environment matches. */
static void find_wanted(struct reading *r, struct matrix_environment *e)
{
	const struct config *config = &r->ctx->config;

	for (size_t i = 0; i < config->env_count; i++)
		for (size_t k = 0; k < r->matrix->branch_count && !e->wanted_branch &&
		     !strcmp(config->envs[i].name, e->name); k++)
			if (environment_is_for(&config->envs[i], r->matrix->branches[k].name))
				e->wanted_branch = r->matrix->branches[k].name;
}

int survey_branches(struct survey *survey, struct context *ctx, const struct surveying *what,
                    struct err *err)
{
	struct reading r = { .ctx = ctx, .matrix = &survey->matrix };
	const struct config config = ctx->config;
	size_t room;
	int rc = 0;

	if (repo_branches(&r.local, ctx->repo, err))
		return -1;
	room = r.local.count + what->count + 1;
	r.matrix->branches = arena_alloc(&ctx->arena, room * sizeof(*r.matrix->branches));
	r.trees = arena_alloc(&ctx->arena, room * sizeof(*r.trees));
	if (what->count)
		rc = read_named(&r, what->branches, err);
	else
		read_local(&r, what->most);
	/* Each tree that was read has brought its own. */
	ctx->config = config;
	for (size_t i = 0; i < r.matrix->environment_count; i++)
		find_wanted(&r, &r.matrix->environments[i]);
	return rc;
}
