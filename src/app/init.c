/* init.c - put git-cvx into a Convex app. */
#include "app/init.h"

#include "app/convex_config.h"
#include "app/disk.h"
#include "app/init_files.h"
#include "app/package_json.h"
#include "base/file.h"
#include "core/scan.h"
#include "core/token.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- files of our own -------------------------------------------------------------- */

/* A generated file: ours to write anew, if its first line says that it is ours. */
static int plan_generated(struct init_work *work, const char *path,
                          const struct embedded_file *file, struct err *err)
{
	int theirs, ours = init_version(file->text);
	const char *text;

	if (init_read(&text, work, path, err))
		return -1;
	theirs = text ? init_version(text) : 0;
	if (!text)
		init_add(work, INIT_CREATE, path, NULL)->text = file->text;
	else if (init_same(text, file->text))
		init_add(work, INIT_KEEP, path, NULL);
	else if (!theirs)
		init_add(work, INIT_CONFLICT, path, "it isn't git-cvx's")->advice =
			"git-cvx needs that name: move the file out of the way";
	else if (theirs > ours)
		init_add(work, INIT_KEEP, path, "a newer git-cvx wrote it")->is_newer = true;
	else
		init_add(work, INIT_EDIT, path, theirs < ours ? "an older git-cvx wrote it"
		         : "it was edited, and is generated")->text = file->text;
	return 0;
}

static int plan_component(struct init_work *work, struct err *err)
{
	const char *folder = init_join(work, work->app->functions, "cvx");

	for (size_t i = 0; i < embedded_count; i++) {
		const char *name = embedded_below(&embedded_files[i], INIT_COMPONENT);

		if (name && plan_generated(work, init_join(work, folder, name),
		                           &embedded_files[i], err))
			return -1;
	}
	return plan_generated(work, init_join(work, work->app->functions, "cvxStart.ts"),
	                      embedded_find(INIT_START), err);
}

/* `export const migrations = new Migrations…`, whoever wrote it. */
static bool exports_migrations(struct arena *arena, const char *text)
{
	struct tokens t;

	tokens_read(&t, arena, text, strlen(text));
	for (size_t i = 0; i < t.count; i++)
		if (tokens_is(&t, i, "export") && tokens_is(&t, i + 1, "const") &&
		    tokens_is(&t, i + 2, "migrations") && tokens_is(&t, i + 3, "=") &&
		    tokens_is(&t, i + 4, "new") && tokens_is(&t, i + 5, "Migrations"))
			return true;
	return false;
}

static int plan_migrate(struct init_work *work, struct err *err)
{
	const char *path = init_join(work, work->app->functions, "migrate.ts"), *text;
	const struct embedded_file *file = embedded_find(INIT_MIGRATE);

	if (init_read(&text, work, path, err))
		return -1;
	if (!text)
		init_add(work, INIT_CREATE, path, NULL)->text = file->text;
	else if (exports_migrations(work->arena, text))
		init_add(work, INIT_KEEP, path, init_same(text, file->text) ? NULL
		         : "it is yours, and exports 'migrations'");
	else
		init_add(work, INIT_CONFLICT, path, "it doesn't export 'migrations'")->advice =
			"migration files import 'migrations' from it: rename it, or add\n"
			"  export const migrations = new Migrations(components.migrations);";
	return 0;
}

static int plan_settings(struct init_work *work, struct err *err)
{
	const char *text, *more = work->app->settings;

	if (init_read(&text, work, INIT_SETTINGS, err))
		return -1;
	if (!text)
		init_add(work, INIT_CREATE, INIT_SETTINGS, NULL)->text = init_settings(work);
	else if (more)
		init_add(work, INIT_EDIT, INIT_SETTINGS, "names this app, too")->text =
			arena_printf(work->arena, "%s%s", text, more);
	else
		init_add(work, INIT_KEEP, INIT_SETTINGS, NULL);
	return 0;
}

/* ---- files of the app -------------------------------------------------------------- */

static const char *keep_text(struct arena *arena, struct buf *buf)
{
	const char *copy = arena_strdup(arena, buf->text);

	buf_dispose(buf);
	return copy;
}

static void note_added(struct init_work *work, const char *word)
{
	if (!init_was_added(work, word))
		work->plan->record = arena_printf(work->arena, "%s%s\n", work->plan->record, word);
}

