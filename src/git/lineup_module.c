/* lineup_module.c - the module layout: migrations that modules export by name. */
#include "git/lineup_module.h"

#include "base/buf.h"
#include "core/scan.h"

#include <stdlib.h>
#include <string.h>

struct module_reading {
	struct repo *repo;
	const struct folders *folders;
	struct lineup *lineup;
	struct names components;   /* folders of components in the functions folder */
	struct tree_item *modules; /* name: the path in the tree */
	size_t module_count;
};

struct module {
	const char *path, *text;
	struct scan_exports exports;
	struct scan_export *sorted;   /* the same, by name */
};

/* What the official CLI deploys: one dot, and a script's extension behind it. */
static size_t stem_of(const char *name)
{
	static const char *const extensions[] = {
		".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs",
	};
	size_t stem = strcspn(name, ".");

	for (size_t i = 0; i < sizeof(extensions) / sizeof(*extensions); i++)
		if (stem && !strcmp(name + stem, extensions[i]))
			return stem;
	return 0;
}

static const char *name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static int on_file(const char *path, const char *id, unsigned mode, void *payload,
                   struct err *err)
{
	struct module_reading *r = payload;
	struct arena *arena = repo_arena(r->repo);
	const char *name = name_of(path);

	(void)err;
	if (mode != 0100644 && mode != 0100755)
		return 0;
	/* Below the functions folder's own, each of these makes its folder a component. */
	if (!strncmp(name, "convex.config.", 14) &&
	    (size_t)(name - path) > strlen(r->folders->functions) + 1)
		names_add(&r->components, arena,
		          arena_strndup(arena, path, (size_t)(name - path)));
	if (!stem_of(name) || strstr(path, "/_generated/") || strstr(path, "/node_modules/"))
		return 0;
	r->modules = arena_grow(arena, r->modules, r->module_count, sizeof(*r->modules));
	r->modules[r->module_count++] = (struct tree_item){
		arena_strdup(arena, path), arena_strdup(arena, id), TREE_FILE };
	return 0;
}

static bool is_in_component(const struct module_reading *r, const char *path)
{
	for (size_t i = 0; i < r->components.count; i++)
		if (!strncmp(path, r->components.items[i], strlen(r->components.items[i])))
			return true;
	return false;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct scan_export *)a)->name, ((const struct scan_export *)b)->name);
}

static const struct scan_export *find_export(const struct module *module, const char *name)
{
	const struct scan_export wanted = { .name = name };

	return module->exports.count
	       ? bsearch(&wanted, module->sorted, module->exports.count, sizeof(wanted), by_name)
	       : NULL;
}

/* `name` is that of an export plus the suffix. */
static bool is_reverse(const struct module *module, const char *name, const char *suffix,
                       struct arena *arena)
{
	size_t n = strlen(name), m = strlen(suffix);

	return n > m && !strcmp(name + n - m, suffix) &&
	       find_export(module, arena_strndup(arena, name, n - m));
}

/* Two that do nothing yet are not one that was renamed: their names count. */
static int identify(const char **out, struct repo *repo, const struct scan_export *up,
                    const struct scan_export *down, struct err *err)
{
	struct buf text = BUF_INIT;
	int result;

	if (up->is_blank && (!down || down->is_blank))
		buf_addf(&text, "%s\n", up->name);
	buf_adds(&text, up->tokens);
	if (down)
		buf_addf(&text, "\n%s", down->tokens);
	result = repo_blob_id(out, repo, text.text, text.len, err);
	buf_dispose(&text);
	return result;
}

static void read_tables(struct migration *m, struct arena *arena, const char *text,
                        const struct scan_export *e)
{
	struct scan scan;

	scan_source(&scan, arena, text + e->start, e->len);
	if (!m->table)
		m->table = scan.table;
	for (size_t i = 0; i < scan.tables.count; i++)
		names_add(&m->tables, arena, scan.tables.items[i]);
}

static int add_export(struct module_reading *r, const struct module *module,
                      const struct scan_export *up, struct err *err)
{
	struct arena *arena = repo_arena(r->repo);
	const char *reverse = arena_printf(arena, "%s%s", up->name, r->folders->down_suffix);
	const struct scan_export *down = find_export(module, reverse);
	const char *below = module->path + strlen(r->folders->functions) + 1;
	const char *problem = migration_id_problem(up->name);
	struct lineup *lineup = r->lineup;
	struct migration *m;

	if (problem)
		return err_set(err, ERR_CONFIG, "'%s' of '%s' cannot be a migration: %s", up->name,
		               module->path, problem);
	lineup->items = arena_grow(arena, lineup->items, lineup->count, sizeof(*m));
	m = &lineup->items[lineup->count++];
	*m = (struct migration){ .id = up->name, .file = module->path };
	below = arena_strndup(arena, below, strcspn(below, "."));
	m->up_path = arena_printf(arena, "%s:%s", below, up->name);
	read_tables(m, arena, module->text, up);
	if (down) {
		m->down_path = arena_printf(arena, "%s:%s", below, down->name);
		read_tables(m, arena, module->text, down);
	}
	return identify(&m->source, r->repo, up, down, err);
}

