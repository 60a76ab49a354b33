/* init_undo.c - take git-cvx out of an app again: exactly what init wrote. */
#include "app/init.h"

#include "app/convex_config.h"
#include "app/disk.h"
#include "app/init_files.h"
#include "app/package_json.h"
#include "base/file.h"
#include "core/migration.h"

#include <stdlib.h>
#include <string.h>

#define CHANGED "it was changed: it stays"

static int has_migrations(bool *out, const struct init_work *work, struct err *err)
{
	const char *folder = init_join(work, work->app->worktree, init_join(work,
	                               work->app->functions, "migrations"));
	char **names;
	int count = disk_list(&names, folder);
	size_t stem;

	*out = false;
	if (count < 0)
		return err_errno(err, "cannot read the folder '%s'", folder);
	for (int i = 0; i < count; i++) {
		*out = *out || migration_file_kind(names[i], &stem) == MIGRATION_FILE_OK;
		free(names[i]);
	}
	free(names);
	return 0;
}

static int undo_file(struct init_work *work, const char *path, const char *ours,
                     struct err *err)
{
	const char *text;

	if (init_read(&text, work, path, err))
		return -1;
	if (text)
		init_add(work, init_same(text, ours) ? INIT_REMOVE : INIT_KEEP, path,
		         init_same(text, ours) ? NULL : CHANGED);
	return 0;
}

/* What the Convex CLI generated beside the component: git ignores it in many apps, and the
 * CLI takes what stays behind for functions of the app. */
static int undo_generated(struct init_work *work, const char *component, struct err *err)
{
	const char *folder = init_join(work, component, "_generated"), *text;
	char **names;
	int count = disk_list(&names, init_join(work, work->app->worktree, folder)), rc = 0;

	if (count < 0)
		return err_errno(err, "cannot read the folder '%s'", folder);
	for (int i = 0; i < count; i++) {
		const char *path = init_join(work, folder, names[i]);

		rc = rc || init_read(&text, work, path, err);
		if (!rc && text && strstr(text, "THIS CODE IS AUTOMATICALLY GENERATED"))
			init_add(work, INIT_REMOVE, path, "the Convex CLI generated it");
		free(names[i]);
	}
	free(names);
	return rc ? -1 : 0;
}

/* Files of the component need each other: all of them go, or none. */
static int undo_component(struct init_work *work, struct err *err)
{
	const char *folder = init_join(work, work->app->functions, "cvx");
	size_t first = work->plan->count;
	bool changed = false;

	for (size_t i = 0; i < embedded_count; i++) {
		const char *name = embedded_below(&embedded_files[i], INIT_COMPONENT);

		if (name && undo_file(work, init_join(work, folder, name),
		                      embedded_files[i].text, err))
			return -1;
	}
	for (size_t i = first; i < work->plan->count; i++)
		changed = changed || work->plan->items[i].kind == INIT_KEEP;
	if (!changed)
		return undo_generated(work, folder, err);
	for (size_t i = first; i < work->plan->count; i++) {
		struct init_action *action = &work->plan->items[i];

		if (action->kind == INIT_REMOVE) {
			*action = (struct init_action){ .kind = INIT_KEEP, .path = action->path,
				.reason = "another file of the component was changed: it stays" };
			work->plan->changes--;
		}
	}
	return 0;
}

static int undo_migrate(struct init_work *work, bool needed, struct err *err)
{
	const char *path = init_join(work, work->app->functions, "migrate.ts"), *text;

	if (!needed)
		return undo_file(work, path, embedded_find(INIT_MIGRATE)->text, err);
	if (init_read(&text, work, path, err))
		return -1;
	if (text)
		init_add(work, INIT_KEEP, path, "the migrations import it: it stays");
	return 0;
}

/* What is left of a convex.config.ts that init created. */
static bool is_bare(const char *text)
{
	struct buf mounted = BUF_INIT, fresh = BUF_INIT;
	struct err ignored = ERR_INIT;
	bool same = !convex_config_mount(&fresh, NULL, &ignored) &&
	            !convex_config_mount(&mounted, text, &ignored) &&
	            init_same(mounted.text, fresh.text);

	buf_dispose(&mounted);
	buf_dispose(&fresh);
	return same;
}

