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

/* The table is left as it is, for whoever imports it; only what the server is told of it
 * changes: these indexes win over others of the same name, of whatever kind. */
static const char schema_tail[] =
	"function withIndexes(table, added) {\n"
	"  const others = (indexes) =>\n"
	"    (indexes ?? []).filter((index) => !(index.indexDescriptor in added));\n"
	"  const bridged = Object.create(table);\n"
	"  bridged.export = () => {\n"
	"    const whole = table.export();\n"
	"    const kinds = Object.keys(whole).filter((key) => /indexes$/i.test(key));\n"
	"    for (const kind of kinds) whole[kind] = others(whole[kind]);\n"
	"    for (const [indexDescriptor, fields] of Object.entries(added))\n"
	"      whole.indexes.push({ indexDescriptor, fields });\n"
	"    return whole;\n"
	"  };\n"
	"  return bridged;\n"
	"}\n"
	"for (const [name, added] of Object.entries(indexes))\n"
	"  tables[name] = withIndexes(tables[name] ?? defineTable(v.any()), added);\n";

/* An index that an earlier one of the list already names is left out. */
static bool is_repeated(const struct index_list *all, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (!strcmp(all->items[k].table, all->items[i].table) &&
		    !strcmp(all->items[k].name, all->items[i].name))
			return true;
	return false;
}

static bool is_first_of_table(const struct index_list *all, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (!strcmp(all->items[k].table, all->items[i].table))
			return false;
	return true;
}

static void add_index(struct buf *out, struct arena *arena, const struct index_def *index)
{
	buf_addf(out, "    %s: [", js_string(arena, index->name));
	for (size_t i = 0; i < index->fields.count; i++)
		buf_addf(out, "%s%s", i ? ", " : "", js_string(arena, index->fields.items[i]));
	buf_adds(out, "],\n");
}

static void add_indexes(struct buf *out, const struct index_list *all)
{
	struct arena arena = { 0 };

	buf_adds(out, "const indexes = {\n");
	for (size_t i = 0; i < all->count; i++) {
		if (!is_first_of_table(all, i))
			continue;
		buf_addf(out, "  %s: {\n", js_string(&arena, all->items[i].table));
		for (size_t k = i; k < all->count; k++)
			if (!strcmp(all->items[k].table, all->items[i].table) && !is_repeated(all, k))
				add_index(out, &arena, &all->items[k]);
		buf_adds(out, "  },\n");
	}
	buf_adds(out, "};\n");
	arena_dispose(&arena);
}

void bridge_schema_text(struct buf *out, const struct index_list *indexes,
                        bool has_original)
{
	buf_adds(out, schema_head);
	buf_adds(out, has_original ? schema_original : "const tables = {};\n");
	add_indexes(out, indexes);
	buf_adds(out, schema_tail);
	buf_adds(out, "export default defineSchema(tables, { schemaValidation: false });\n");
}

/* The schema module of a folder of functions: moved aside, where the CLI doesn't deploy
 * it (two dots in its name), and replaced. */
static int bridge_schema(struct file_set *set, const char *folder,
                         const struct index_list *indexes, struct err *err)
{
	const struct set_file *file = file_set_find_module(set, folder, "schema");
	const char *path = file ? file->path
	                        : path_join(set->arena, folder, "schema.ts");
	const char *kind = strrchr(path, '.');
	struct buf text = BUF_INIT;
	int result;

	if (!file && !indexes->count)
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
	const struct index_list none = { 0 };
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
	if (request->bridge &&
	    (bridge_schema(set, parts->functions, &request->indexes, err) ||
	     bridge_components(set, parts->functions, err) ||
	     put_seals(set, request, parts, err)))
		return -1;
	return request->current_component ? put_component(set, parts, err) : 0;
}