static int read_module(struct module_reading *r, const struct tree_item *item,
                       struct err *err)
{
	const char *suffix = r->folders->down_suffix;
	struct arena *arena = repo_arena(r->repo);
	struct module module = { .path = item->name };
	struct scan_exports *all = &module.exports;
	struct tree_file file;

	if (repo_blob_read(&file, r->repo, item->id, err) < 0)
		return -1;
	if (!file.found || !strstr(file.text, "migrateOne"))
		return 0;
	module.text = file.text;
	scan_exports(all, arena, file.text, file.len);
	if (all->count && scan_has_conflict_markers(file.text, file.len))
		return err_set(err, ERR_NO_APP, "'%s' holds conflict markers", item->name);
	if (all->count) {
		module.sorted = arena_alloc(arena, all->count * sizeof(*module.sorted));
		memcpy(module.sorted, all->items, all->count * sizeof(*module.sorted));
		qsort(module.sorted, all->count, sizeof(*module.sorted), by_name);
	}
	for (size_t i = 0; i < all->count; i++)
		if (!is_reverse(&module, all->items[i].name, suffix, arena) &&
		    add_export(r, &module, &all->items[i], err) < 0)
			return -1;
	return 0;
}

int lineup_read_modules(struct lineup *out, struct repo *repo, const char *tree,
                        const struct folders *folders, struct err *err)
{
	struct module_reading r = { .repo = repo, .folders = folders, .lineup = out };
	const struct tree_walk walk = { folders->functions, on_file, &r };
	struct tree_items items;

	out->down_suffix = folders->down_suffix;
	if (repo_tree_list(&items, repo, tree, folders->functions, err) < 0)
		return -1;
	if (!items.found)
		return 0;
	if (repo_tree_walk(repo, tree, &walk, err) < 0)
		return -1;
	for (size_t i = 0; i < r.module_count; i++)
		if (!is_in_component(&r, r.modules[i].name) && read_module(&r, &r.modules[i], err) < 0)
			return -1;
	return 0;
}

/* ---- history ------------------------------------------------------------------- */

static int add_version(struct names *ids, bool *known, struct repo *repo, const char *id,
                       struct err *err)
{
	struct arena *arena = repo_arena(repo);
	struct scan_exports all;
	struct tree_file file;

	if (repo_blob_read(&file, repo, id, err) < 0) {
		/* A partial clone lacks old versions. */
		*known = false;
		if (err->code != ERR_IO)
			return -1;
		err_clear(err);
		return 0;
	}
	if (!file.found || !strstr(file.text, "migrateOne"))
		return 0;
	scan_exports(&all, arena, file.text, file.len);
	for (size_t i = 0; i < all.count; i++)
		names_add(ids, arena, all.items[i].name);
	return 0;
}

static int add_history(struct names *ids, bool *known, struct repo *repo,
                       const struct lineup_past *past, const char *path, struct err *err)
{
	struct arena *arena = repo_arena(repo);
	struct history history;

	if (repo_history(&history, repo, past->commit, path, err) < 0)
		return -1;
	*known = history.known;
	for (size_t i = 0; *known && i < history.files.count; i++) {
		const char *version = history.files.items[i];

		if (add_version(ids, known, repo,
		                arena_strndup(arena, version, strcspn(version, " ")), err) < 0)
			return -1;
	}
	return 0;
}

int lineup_module_history(struct names *ids, bool *known, struct repo *repo,
                          const struct lineup_past *past, struct err *err)
{
	static const char *const extensions[] = { ".ts", ".js" };
	struct arena *arena = repo_arena(repo);
	struct names modules = { 0 };

	*known = true;
	for (size_t i = 0; i < sizeof(extensions) / sizeof(*extensions); i++)
		names_add(&modules, arena,
		          arena_printf(arena, "%s%s", past->folders->migrations, extensions[i]));
	for (size_t i = 0; past->lineup->down_suffix && i < past->lineup->count; i++)
		names_add(&modules, arena, past->lineup->items[i].file);
	for (size_t i = 0; *known && i < modules.count; i++)
		if (add_history(ids, known, repo, past, modules.items[i], err) < 0)
			return -1;
	return 0;
}
