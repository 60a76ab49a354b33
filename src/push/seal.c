/* seal.c - one migration of the staged target as one self-contained file. */
#include "push/seal.h"

#include "core/migrations_package.h"
#include "core/scan.h"
#include "push/files.h"
#include "push/needs.h"

#include <string.h>

/* "name" of "migrations:name"; a function path without one is the default export. */
static const char *export_of(const char *path)
{
	const char *colon = strchr(path, ':');

	return colon ? colon + 1 : "default";
}

struct source_file {
	const char *path;     /* in the tree */
	const char *copy;     /* absolute; NULL: it is the migration's own file */
};

/* Of a module that holds other migrations,
 * too, only what this one uses shall be sealed: there the calls to define() are marked as
 * such that do nothing else. The copy lies beside the module, because of what that imports. */
static int prepare_file(struct source_file *out, const struct bundler *b,
                        const struct file_set *set, const struct migration *m,
                        struct err *err)
{
	struct arena *arena = b->tools->arena;
	const char *extension = strrchr(m->file, '.');
	struct buf text = BUF_INIT, marked = BUF_INIT;
	int result;

	*out = (struct source_file){ m->file, NULL };
	if (strcmp(export_of(m->up_path), m->id))
		return 0;
	out->path = arena_printf(arena, "%.*s.cvx%s", (int)(extension - m->file), m->file, extension);
	out->copy = path_join(arena, b->tools->top, out->path);
	result = file_set_text(&text, set, file_set_find(set, m->file), err);
	if (!result) {
		scan_mark_pure(&marked, text.text, text.len);
		result = files_write(out->copy, marked.text, marked.len, 0666, err);
	}
	buf_dispose(&text);
	buf_dispose(&marked);
	return result;
}

/* The module of ours that exports the migration's functions as up and down. */
static const char *entry_of(struct arena *arena, const char *app, const char *file,
                            const struct migration *m)
{
	const char *below = *app ? file + strlen(app) + 1 : file;
	const char *from = js_string(arena, arena_printf(arena, "./%s", below));
	const char *down = m->down_path
	                   ? arena_printf(arena, ", %s as down", export_of(m->down_path)) : "";

	return arena_printf(arena, "export { %s as up%s } from %s;\n", export_of(m->up_path),
	                    down, from);
}

static int too_large(const struct bundler *b, const char *entry, size_t len, struct err *err)
{
	const char *largest = NULL;

	if (bundle_largest(&largest, b, entry, err))
		return -1;
	err_set(err, ERR_STEP_FAILED, "its bundle is %.1f MiB, and 8 MiB is the limit; what "
	        "makes it large: %s", (double)len / (1024 * 1024), largest);
	return err_hint(err, "a migration should import only what it needs");
}

int seal_make(struct seal *out, const struct bundler *b, const struct file_set *set,
              const char *app, const struct migration *m, struct err *err)
{
	struct arena *arena = b->tools->arena;
	const char *entry = NULL, *own = NULL;
	struct source_file file;
	struct buf bundle = BUF_INIT, readable = BUF_INIT;
	struct err ignored = ERR_INIT;
	int result = -1;

	*out = (struct seal){ 0 };
	if (!path_is_below(m->file, app) || !file_set_find(set, m->file))
		return err_set(err, ERR_NOT_FOUND, "the target holds no '%s'", m->file);
	if (prepare_file(&file, b, set, m, err))
		return -1;
	entry = entry_of(arena, app, file.path, m);
	own = arena_strndup(arena, m->up_path, strcspn(m->up_path, ":"));
	if (bundle_make(&bundle, b, BUNDLE_SEAL, entry, err))
		goto done;
	if (bundle.len > SEAL_MAX) {
		too_large(b, entry, bundle.len, err);
		goto done;
	}
	if (bundle_make(&readable, b, BUNDLE_OWN_CODE, entry, err) ||
	    tools_package_version(&out->client, b->tools, MIGRATIONS_PACKAGE, err))
		goto done;
	needs_read(&out->functions, &out->components, arena, readable.text, own);
	out->source = arena_strndup(arena, bundle.text, bundle.len);
	out->size = bundle.len;
	result = set->source->blob_id(&out->hash, set->source->self, bundle.text, bundle.len,
	                              err);
done:
	if (file.copy && files_remove(file.copy, result ? &ignored : err))
		result = -1;
	buf_dispose(&bundle);
	buf_dispose(&readable);
	return result;
}

static void copy_names(struct names *out, struct arena *arena, const struct names *names)
{
	*out = (struct names){ 0 };
	for (size_t i = 0; i < names->count; i++) {
		out->items = arena_grow(arena, out->items, i, sizeof(*out->items));
		out->items[out->count++] = arena_strdup(arena, names->items[i]);
	}
}

void seal_copy(struct seal *out, struct arena *arena, const struct seal *seal)
{
	*out = *seal;
	out->hash = arena_strdup(arena, seal->hash);
	out->source = arena_strndup(arena, seal->source, seal->size);
	out->client = arena_strdup(arena, seal->client);
	copy_names(&out->functions, arena, &seal->functions);
	copy_names(&out->components, arena, &seal->components);
}
