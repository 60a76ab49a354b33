/* lineup.c - the migrations that one tree holds. */
#include "git/lineup.h"

#include "core/scan.h"
#include "git/lineup_module.h"

#include <string.h>

struct reading {
	struct repo *repo;
	const struct folders *folders;
	struct lineup *lineup;
};

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
	err_set(err, ERR_CONFIG, "'%s' exports no 'up'", path);
	return err_hint(err, "put '_' in front of its name if it isn't a migration");
}

static int find_stub(bool *out, struct repo *repo, const struct tree_file *file,
                     const char *path, struct err *err)
{
	struct scan_exports exports;
	bool is_tracked, is_blank = false;

	*out = false;
	scan_exports(&exports, repo_arena(repo), file->text, file->len);
	for (size_t i = 0; i < exports.count; i++)
		if (!strcmp(exports.items[i].name, "up"))
			is_blank = exports.items[i].is_blank;
	if (!is_blank)
		return 0;
	if (repo_is_tracked(&is_tracked, repo, path, err) < 0)
		return -1;
	*out = !is_tracked;
	return 0;
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
	return find_stub(&m->is_stub, reading->repo, &file, path, err);
}

/* Some file of the folder is one of the directory layout: it exports `up`. */
static int has_directory(bool *out, struct reading *reading, const struct tree_items *files,
                         struct err *err)
{
	struct tree_file file;
	struct scan scan;
	size_t stem;

	*out = false;
	for (size_t i = 0; i < files->count && !*out; i++) {
		const struct tree_item *item = &files->items[i];

		if (item->kind != TREE_FILE ||
		    migration_file_kind(item->name, &stem) != MIGRATION_FILE_OK)
			continue;
		if (repo_blob_read(&file, reading->repo, item->id, err) < 0)
			return -1;
		scan_source(&scan, repo_arena(reading->repo), file.text, file.len);
		*out = scan.has_up;
	}
	return 0;
}

static int read_directory(struct reading *reading, const struct tree_items *files,
                          struct err *err)
{
	size_t stem;

	for (size_t i = 0; i < files->count; i++) {
		const struct tree_item *item = &files->items[i];

		if (item->kind == TREE_FOLDER || item->kind == TREE_SUBMODULE ||
		    migration_file_kind(item->name, &stem) == MIGRATION_FILE_SKIP)
			continue;
		if (add_file(reading, item, stem, err) < 0)
			return -1;
	}
	return 0;
}

int lineup_read(struct lineup *out, struct repo *repo, const char *tree,
                const struct folders *folders, struct err *err)
{
	struct reading reading = { repo, folders, out };
	bool is_directory = folders->layout == LAYOUT_DIRECTORY;
	struct tree_items files;

	*out = (struct lineup){ 0 };
	if (repo_tree_list(&files, repo, tree, folders->migrations, err) < 0)
		return -1;
	if (folders->layout == LAYOUT_AUTO && has_directory(&is_directory, &reading, &files, err))
		return -1;
	if (!is_directory && lineup_read_modules(out, repo, tree, folders, err) < 0)
		return -1;
	if (!out->count && folders->layout != LAYOUT_MODULE) {
		out->down_suffix = NULL;
		if (read_directory(&reading, &files, err) < 0)
			return -1;
	}
	return lineup_sort(out, err);
}

/* Names of the folder's files that were migrations. */
static int add_directory_history(struct names *ids, bool *known, struct repo *repo,
                                 const struct lineup_past *past, struct err *err)
{
	struct arena *arena = repo_arena(repo);
	struct history history;
	size_t stem;

	if (repo_history(&history, repo, past->commit, past->folders->migrations, err) < 0)
		return -1;
	*known = history.known;
	for (size_t i = 0; i < history.files.count; i++) {
		const char *name = strchr(history.files.items[i], ' ') + 1;

		if (migration_file_kind(name, &stem) != MIGRATION_FILE_OK)
			continue;
		ids->items = arena_grow(arena, ids->items, ids->count, sizeof(*ids->items));
		ids->items[ids->count++] = arena_strndup(arena, name, stem);
	}
	return 0;
}

int lineup_history(const struct names **out, struct repo *repo,
                   const struct lineup_past *past, struct err *err)
{
	struct names *ids = arena_alloc(repo_arena(repo), sizeof(*ids));
	bool known;

	*out = NULL;
	if (add_directory_history(ids, &known, repo, past, err) < 0 ||
	    (known && lineup_module_history(ids, &known, repo, past, err) < 0))
		return -1;
	if (known)
		*out = ids;
	return 0;
}
