/* bundle.c - make one file of a module of the staged target, with the app's esbuild. */
#include "push/bundle.h"

#include "base/file.h"
#include "push/files.h"
#include "push/package_manager.h"

#include <string.h>

#define LIMIT_MS 60000
#define ENTRY_NAME "cvx-entry.mjs"
#define BUNDLE_MAX ((size_t)64 * 1024 * 1024)

/* What the CLI puts in place of two modules that the server's runtime lacks. */
static const char async_hooks_text[] =
	"export const AsyncLocalStorage = globalThis.AsyncLocalStorage;\n"
	"export const AsyncResource = globalThis.AsyncResource;\n"
	"export default { AsyncLocalStorage, AsyncResource };\n";

static const char *const common_flags[] = {
	"--bundle", "--format=esm", "--target=esnext", "--jsx=automatic", "--tree-shaking=true",
	"--define:process.env.NODE_ENV=\"production\"", "--log-level=warning", "--color=false",
	NULL,
};

static const char *const seal_flags[] = {
	"--platform=browser", "--conditions=convex,module", "--minify", "--keep-names", NULL,
};

static const char *const own_code_flags[] = {
	"--platform=browser", "--conditions=convex,module", "--packages=external",
	"--external:*/_generated/api", "--external:*/_generated/api.js",
	"--external:*/_generated/api.ts", NULL,
};

static const char *const config_flags[] = {
	"--platform=browser", "--conditions=convex,module", "--external:convex",
	"--external:convex/*", NULL,
};

int bundler_open(struct bundler *out, const struct tools *tools,
                 const struct programs *programs, const char *scratch, struct err *err)
{
	const char *hooks = path_join(tools->arena, scratch, "async_hooks.js");
	const char *empty = path_join(tools->arena, scratch, "empty.js");

	*out = (struct bundler){ .tools = tools, .programs = programs, .scratch = scratch };
	if (files_write(hooks, async_hooks_text, sizeof(async_hooks_text) - 1, 0666, err) ||
	    files_write(empty, "export {};\n", 11, 0666, err))
		return -1;
	return 0;
}

static size_t add_flags(const char **argv, size_t used, const char *const *flags)
{
	while (*flags)
		argv[used++] = *flags++;
	return used;
}

static const char *const *command_line(const struct bundler *b, enum bundle_kind kind,
                                       const char *out, const char *extra)
{
	static const char *const *const flags[] = {
		[BUNDLE_SEAL] = seal_flags,
		[BUNDLE_OWN_CODE] = own_code_flags,
		[BUNDLE_CONFIG] = config_flags,
	};
	struct arena *arena = b->tools->arena;
	const char **argv = arena_alloc(arena, 40 * sizeof(*argv));
	size_t used = 0;

	if (b->programs->esbuild_is_script)
		argv[used++] = b->tools->node;
	argv[used++] = b->programs->esbuild;
	argv[used++] = "./" ENTRY_NAME;
	used = add_flags(argv, used, common_flags);
	used = add_flags(argv, used, flags[kind]);
	argv[used++] = arena_printf(arena, "--alias:server-only=%s/empty.js", b->scratch);
	argv[used++] = arena_printf(arena, "--alias:async_hooks=%s/async_hooks.js", b->scratch);
	argv[used++] = arena_printf(arena, "--alias:node:async_hooks=%s/async_hooks.js",
	                            b->scratch);
	argv[used++] = arena_printf(arena, "--outfile=%s", out);
	if (extra)
		argv[used++] = extra;
	argv[used] = NULL;
	return argv;
}

/* What a package manager has to bring, and not a file of the app's own. */
static bool is_about_package(const char *complaint)
{
	static const char start[] = "Could not resolve \"";

	return !strncmp(complaint, start, sizeof(start) - 1) &&
	       !strchr("./", complaint[sizeof(start) - 1]);
}

