/* archive.c - code of migrations from old commits, and its bundling. */
#include "cmd/archive.h"

#include <string.h>

struct archive_state {
	struct context *ctx;
	struct run *run;
	const char *functions;
};

/* "convex/migrations/x" for the function "migrations/x:up". */
static const char *module_of(const struct archive_state *s, const struct ledger_row *row)
{
	const char *up = row->up_path ? row->up_path : "";
	size_t n = strcspn(up, ":");
	struct arena *arena = &s->ctx->arena;

	return folder_join(arena, s->functions, n ? arena_strndup(arena, up, n)
	                   : arena_printf(arena, "migrations/%s", row->id));
}

/* The target that an old commit is. Its settings are its own. */
static int load_commit(struct context *ctx, const char *commit, struct target *out,
                       struct err *err)
{
	struct config ours = ctx->config;
	int rc = context_target(ctx, commit, out, err);

	ctx->config = ours;
	return rc;
}

/* Is it what was applied? The commit may not be an app that can be bundled. */
static int try_commit(struct past_code *out, const struct archive_state *s,
                      const struct ledger_row *row, const struct sighting *seen,
                      struct err *err)
{
	const struct migration *m;
	struct target target;

	if (load_commit(s->ctx, seen->commit, &target, err)) {
		if (err->code != ERR_NO_APP && err->code != ERR_CONFIG)
			return -1;
		err_clear(err);
		return 0;
	}
	m = lineup_find(&target.lineup, row->id);
	if (!m)
		return 0;
	if (row->source && strcmp(row->source, m->source)) {
		out->other = out->other ? out->other : seen->commit;
		return 0;
	}
	out->commit = seen->commit;
	out->has_down = m->down_path != NULL;
	return 0;
}

static int find(void *self, struct arena *arena, const struct ledger_row *row,
                struct past_code *out, struct err *err)
{
	static const char *const endings[] = { ".ts", ".js" };
	const struct archive_state *s = self;
	const char *module = module_of(s, row);

	*out = (struct past_code){
		.id = row->id, .file = arena_printf(arena, "%s.ts", module), .complete = true };
	for (size_t i = 0; !out->commit && i < sizeof(endings) / sizeof(*endings); i++) {
		const char *file = arena_printf(arena, "%s%s", module, endings[i]);
		struct sightings seen;

		if (repo_sightings(&seen, s->ctx->repo, file, err))
			return -1;
		out->complete = out->complete && seen.complete;
		for (size_t j = 0; !out->commit && j < seen.count; j++)
			if (try_commit(out, s, row, &seen.items[j], err))
				return -1;
	}
	return 0;
}

static int seal(void *self, struct arena *arena, const struct past_code *code,
                struct seal *out, struct err *err)
{
	struct archive_state *s = self;
	struct names ignored = { 0 };
	const struct migration *m;
	struct target target;
	struct pusher pusher;
	int rc = -1;

	if (load_commit(s->ctx, code->commit, &target, err))
		return -1;
	m = lineup_find(&target.lineup, code->id);
	if (!m)
		return err_set(err, ERR_NOT_FOUND, "commit %s doesn't hold '%s'", code->commit,
		               code->id);
	if (context_open_pusher(s->ctx, &target, s->run, "past", &pusher, err))
		return -1;
	/* That commit isn't going to be pushed: what the stage warns of doesn't matter. */
	if (!pusher.ops->stage(pusher.self, arena, &ignored, err))
		rc = pusher.ops->seal(pusher.self, arena, m, out, err);
	pusher_close(&pusher);
	return rc;
}

static const struct archive_ops operations = { find, seal };

struct archive archive_of_git(struct context *ctx, struct run *run, const char *functions)
{
	struct archive_state *s = arena_alloc(&ctx->arena, sizeof(*s));

	*s = (struct archive_state){ ctx, run, functions };
	return (struct archive){ &operations, s };
}
