/* remember.c - what a run leaves behind: recorded state for hooks, and a ref. */
#include "cmd/remember.h"

#include "base/buf.h"
#include "base/file.h"
#include "cmd/elsewhere.h"
#include "hook/apps.h"
#include "hook/hold.h"
#include "hook/state.h"

#include <string.h>
#include <unistd.h>

/* Everything that decides what a deployment shall look like, and whose: its hash. */
struct decisive {
	const char *tree;
	const struct lineup *lineup;
	/* Whose history it is. NULL where only the tree counts: nothing is applied that the
	 * tree doesn't hold, so nothing is there that one history retires and another
	 * doesn't know. */
	const char *history;
};

static void add_line(struct buf *out, const char *name, const char *value)
{
	buf_addf(out, "%s %s\n", name, value ? value : "-");
}

static int add_blob(struct buf *out, struct context *ctx, const char *tree,
                    const char *path, struct err *err)
{
	struct tree_file file;

	if (repo_tree_read(&file, ctx->repo, tree, path, err))
		return -1;
	add_line(out, path, file.found ? file.id : NULL);
	return 0;
}

/* convex.config.ts or .js, schema.ts or .js. */
static int add_functions(struct buf *out, struct context *ctx, const char *tree,
                         const char *folder, struct err *err)
{
	struct tree_items items;

	if (repo_tree_list(&items, ctx->repo, tree, folder, err))
		return -1;
	for (size_t i = 0; i < items.count; i++)
		if (!strncmp(items.items[i].name, "schema.", 7) ||
		    !strncmp(items.items[i].name, "convex.config.", 14))
			add_line(out, items.items[i].name, items.items[i].id);
	return 0;
}

static int sign(const char **out, struct context *ctx, const struct folders *folders,
                const struct decisive *what, struct err *err)
{
	struct arena *arena = &ctx->arena;
	struct buf text = BUF_INIT;
	int rc = -1;

	add_line(&text, "deployment", ctx->link.identity);
	add_line(&text, "history", what->history);
	for (size_t i = 0; i < what->lineup->count; i++)
		add_line(&text, what->lineup->items[i].id, what->lineup->items[i].source);
	if (!add_blob(&text, ctx, what->tree, CONFIG_COMMITTED, err) &&
	    !add_blob(&text, ctx, what->tree, folder_join(arena, folders->app, "convex.json"),
	              err) &&
	    !add_functions(&text, ctx, what->tree, folders->functions, err))
		rc = repo_blob_id(out, ctx->repo, text.text, text.len, err);
	buf_dispose(&text);
	return rc;
}

/* ---- what is known ----------------------------------------------------------------- */

struct known {
	const struct lineup *lineup;
	const char *signature, *summary;
	const char *deployment;  /* elsewhere.h: where it is, and which one */
	bool by_history;         /* the signature is for one branch */
	struct state_id *ids;
	size_t count;
};

/* The ledger was read before the steps: they are put on top. */
static bool is_applied(const struct run *run, const char *id)
{
	const struct ledger_row *row = ledger_find(&run->ledger, id);
	bool applied = run->mode == RUN_ADOPT || (row && row_is_applied(row));

	for (size_t i = 0; i < run->plan.step_count; i++) {
		const struct step *s = &run->plan.steps[i];

		if (strcmp(s->id, id))
			continue;
		applied = s->kind == STEP_UP || s->kind == STEP_ADOPT ||
		          (s->kind == STEP_FINISH && s->row && s->row->direction == DIRECTION_UP);
	}
	return applied;
}

/* Something stays applied that the target's tree doesn't hold. */
static bool keeps_retired(const struct run *run)
{
	for (size_t i = 0; i < run->ledger.count; i++) {
		const struct ledger_row *row = &run->ledger.rows[i];
		bool stays = row_is_applied(row) && !lineup_find(run->target, row->id);

		for (size_t k = 0; stays && k < run->plan.step_count; k++)
			stays = strcmp(run->plan.steps[k].id, row->id) != 0;
		if (stays)
			return true;
	}
	return false;
}

static const char *history_of(const char *branch, const char *commit)
{
	return branch ? branch : commit;
}