/* Run esbuild over the entry; its own words go to said. */
static int run_esbuild(struct child_result *said, const struct bundler *b, const char *entry,
                       const char *const *argv, struct err *err)
{
	struct arena *arena = b->tools->arena;
	const char *path = path_join(arena, b->tools->app, ENTRY_NAME);
	struct err ignored = ERR_INIT;
	const char *complaint = NULL;
	int result;

	if (files_write(path, entry, strlen(entry), 0666, err))
		return -1;
	result = tools_run(said, b->tools, argv, LIMIT_MS, err);
	if (files_remove(path, result ? &ignored : err))
		return -1;
	if (result || !said->status)
		return result;
	complaint = bundle_complaint(arena, said->err.text);
	err_set(err, ERR_STEP_FAILED, "esbuild refuses: %s",
	        complaint ? complaint : "it says nothing");
	if (complaint && is_about_package(complaint)) {
		err_says(err, ERR_SAYS_INSTALL);
		err_hint(err, "%s, in the app's folder", package_manager_of(b->tools)->install);
	}
	return err_detail(err, "%s", said->err.text);
}

int bundle_make(struct buf *out, const struct bundler *b, enum bundle_kind kind,
                const char *entry, struct err *err)
{
	const char *path = path_join(b->tools->arena, b->scratch, "bundle.mjs");
	struct child_result said = CHILD_RESULT_INIT;
	bool found = false;
	int result = -1;

	out->max = BUNDLE_MAX;
	if (run_esbuild(&said, b, entry, command_line(b, kind, path, NULL), err) ||
	    file_read(out, &found, path, err))
		goto done;
	if (!found) {
		err_set(err, ERR_STEP_FAILED, "esbuild wrote no file");
		goto done;
	}
	result = 0;
done:
	child_result_dispose(&said);
	return result;
}

/* Lines like "   ├ convex/big.json ──── 1.1mb ─── 97.3%", largest first. */
int bundle_largest(const char **out, const struct bundler *b, const char *entry,
                   struct err *err)
{
	struct arena *arena = b->tools->arena;
	const char *path = path_join(arena, b->scratch, "bundle.mjs"), *line;
	const char *const *argv = command_line(b, BUNDLE_SEAL, path, "--analyze");
	struct child_result said = CHILD_RESULT_INIT;
	struct names inputs = { 0 };
	int result = run_esbuild(&said, b, entry, argv, err);

	for (line = said.err.text; !result && line && inputs.count < 3; ) {
		const char *name = strstr(line, "\u251c "), *last = strstr(line, "\u2514 ");

		if (!name || (last && last < name))
			name = last;
		if (!name)
			break;
		name += 4;
		names_add(&inputs, arena, arena_strndup(arena, name, strcspn(name, " \n")));
		line = strchr(name, '\n');
	}
	*out = inputs.count ? inputs.items[0] : "it is all one file";
	for (size_t i = 1; i < inputs.count; i++)
		*out = arena_printf(arena, "%s%s%s", *out, i + 1 == inputs.count ? " and " : ", ",
		                    inputs.items[i]);
	child_result_dispose(&said);
	return result;
}

const char *bundle_complaint(struct arena *arena, const char *output)
{
	const char *found = strstr(output, "[ERROR] "), *place;
	const char *text;
	size_t n;

	if (!found)
		return NULL;
	found += 8;
	text = arena_strndup(arena, found, strcspn(found, "\n"));
	place = found + strcspn(found, "\n");
	place += strspn(place, "\n ");
	n = strcspn(place, "\n");
	if (n > 1 && place[n - 1] == ':')
		text = arena_printf(arena, "%s (%.*s)", text, (int)n - 1, place);
	return text;
}

const char *js_string(struct arena *arena, const char *text)
{
	struct buf out = BUF_INIT;
	const char *copy;

	buf_addc(&out, '"');
	for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
		if (*p == '"' || *p == '\\')
			buf_addf(&out, "\\%c", *p);
		else if (*p < 0x20)
			buf_addf(&out, "\\u%04x", *p);
		else
			buf_addc(&out, (char)*p);
	}
	buf_addc(&out, '"');
	copy = arena_strdup(arena, out.text);
	buf_dispose(&out);
	return copy;
}