static void plan_unmounted(struct init_work *work, const char *path, const char *text,
                           bool both)
{
	if (both && init_was_added(work, INIT_ADDED_CONFIG) && is_bare(text))
		init_add(work, INIT_REMOVE, path, NULL);
	else
		init_add(work, INIT_EDIT, path, both ? "unmounts the components"
		         : "unmounts the component; that of the migrations stays")->text =
			arena_strdup(work->arena, text);
}

/* *mounts: the migrations component stays mounted, by a line that was init's. */
static int undo_config(struct init_work *work, bool needed, bool *mounts, struct err *err)
{
	bool ours = init_was_added(work, INIT_ADDED_MIGRATIONS) && !needed, removed, also = false;
	struct buf one = BUF_INIT, text = BUF_INIT;
	const char *path, *before;

	*mounts = false;
	if (init_config_path(&path, work, err) || init_read(&before, work, path, err))
		return -1;
	if (!before)
		return 0;
	convex_config_unmount(&one, before, CONVEX_CONFIG_CVX, &removed);
	if (ours)
		convex_config_unmount(&text, one.text, CONVEX_CONFIG_MIGRATIONS, &also);
	else
		buf_adds(&text, one.text);
	*mounts = init_was_added(work, INIT_ADDED_MIGRATIONS) &&
	          convex_config_names(text.text, CONVEX_CONFIG_MIGRATIONS);
	if (convex_config_names(text.text, CONVEX_CONFIG_CVX))
		init_add(work, INIT_CONFLICT, path, "its lines that mount git-cvx were changed")->advice =
			"take out by hand what imports and uses '" CONVEX_CONFIG_CVX "', then git cvx "
			"init --undo";
	else if (removed || also)
		plan_unmounted(work, path, text.text, also);
	buf_dispose(&one);
	buf_dispose(&text);
	return 0;
}

static int undo_package(struct init_work *work, bool needed, bool mounts, struct err *err)
{
	const char *path = init_join(work, work->app->app, "package.json"), *text;
	struct buf without = BUF_INIT;
	bool removed;

	if (init_read(&text, work, path, err) || !text)
		return text ? 0 : -(err->code != ERR_NONE);
	package_json_remove(&without, text, &removed);
	if (removed && !needed && !mounts && init_was_added(work, INIT_ADDED_DEPENDENCY))
		init_add(work, INIT_EDIT, path, "depends no more on " MIGRATIONS_PACKAGE)->text =
			arena_strdup(work->arena, without.text);
	else if (removed)
		init_add(work, INIT_KEEP, path, needed
		         ? "the migrations need " MIGRATIONS_PACKAGE ": it stays" : mounts
		         ? "convex.config mounts " MIGRATIONS_PACKAGE ": it stays"
		         : MIGRATIONS_PACKAGE " was there before, as far as is known: it stays");
	buf_dispose(&without);
	return 0;
}

int init_plan_undo(struct init_plan *out, struct arena *arena, const struct init_app *app,
                   struct err *err)
{
	struct init_work work = { .plan = out, .arena = arena, .app = app };
	bool needed, mounts;

	*out = (struct init_plan){ 0 };
	if (file_text(&work.recorded, arena, app->record, err))
		return -1;
	if (!work.recorded)
		work.recorded = "";
	if (has_migrations(&needed, &work, err))
		return -1;
	needed = needed || app->has_modules;
	/* As long as something stays that init added, its record does. */
	if (needed)
		out->record = work.recorded;
	return undo_config(&work, needed, &mounts, err) || undo_component(&work, err) ||
	       undo_file(&work, init_join(&work, app->functions, "cvxStart.ts"),
	                 embedded_find(INIT_START)->text, err) ||
	       undo_migrate(&work, needed, err) || undo_package(&work, needed, mounts, err) ||
	       undo_file(&work, INIT_SETTINGS, init_settings(&work), err) ? -1 : 0;
}
