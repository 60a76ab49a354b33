/* bridge.c - what a push changes about the target: the bridge form, and our component. */
#include "push/bridge.h"

#include "core/scan.h"
#include "push/bundle.h"
#include "push/files.h"

#include <string.h>

/* ---- schema ----------------------------------------------------------------------- */

static const char schema_head[] =
	"// Written by git-cvx for the time of one move; not part of any commit.\n"
	"// @ts-nocheck\n"
	"import { defineSchema, defineTable } from \"convex/server\";\n"
	"import { v } from \"convex/values\";\n";

static const char schema_original[] =
	"import original from \"./schema.cvx\";\n"
	"export * from \"./schema.cvx\";\n"
	"const tables = { ...original.tables };\n";

/* Which index is whose the server finds out, where it evaluates this. The table is left as
 * it is, for modules that import it; only what the server is told of it changes. An index that a
 * seal was made under wins over others of its name, of whatever kind; one that is active
 * gives way to the target's. */
static const char schema_tail[] =
	"const indexesOf = (whole) =>\n"
	"  Object.keys(whole).filter((key) => /indexes$/i.test(key));\n"
	"function bridge(table, sealed, active) {\n"
	"  const bridged = Object.create(table);\n"
	"  bridged.export = () => {\n"
	"    const whole = { ...table.export() };\n"
	"    const names = new Set(sealed.map(([, name]) => name));\n"
	"    for (const kind of indexesOf(whole))\n"
	"      whole[kind] = (whole[kind] ?? []).filter((index) => !names.has(index.indexDescriptor));\n"
	"    for (const kind of indexesOf(whole))\n"
	"      for (const index of whole[kind]) names.add(index.indexDescriptor);\n"
	"    const kept = active.filter(([, name]) => !names.has(name));\n"
	"    for (const [, indexDescriptor, fields] of [...sealed, ...kept])\n"
	"      whole.indexes.push({ indexDescriptor, fields });\n"
	"    return whole;\n"
	"  };\n"
	"  return bridged;\n"
	"}\n"
	"for (const name of new Set([...sealed, ...active].map(([table]) => table)))\n"
	"  tables[name] = bridge(\n"
	"    Object.hasOwn(tables, name) ? tables[name] : defineTable(v.any()),\n"
	"    sealed.filter(([table]) => table === name),\n"
	"    active.filter(([table]) => table === name),\n"
	"  );\n";

static bool has_index(const struct index_list *all, const struct index_def *index)
{
	for (size_t i = 0; i < all->count; i++)
		if (!strcmp(all->items[i].table, index->table) &&
		    !strcmp(all->items[i].name, index->name))
			return true;
	return false;
}

/* On equal names the earlier one stays. */
static void add_indexes(struct index_list *all, struct arena *arena,
                        const struct index_list *more)
{
	for (size_t i = 0; more && i < more->count; i++) {
		if (has_index(all, &more->items[i]))
			continue;
		all->items = arena_grow(arena, all->items, all->count, sizeof(*all->items));
		all->items[all->count++] = more->items[i];
	}
}

/* A seal of which it isn't known may need any that is active, and as it is. */
static void find_indexes(struct bridge_indexes *out, struct arena *arena,
                         const struct push_request *request)
{
	bool known = true;

	*out = (struct bridge_indexes){ .active = request->active };
	for (size_t i = 0; i < request->seal_count; i++) {
		const struct index_list *own = request->seals[i]->indexes;

		known = known && own && own->count;
		add_indexes(&out->sealed, arena, own);
	}
	if (!known)
		add_indexes(&out->sealed, arena, &request->active);
}

/* ["table", "name", ["field", ...]] for each, in a constant of this name. */
static void write_indexes(struct buf *out, const char *name, const struct index_list *all)
{
	struct arena arena = { 0 };

	buf_addf(out, "const %s = [\n", name);
	for (size_t i = 0; i < all->count; i++) {
		const struct index_def *index = &all->items[i];

		buf_addf(out, "  [%s, %s, [", js_string(&arena, index->table),
		         js_string(&arena, index->name));
		for (size_t k = 0; k < index->fields.count; k++)
			buf_addf(out, "%s%s", k ? ", " : "", js_string(&arena, index->fields.items[k]));
		buf_adds(out, "]],\n");
	}
	buf_adds(out, "];\n");
	arena_dispose(&arena);
}

void bridge_schema_text(struct buf *out, const struct bridge_indexes *indexes,
                        bool has_original)
{
	buf_adds(out, schema_head);
	buf_adds(out, has_original ? schema_original : "const tables = {};\n");
	write_indexes(out, "sealed", &indexes->sealed);
	write_indexes(out, "active", &indexes->active);
	buf_adds(out, schema_tail);
	buf_adds(out, "export default defineSchema(tables, { schemaValidation: false });\n");
}

