/* seal.c - one migration of the staged target as one self-contained file. */
#include "push/seal.h"

#include "push/files.h"
#include "push/needs.h"

#include <string.h>

/* "name" of "migrations:name"; a function path without one is the default export. */
static const char *export_of(const char *path)
{
	const char *colon = strchr(path, ':');

	return colon ? colon + 1 : "default";
}

/* The module of ours that exports the migration's functions as up and down. */
static const char *entry_of(struct arena *arena, const char *app,
                            const struct migration *m)
{
	const char *file = *app ? m->file + strlen(app) + 1 : m->file;
	const char *from = js_string(arena, arena_printf(arena, "./%s", file));
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
	struct buf bundle = BUF_INIT, readable = BUF_INIT;
	int result = -1;

	*out = (struct seal){ 0 };
	if (!path_is_below(m->file, app) || !file_set_find(set, m->file))
		return err_set(err, ERR_NOT_FOUND, "the target holds no '%s'", m->file);
	entry = entry_of(arena, app, m);
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
	buf_dispose(&bundle);
	buf_dispose(&readable);
	return result;
}