static void know(struct known *out, struct context *ctx, const struct run *run)
{
	const struct lineup *lineup = run->target;
	size_t pending = 0;

	out->ids = arena_alloc(&ctx->arena, (lineup->count + 1) * sizeof(*out->ids));
	for (size_t i = 0; i < lineup->count; i++) {
		const struct migration *m = &lineup->items[i];

		out->ids[out->count++] =
			(struct state_id){ m->id, is_applied(run, m->id), m->description };
		pending += !out->ids[i].applied;
	}
	out->summary = pending
		? arena_printf(&ctx->arena, "%zu applied, %zu pending", lineup->count - pending,
		               pending)
		: arena_printf(&ctx->arena, "%zu applied", lineup->count);
}

static const char *text_of(struct context *ctx, const char *git_dir,
                           bool (*read)(struct buf *out, const char *git_dir))
{
	struct buf text = BUF_INIT;
	const char *copy = read(&text, git_dir) ? arena_strdup(&ctx->arena, text.text) : NULL;

	buf_dispose(&text);
	return copy;
}

/* ---- the record -------------------------------------------------------------------- */

/* In the module layout any module of the app may come to hold migrations; so it may where
 * there are none yet, and nothing says that they are files of a folder. */
static bool may_be_modules(const struct folders *f, const struct lineup *lineup)
{
	return lineup->down_suffix || (!lineup->count && f->layout != LAYOUT_DIRECTORY);
}

/* What is outside of a sparse checkout is taken from the index, which a checkout changes and
 * no file of the work tree shows. */
static const char *sparse_patterns(struct context *ctx)
{
	return arena_printf(&ctx->arena, "%s/info/sparse-checkout", repo_git_dir(ctx->repo));
}

static void watch(struct names *out, struct context *ctx, const struct folders *f,
                  const struct lineup *lineup)
{
	struct arena *arena = &ctx->arena;

	if (!lineup->down_suffix)
		names_add(out, arena, folder_join(arena, f->migrations, "*"));
	names_add(out, arena, arena_printf(arena, "%s.*", f->migrations));
	names_add(out, arena, folder_join(arena, f->functions, "schema.*"));
	names_add(out, arena, folder_join(arena, f->functions, "convex.config.*"));
	names_add(out, arena, folder_join(arena, f->app, "convex.json"));
	names_add(out, arena, folder_join(arena, f->app, "package.json"));
	names_add(out, arena, folder_join(arena, f->app, ".env*"));
	names_add(out, arena, CONFIG_COMMITTED);
	names_add(out, arena, context_private_settings(ctx));
	names_add(out, arena, sparse_patterns(ctx));
	if (ctx->environment.from.env_file)
		names_add(out, arena, *ctx->environment.from.env_file == '/'
		          ? ctx->environment.from.env_file
		          : folder_join(arena, f->app, ctx->environment.from.env_file));
}

/* On another branch something else may have to be done, though nothing that is watched
 * differs. An abort leaves no record that could say so. */
static bool head_counts(struct context *ctx, const struct known *known)
{
	return known->by_history || context_is_by_branch(ctx) ||
	       !access(sparse_patterns(ctx), F_OK);
}

static int keep(struct context *ctx, const struct state_record *record,
                const struct buf *seen, struct err *err)
{
	struct names names = { 0 };
	struct apps apps;

	if (context_apps(&apps, ctx, err))
		return -1;
	for (size_t i = 0; apps.count > 1 && i < apps.count; i++)
		names_add(&names, &ctx->arena, apps.items[i].name);
	return apps_write(&ctx->arena, repo_git_dir(ctx->repo), &names, err) ||
	       folder_make(context_home(ctx), err) ||
	       state_write(context_home(ctx), record, seen, err) ? -1 : 0;
}

/* Write it, if the work tree is still what `known` was found for: it is looked at first,
 * and read afterwards, so that no change of the meantime is taken for known. */