/* The schema module of a folder of functions: moved aside, where the CLI doesn't deploy
 * it (two dots in its name), and replaced. */
static int bridge_schema(struct file_set *set, const char *folder,
                         const struct bridge_indexes *indexes, struct err *err)
{
	const struct set_file *file = file_set_find_module(set, folder, "schema");
	const char *path = file ? file->path
	                        : path_join(set->arena, folder, "schema.ts");
	const char *kind = strrchr(path, '.');
	struct buf text = BUF_INIT;
	int result;

	if (!file && !indexes->sealed.count && !indexes->active.count)
		return 0;
	bridge_schema_text(&text, indexes, file != NULL);
	if (file)
		file_set_rename(set, path, arena_printf(set->arena, "%.*s.cvx%s",
		                                        (int)(kind - path), path, kind));
	result = file_set_put(set, path, text.text, err);
	buf_dispose(&text);
	return result;
}

/* Components that the tree itself holds are as strict as the app. Ours never is. */
static int bridge_components(struct file_set *set, const char *functions, struct err *err)
{
	const struct bridge_indexes none = { 0 };
	const char *ours = path_join(set->arena, functions, "cvx");
	struct names folders = { 0 };

	for (size_t i = 0; i < set->count; i++) {
		const char *path = set->items[i].path;
		const char *folder = path_folder(set->arena, path);

		if (!strncmp(path_name(path), "convex.config.", 14) && strcmp(folder, functions) &&
		    strcmp(folder, ours) && file_set_find_module(set, folder, "schema"))
			names_add(&folders, set->arena, folder);
	}
	for (size_t i = 0; i < folders.count; i++)
		if (bridge_schema(set, folders.items[i], &none, err))
			return -1;
	return 0;
}

/* ---- code ------------------------------------------------------------------------- */

static int put_seals(struct file_set *set, const struct push_request *request,
                     const struct bridge_parts *parts, struct err *err)
{
	struct arena *arena = set->arena;
	const char *folder = path_join(arena, parts->functions, "cvxSealed");

	for (size_t i = 0; i < request->seal_count; i++) {
		const struct seal *seal = request->seals[i];
		const char *name = arena_printf(arena, "s%.16s.js", seal->hash);

		if (file_set_put(set, path_join(arena, folder, name), seal->source, err))
			return -1;
	}
	/* It imports only convex itself, so the CLI can bundle it. */
	return request->with_start
	       ? file_set_put(set, path_join(arena, folder, "start.ts"), parts->start, err) : 0;
}

static bool mounts_ours(const struct buf *text)
{
	return scan_mounts(text->text, text->len, "cvx/convex.config") ||
	       scan_mounts(text->text, text->len, "cvx/convex.config.js") ||
	       scan_mounts(text->text, text->len, "cvx/convex.config.ts");
}

static int mount(struct file_set *set, const struct bridge_parts *parts, struct err *err)
{
	const struct set_file *file =
		file_set_find_module(set, parts->functions, "convex.config");
	const char *path = file ? file->path
	                        : path_join(set->arena, parts->functions, "convex.config.ts");
	struct buf text = BUF_INIT, mounted = BUF_INIT;
	int result = -1;

	if (file && file_set_text(&text, set, file, err))
		goto done;
	if (!parts->mount) {
		if (mounts_ours(&text))
			result = 0;
		else
			err_set(err, ERR_UNSUPPORTED, "'%s' doesn't mount git-cvx's component", path);
		goto done;
	}
	if (parts->mount(parts->mount_self, file ? text.text : NULL, &mounted, err))
		goto done;
	result = file && !strcmp(text.text, mounted.text)
	         ? 0 : file_set_put(set, path, mounted.text, err);
done:
	buf_dispose(&text);
	buf_dispose(&mounted);
	return result;
}

static int put_component(struct file_set *set, const struct bridge_parts *parts,
                         struct err *err)
{
	const char *folder = path_join(set->arena, parts->functions, "cvx");

	file_set_remove_folder(set, folder);
	for (size_t i = 0; i < parts->component_count; i++) {
		const struct push_file *file = &parts->component[i];

		if (file_set_put(set, path_join(set->arena, folder, file->path), file->text, err))
			return -1;
	}
	return mount(set, parts, err);
}

int bridge_apply(struct file_set *set, const struct push_request *request,
                 const struct bridge_parts *parts, struct err *err)
{
	struct bridge_indexes indexes;

	find_indexes(&indexes, set->arena, request);
	if (request->bridge &&
	    (bridge_schema(set, parts->functions, &indexes, err) ||
	     bridge_components(set, parts->functions, err) ||
	     put_seals(set, request, parts, err)))
		return -1;
	return request->current_component ? put_component(set, parts, err) : 0;
}
