/* facts.c - what the staged target declares, asked of its own code. */
#include "push/facts.h"

#include "core/token.h"
#include "push/files.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define LIMIT_MS 30000
/* From here on permissions are no experiment. */
#define NODE_MAJOR_PERMISSION 24

/* Where the CLI bundles convex.config, an imported component is an object with a path
 * and a default name. Run directly it is the definition itself, which knows its name. */
static const char prologue[] =
	"for (const key of [\"componentDefinitionPath\", \"defaultName\"])\n"
	"  Object.defineProperty(Object.prototype, key, {\n"
	"    get() { return this._name; }, configurable: true });\n"
	"const lines = [];\n";

static const char schema_text[] =
	"const schema = (await import(%s)).default;\n"
	"for (const table of JSON.parse(schema.export()).tables)\n"
	"  for (const index of table.indexes)\n"
	"    lines.push([\"index\", table.tableName, index.indexDescriptor, ...index.fields]);\n";

static const char config_text[] =
	"const app = (await import(%s)).default;\n"
	"for (const [name] of app._childComponents) lines.push([\"mount\", name]);\n";

static const char epilogue[] =
	"process.stdout.write(lines.map((line) => line.join(\"\\t\") + \"\\n\").join(\"\"));\n";

/* "./convex/schema.ts" seen from the app's folder. */
static const char *import_of(struct arena *arena, const char *app, const char *path)
{
	const char *inside = *app ? path + strlen(app) + 1 : path;

	return js_string(arena, arena_printf(arena, "./%s", inside));
}

/* "index\ttable\tname\tfield...", "mount\tname". */
static void read_line(struct facts *out, struct arena *arena, const char *line, size_t len)
{
	struct names parts = { 0 };
	const char *end = line + len;
	struct index_list *all = &out->indexes;

	while (line <= end) {
		const char *tab = memchr(line, '\t', (size_t)(end - line));
		size_t n = (size_t)((tab ? tab : end) - line);

		parts.items = arena_grow(arena, parts.items, parts.count, sizeof(*parts.items));
		parts.items[parts.count++] = arena_strndup(arena, line, n);
		line += n + 1;
	}
	if (!strcmp(parts.items[0], "mount") && parts.count == 2) {
		names_add(&out->mounts, arena, parts.items[1]);
	} else if (!strcmp(parts.items[0], "index") && parts.count > 3) {
		all->items = arena_grow(arena, all->items, all->count, sizeof(*all->items));
		all->items[all->count++] = (struct index_def){
			parts.items[1], parts.items[2], { parts.items + 3, parts.count - 3 },
		};
	}
}

/* The first line that says what was thrown. */
static const char *thrown(struct arena *arena, const char *text)
{
	for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		size_t n = strcspn(line, "\n");
		const char *whole = arena_strndup(arena, line, n);

		if (*line != ' ' && strstr(whole, "Error"))
			return whole;
	}
	return "it ended without saying why";
}

/* It is code of whoever wrote the branch, and runs because somebody has checked it out: it
 * may read its own text, and nothing else; no file is written, no program run. */
static int run_alone(struct child_result *said, const struct tools *tools, const char *path,
                     struct err *err)
{
	/* What the user has Node load at each start, it couldn't read. */
	static const char *const more[] = { "NODE_OPTIONS=", NULL };
	struct tools own = *tools;
	char real[PATH_MAX];
	const char *argv[] = {
		tools->node,
		tools->node_major < NODE_MAJOR_PERMISSION ? "--experimental-permission"
		                                          : "--permission",
		NULL, real, NULL,
	};

	if (!realpath(path, real))
		return err_errno(err, "cannot find '%s'", path);
	argv[2] = arena_printf(tools->arena, "--allow-fs-read=%s", real);
	own.env = child_env(tools->arena, tools->env, NULL, more);
	return tools_run(said, &own, argv, LIMIT_MS, err);
}

static int run_entry(struct facts *out, const struct bundler *b, const char *entry,
                     struct err *err)
{
	struct arena *arena = b->tools->arena;
	const char *path = path_join(arena, b->scratch, "facts.mjs");
	struct child_result said = CHILD_RESULT_INIT;
	struct buf bundle = BUF_INIT;
	int result = -1;

	if (bundle_make(&bundle, b, BUNDLE_NODE, entry, err) ||
	    files_write(path, bundle.text, bundle.len, 0666, err) ||
	    run_alone(&said, b->tools, path, err))
		goto done;
	if (said.status) {
		err_set(err, ERR_STEP_FAILED, "the app's schema or convex.config can't be "
		        "evaluated: %s", thrown(arena, said.err.text));
		err_detail(err, "%s", said.err.text);
		goto done;
	}
	for (const char *line = said.out.text; *line; ) {
		size_t n = strcspn(line, "\n");

		read_line(out, arena, line, n);
		line += n + (line[n] == '\n');
	}
	result = 0;
done:
	child_result_dispose(&said);
	buf_dispose(&bundle);
	return result;
}

int facts_read(struct facts *out, const struct bundler *b, const struct file_set *set,
               const char *app, const char *functions, struct err *err)
{
	struct arena *arena = b->tools->arena;
	const struct set_file *schema = file_set_find_module(set, functions, "schema");
	const struct set_file *config = file_set_find_module(set, functions, "convex.config");
	struct buf entry = BUF_INIT;
	int result = 0;

	*out = (struct facts){ 0 };
	buf_adds(&entry, prologue);
	if (schema)
		buf_addf(&entry, schema_text, import_of(arena, app, schema->path));
	if (config)
		buf_addf(&entry, config_text, import_of(arena, app, config->path));
	buf_adds(&entry, epilogue);
	if (schema || config)
		result = run_entry(out, b, entry.text, err);
	buf_dispose(&entry);
	return result;
}

/* ---- needs ------------------------------------------------------------------------ */

static int has_function(bool *out, const struct file_set *set, const char *functions,
                        const char *path, struct err *err)
{
	const char *colon = strchr(path, ':'), *name = colon ? colon + 1 : "default";
	const char *module = arena_strndup(set->arena, path, strcspn(path, ":"));
	const struct set_file *file = file_set_find_module(set, functions, module);
	struct tokens tokens = { 0 };
	struct buf text = BUF_INIT;
	int result = 0;

	*out = false;
	if (!file)
		return 0;
	result = file_set_text(&text, set, file, err);
	tokens_read(&tokens, set->arena, text.text, text.len);
	for (size_t i = 0; !result && !*out && i < tokens.count; i++)
		*out = tokens_is(&tokens, i, name) ||
		       (tokens_is(&tokens, i, "export") && tokens_is(&tokens, i + 1, "*"));
	buf_dispose(&text);
	return result;
}

int facts_missing(const char **out, const struct facts *facts, const struct file_set *set,
                  const char *functions, const struct seal *seal, struct err *err)
{
	*out = NULL;
	for (size_t i = 0; i < seal->functions.count && !*out; i++) {
		bool has = false;

		if (has_function(&has, set, functions, seal->functions.items[i], err))
			return -1;
		if (!has)
			*out = seal->functions.items[i];
	}
	for (size_t i = 0; i < seal->components.count && !*out; i++) {
		const char *path = seal->components.items[i];
		const char *mount = arena_strndup(set->arena, path, strcspn(path, "/"));

		if (!names_contain(&facts->mounts, mount))
			*out = path;
	}
	return 0;
}
