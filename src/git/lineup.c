/* lineup.c - the migrations that one tree holds. */
#include "git/lineup.h"

#include "core/scan.h"

#include <string.h>

struct reading {
	struct repo *repo;
	const struct folders *folders;
	struct lineup *lineup;
};

static int module_unsupported(const char *file, struct err *err)
{
	err_set(err, ERR_UNSUPPORTED, "'%s' defines migrations as exports of one module, "
	        "which isn't handled yet", file);
	return err_hint(err, "one file per migration works: git cvx new <name>");
}

static int check_name(const struct tree_item *item, const char *file, size_t stem,
                      struct err *err)
{
	char id[MIGRATION_ID_MAX + 64];
	const char *problem;

	if (item->kind == TREE_LINK) {
		err_set(err, ERR_CONFIG,
		        "'%s' is a symbolic link, and those are not deployed", file);
		return err_hint(err, "put a copy of the file in its place");
	}
	if (stem >= sizeof(id))
		stem = sizeof(id) - 1;
	memcpy(id, item->name, stem);
	id[stem] = '\0';
	problem = migration_id_problem(id);
	if (!problem)
		return 0;
	err_set(err, ERR_CONFIG, "'%s' cannot be a migration: %s", file, problem);
	return err_hint(err, "rename it, or put '_' in front if it isn't a migration");
}

static int check_content(const struct scan *scan, const struct tree_file *file,
                         const char *path, struct err *err)
{
	if (scan_has_conflict_markers(file->text, file->len))
		return err_set(err, ERR_NO_APP, "'%s' holds conflict markers", path);
	if (scan->has_up)
		return 0;
	if (scan->uses_define)
		return module_unsupported(path, err);
	err_set(err, ERR_CONFIG, "'%s' exports no 'up'", path);
	return err_hint(err, "put '_' in front of its name if it isn't a migration");
}

static int add_file(struct reading *reading, const struct tree_item *item, size_t stem,
                    struct err *err)
{
	struct lineup *lineup = reading->lineup;
	struct arena *arena = repo_arena(reading->repo);
	const char *path = folder_join(arena, reading->folders->migrations, item->name);
	struct migration *m;
	struct tree_file file;
	struct scan scan;

	if (check_name(item, path, stem, err) < 0 ||
	    repo_blob_read(&file, reading->repo, item->id, err) < 0)
		return -1;
	scan_source(&scan, arena, file.text, file.len);
	if (check_content(&scan, &file, path, err) < 0)
		return -1;
	lineup->items = arena_grow(arena, lineup->items, lineup->count, sizeof(*m));
	m = &lineup->items[lineup->count++];
	*m = (struct migration){
		.id = arena_strndup(arena, item->name, stem), .file = path,
		.source = item->id, .table = scan.table, .tables = scan.tables,
		.description = scan.description,
	};
	m->up_path = arena_printf(arena, "migrations/%s:up", m->id);
	if (scan.has_down)
		m->down_path = arena_printf(arena, "migrations/%s:down", m->id);
	return 0;
}

/* An app without the folder may keep its migrations in one module. */
static int refuse_module(struct reading *reading, const char *tree, struct err *err)
{
	static const char *const extensions[] = { ".ts", ".js" };
	const char *module = reading->folders->migrations;
	struct arena *arena = repo_arena(reading->repo);

	for (size_t i = 0; i < sizeof(extensions) / sizeof(*extensions); i++) {
		const char *path = arena_printf(arena, "%s%s", module, extensions[i]);
		struct tree_file file;
		struct scan scan;

		if (repo_tree_read(&file, reading->repo, tree, path, err) < 0)
			return -1;
		if (!file.found)
			continue;
		scan_source(&scan, arena, file.text, file.len);
		if (scan.uses_define)
			return module_unsupported(path, err);
	}
	return 0;
}

int lineup_read(struct lineup *out, struct repo *repo, const char *tree,
                const struct folders *folders, struct err *err)
{
	struct reading reading = { repo, folders, out };
	struct tree_items files;
	size_t stem;

	*out = (struct lineup){ 0 };
	if (folders->layout == LAYOUT_MODULE)
		return module_unsupported(folders->migrations, err);
	if (repo_tree_list(&files, repo, tree, folders->migrations, err) < 0)
		return -1;
	for (size_t i = 0; i < files.count; i++) {
		const struct tree_item *item = &files.items[i];

		if (item->kind == TREE_FOLDER || item->kind == TREE_SUBMODULE ||
		    migration_file_kind(item->name, &stem) == MIGRATION_FILE_SKIP)
			continue;
		if (add_file(&reading, item, stem, err) < 0)
			return -1;
	}
	if (!out->count && folders->layout == LAYOUT_AUTO &&
	    refuse_module(&reading, tree, err) < 0)
		return -1;
	return lineup_sort(out, err);
}

int lineup_history(const struct names **out, struct repo *repo, const char *commit,
                   const struct folders *folders, struct err *err)
{
	struct arena *arena = repo_arena(repo);
	struct names *ids = arena_alloc(arena, sizeof(*ids));
	struct history history;
	size_t stem;

	*out = NULL;
	if (repo_history(&history, repo, commit, folders->migrations, err) < 0)
		return -1;
	if (!history.known)
		return 0;
	for (size_t i = 0; i < history.files.count; i++) {
		const char *name = history.files.items[i];

		if (migration_file_kind(name, &stem) != MIGRATION_FILE_OK)
			continue;
		ids->items = arena_grow(arena, ids->items, ids->count, sizeof(*ids->items));
		ids->items[ids->count++] = arena_strndup(arena, name, stem);
	}
	*out = ids;
	return 0;
}