static int record(struct context *ctx, const struct folders *folders,
                  const struct known *known, bool *written, struct err *err)
{
	const char *git_dir = context_home(ctx), *signature;
	struct state_record record = {
		.worktree = repo_worktree(ctx->repo), .deployment = known->deployment,
		.head_dir = ctx->app_name ? repo_git_dir(ctx->repo) : NULL,
		.app = ctx->app_name ? ctx->app_path : NULL,
		.modules = may_be_modules(folders, known->lineup) ? folders->functions : NULL,
		.head_counts = head_counts(ctx, known),
		.signature = known->signature,
		.summary = known->summary, .ids = known->ids, .id_count = known->count,
	};
	struct names watched = { 0 };
	struct buf seen = BUF_INIT;
	struct target now;
	int rc = -1;

	*written = false;
	watch(&watched, ctx, folders, known->lineup);
	record.watched = watched.items;
	record.watched_count = watched.count;
	if (state_look(&seen, git_dir, &record, err) ||
	    target_of_worktree(&now, ctx->repo, err) ||
	    target_load(&now, ctx->repo, &ctx->config.app, err) ||
	    sign(&signature, ctx, &now.folders, &(struct decisive){ now.tree, &now.lineup,
	         known->by_history ? history_of(now.branch, now.commit) : NULL }, err))
		goto done;
	*written = !strcmp(signature, known->signature) && context_is_for_branch(ctx, now.branch);
	rc = *written ? keep(ctx, &record, &seen, err) : 0;
done:
	buf_dispose(&seen);
	return rc;
}

int remember_forget(struct context *ctx, struct err *err)
{
	return state_delete(context_home(ctx), err);
}

static int remember_state(struct context *ctx, const struct run *run, struct err *err)
{
	struct known known = { .lineup = run->target, .by_history = keeps_retired(run) };
	struct folders folders;
	bool written;

	if (folders_find(&folders, ctx->repo, run->tree, &ctx->config.app, err) ||
	    sign(&known.signature, ctx, &folders, &(struct decisive){ run->tree, run->target,
	         known.by_history ? history_of(run->branch, run->commit) : NULL }, err))
		return -1;
	know(&known, ctx, run);
	known.deployment = elsewhere_name(ctx, run->ledger.ledger_id);
	return record(ctx, &folders, &known, &written, err);
}

/* Of several apps each has environments of its own. */
const char *remember_ref(struct context *ctx, const struct run *run)
{
	return repo_env_ref(&ctx->arena, ctx->app_name
	                    ? arena_printf(&ctx->arena, "%s/%s", ctx->app_name, run->environment)
	                    : run->environment);
}

int remember_run(struct context *ctx, const struct run *run, bool elsewhere,
                 struct err *err)
{
	if (hold_delete(context_home(ctx), err))
		return -1;
	if (run->commit && repo_ref_write(ctx->repo, remember_ref(ctx, run), run->commit, err))
		return -1;
	if (elsewhere)
		return 0;
	/* The deployment is in line. A work tree that has become none that can be compared
	 * is the next hook's business. */
	if (remember_state(ctx, run, err)) {
		if (err->code != ERR_NO_APP && err->code != ERR_DECISION)
			return -1;
		err_clear(err);
	}
	return 0;
}

int remember_compare(struct context *ctx, const struct target *target, bool *same,
                     struct err *err)
{
	const char *git_dir = context_home(ctx), *by_tree, *by_history;
	struct known known = { .lineup = &target->lineup,
		.signature = text_of(ctx, git_dir, state_signature) };
	struct decisive what = { target->tree, &target->lineup, NULL };
	struct state_known before;

	*same = false;
	if (!known.signature)
		return 0;
	if (context_link(ctx, err) || sign(&by_tree, ctx, &target->folders, &what, err))
		return -1;
	what.history = history_of(target->branch, target->commit);
	if (sign(&by_history, ctx, &target->folders, &what, err))
		return -1;
	known.by_history = !strcmp(by_history, known.signature);
	if (!known.by_history && strcmp(by_tree, known.signature))
		return 0;
	known.deployment = text_of(ctx, git_dir, state_deployment);
	if (!known.deployment)
		known.deployment = elsewhere_name(ctx, NULL);
	known.summary = text_of(ctx, git_dir, state_summary);
	if (!known.summary)
		known.summary = "";
	if (state_known(&before, &ctx->arena, git_dir)) {
		known.ids = before.ids;
		known.count = before.count;
	}
	return record(ctx, &target->folders, &known, same, err);
}
