/* doctor_app.c - checks of `git cvx doctor`: the app, and what git-cvx keeps in it. */
#include "cmd/doctor.h"

#include "app/init.h"
#include "app/package_json.h"
#include "base/file.h"

#include <string.h>
#include <sys/stat.h>

static bool is_folder(struct doctor *d, const char *path)
{
	struct stat st;

	return !stat(arena_printf(&d->ctx->arena, "%s/%s", repo_worktree(d->ctx->repo), path),
	             &st) && S_ISDIR(st.st_mode);
}

/* package.json and the functions folder; false: what is wrong has been said. */
static bool has_files(struct doctor *d)
{
	struct context *ctx = d->ctx;
	const char *path = folder_join(&ctx->arena, ctx->app_path, "package.json"), *text;
	struct err err = ERR_INIT;

	if (file_text(&text, &ctx->arena, folder_join(&ctx->arena, repo_worktree(ctx->repo), path),
	              &err) || folders_find(&d->folders, ctx->repo, NULL, &ctx->config.app, &err)) {
		doctor_fail(d, &err, "mend that file");
		return false;
	}
	if (!text)
		doctor_say(d, FINDING_FAIL, "git checkout a branch with the app, or name its folder in "
		           CONFIG_COMMITTED " (app.path)", "'%s' is missing", path);
	else if (!package_json_is_app(text))
		doctor_say(d, FINDING_FAIL, "npm install convex", "'%s' has no dependency on 'convex'",
		           path);
	else if (!is_folder(d, d->folders.functions))
		doctor_say(d, FINDING_FAIL, "git cvx init", "the functions folder '%s' is missing",
		           d->folders.functions);
	else
		return true;
	return false;
}

void doctor_app(struct doctor *d)
{
	struct context *ctx = d->ctx;
	struct err err = ERR_INIT;

	if (context_choose_app(ctx, &err)) {
		doctor_fail(d, &err, "mend app.path in " CONFIG_COMMITTED);
		return;
	}
	d->known |= KNOWN_APP;
	if (!has_files(d))
		return;
	d->known |= KNOWN_FILES;
	doctor_say(d, FINDING_OK, NULL, "%s%s%sfunctions in '%s'",
	           ctx->app_name ? "'" : "", ctx->app_name ? ctx->app_name : "",
	           ctx->app_name ? "', " : "", d->folders.functions);
}

/* ---- what init writes ----------------------------------------------------------------- */

/* Everything that init would do here, or that it says of what it leaves. */
struct state {
	const struct init_action *create, *edit, *conflict, *newer;   /* the first of each */
	const struct init_action *config, *package;   /* files of the app's that lack a line */
	size_t creates, edits, generated;
};

static void count(struct state *state, const struct init_action *action, bool is_generated)
{
	bool is_config = strstr(action->path, "convex.config.") != NULL;
	bool changes = action->kind == INIT_CREATE || action->kind == INIT_EDIT;

	if (changes && !is_generated)
		*(is_config ? &state->config : &state->package) = action;
	else if (action->kind == INIT_CREATE && !state->creates++)
		state->create = action;
	else if (action->kind == INIT_EDIT && !state->edits++)
		state->edit = action;
	if (action->kind == INIT_CONFLICT && !state->conflict)
		state->conflict = action;
	if (action->is_newer)
		state->newer = action;
}

static int look(struct state *state, struct doctor *d, struct err *err)
{
	struct arena *arena = &d->ctx->arena;
	const char *component = folder_join(arena, d->folders.functions, "cvx");
	struct init_plan plan;
	/* Whether migrate.ts is needed depends on the layout, and a push tells. */
	const struct init_app app = {
		.worktree = repo_worktree(d->ctx->repo), .app = d->folders.app,
		.functions = d->folders.functions, .has_modules = true,
		.record = arena_printf(arena, "%s/cvx/init", repo_common_dir(d->ctx->repo)),
	};

	*state = (struct state){ 0 };
	if (init_plan(&plan, arena, &app, err))
		return -1;
	for (size_t i = 0; i < plan.count; i++) {
		const struct init_action *action = &plan.items[i];
		bool is_ours = file_below(action->path, component);

		if (!strcmp(action->path, CONFIG_COMMITTED))
			continue;
		count(state, action, is_ours || strstr(action->path, "/cvxStart."));
		state->generated += is_ours && action->kind != INIT_CREATE;
	}
	return 0;
}

static const char *and_more(struct doctor *d, size_t number)
{
	return number > 1 ? arena_printf(&d->ctx->arena, " and %zu more", number - 1) : "";
}

void doctor_component(struct doctor *d)
{
	struct err err = ERR_INIT;
	struct state state;

	if (look(&state, d, &err))
		doctor_fail(d, &err, "git cvx init");
	else if (!state.generated && !state.conflict)
		doctor_say(d, FINDING_FAIL, "git cvx init", "git-cvx isn't in this app: there is no "
		           "'%s/cvx'", d->folders.functions);
	else if (state.conflict)
		doctor_say(d, FINDING_FAIL, state.conflict->advice, "'%s': %s", state.conflict->path,
		           state.conflict->reason);
	else if (state.config || state.package)
		doctor_say(d, FINDING_FAIL, "git cvx init", state.config
		           ? "'%s' doesn't mount the component, or not the migrations component"
		           : "'%s' doesn't depend on " MIGRATIONS_PACKAGE,
		           state.config ? state.config->path : state.package->path);
	else if (state.create)
		doctor_say(d, FINDING_FAIL, "git cvx init", "'%s'%s missing: the component can't be "
		           "pushed", state.create->path, state.creates > 1
		           ? arena_printf(&d->ctx->arena, "%s are", and_more(d, state.creates)) : " is");
	else if (state.edit)
		doctor_say(d, FINDING_WARN, "git cvx init", "'%s'%s: %s", state.edit->path,
		           and_more(d, state.edits), state.edit->reason);
	else if (state.newer)
		doctor_say(d, FINDING_WARN, "update git-cvx on this machine", "'%s': %s than this one",
		           state.newer->path, state.newer->reason);
	else
		doctor_say(d, FINDING_OK, NULL, "mounted, and its files are current");
}