static int plan_config(struct init_work *work, struct err *err)
{
	struct buf mounted = BUF_INIT;
	struct err why = ERR_INIT;
	const char *path, *text;

	if (init_config_path(&path, work, err) || init_read(&text, work, path, err))
		return -1;
	if (convex_config_mount(&mounted, text, &why)) {
		init_add(work, INIT_CONFLICT, path, arena_strdup(work->arena, why.msg))->advice =
			arena_strdup(work->arena, why.hint);
		return 0;
	}
	if (text && !strcmp(text, mounted.text)) {
		init_add(work, INIT_KEEP, path, NULL);
		buf_dispose(&mounted);
		return 0;
	}
	if (!text)
		note_added(work, INIT_ADDED_CONFIG);
	if (!text || !scan_mounts(text, strlen(text), CONVEX_CONFIG_MIGRATIONS))
		note_added(work, INIT_ADDED_MIGRATIONS);
	init_add(work, text ? INIT_EDIT : INIT_CREATE, path, "mounts the components")->text =
		keep_text(work->arena, &mounted);
	return 0;
}

static int plan_package(struct init_work *work, struct err *err)
{
	const char *path = init_join(work, work->app->app, "package.json"), *text;
	struct buf added = BUF_INIT;

	if (init_read(&text, work, path, err))
		return -1;
	if (!text) {
		err_set(err, ERR_NO_APP, "there is no Convex app here: '%s' is missing", path);
		return err_hint(err, "go to the app's folder, or name it: git cvx init <folder>");
	}
	if (package_json_add(&added, text, err)) {
		if (err->code != ERR_DECISION && err->code != ERR_UNSUPPORTED)
			return -1;
		init_add(work, INIT_CONFLICT, path, arena_strdup(work->arena, err->msg))->advice =
			arena_strdup(work->arena, err->hint);
		err_clear(err);
	} else if (!strcmp(text, added.text)) {
		init_add(work, INIT_KEEP, path, NULL);
	} else {
		note_added(work, INIT_ADDED_DEPENDENCY);
		init_add(work, INIT_EDIT, path, "depends on " MIGRATIONS_PACKAGE)->text =
			arena_strdup(work->arena, added.text);
	}
	buf_dispose(&added);
	return 0;
}

int init_plan(struct init_plan *out, struct arena *arena, const struct init_app *app,
              struct err *err)
{
	struct init_work work = { .plan = out, .arena = arena, .app = app };

	*out = (struct init_plan){ 0 };
	if (file_text(&work.recorded, arena, app->record, err))
		return -1;
	if (!work.recorded)
		work.recorded = "";
	out->record = work.recorded;
	return plan_package(&work, err) || plan_component(&work, err) ||
	       (!app->has_modules && plan_migrate(&work, err)) || plan_config(&work, err) ||
	       plan_settings(&work, err) ? -1 : 0;
}

/* ---- doing it ---------------------------------------------------------------------- */

static int refuse(const struct init_plan *plan, struct err *err)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct init_action *action = &plan->items[i];

		if (action->kind != INIT_CONFLICT)
			continue;
		err_set(err, ERR_DECISION, "'%s' is in the way: %s; nothing was changed",
		        action->path, action->reason);
		return err_hint(err, "%s", action->advice);
	}
	return 0;
}

static int remove_file(struct arena *arena, const char *path, struct err *err)
{
	char *folder = arena_strdup(arena, path);

	if (unlink(path) && errno != ENOENT)
		return err_errno(err, "cannot remove '%s'", path);
	/* The last file takes its folders along; one that holds more stays, and should. */
	do
		*strrchr(folder, '/') = '\0';
	while (!rmdir(folder));
	return 0;
}

static int write_record(const struct init_plan *plan, struct arena *arena,
                        const struct init_app *app, struct err *err)
{
	if (plan->record && *plan->record)
		return disk_write(arena, app->record, plan->record, err);
	if (unlink(app->record) && errno != ENOENT && errno != ENOTDIR)
		return err_errno(err, "cannot remove '%s'", app->record);
	return 0;
}

int init_apply(const struct init_plan *plan, struct arena *arena,
               const struct init_app *app, struct err *err)
{
	if (plan->conflicts)
		return refuse(plan, err);
	/* Before the files: what was added must not be forgotten. */
	if (plan->record && write_record(plan, arena, app, err))
		return -1;
	for (size_t i = 0; i < plan->count; i++) {
		const struct init_action *action = &plan->items[i];
		const char *path = arena_printf(arena, "%s/%s", app->worktree, action->path);

		if (action->text && disk_write(arena, path, action->text, err))
			return -1;
		if (action->kind == INIT_REMOVE && remove_file(arena, path, err))
			return -1;
	}
	return plan->record ? 0 : write_record(plan, arena, app, err);
}
