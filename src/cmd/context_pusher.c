/* context_pusher.c - what the pusher needs, put together: the target's tree from git, our
 * component from the program, the app's folders from the target. */
#include "cmd/context.h"

#include "app/convex_config.h"
#include "app/embedded.h"
#include "run/run.h"

#include <string.h>

extern char **environ;

#define COMPONENT_FOLDER "component/cvx/"
#define START_FILE "component/app/cvxStart.ts"

struct source {
	struct repo *repo;
	const char *tree;
};

static int each(void *self, tree_file_fn *fn, void *payload, struct err *err)
{
	struct source *source = self;
	struct tree_walk walk = { .folder = "", .fn = fn, .payload = payload };

	return repo_tree_walk(source->repo, source->tree, &walk, err);
}

static int read_blob(void *self, const char *id, struct buf *out, struct err *err)
{
	struct source *source = self;
	struct tree_file file;

	if (repo_blob_read(&file, source->repo, id, err))
		return -1;
	if (!file.found)
		return err_set(err, ERR_NOT_FOUND, "the repository has no blob '%s'", id);
	buf_add(out, file.text, file.len);
	return 0;
}

static const char *blob_id(void *self, struct arena *arena, const void *bytes, size_t len)
{
	struct source *source = self;
	struct err ignored = ERR_INIT;
	const char *id;

	(void)arena;
	return repo_blob_id(&id, source->repo, bytes, len, &ignored) ? NULL : id;
}

static int mount(void *self, const char *text, struct buf *out, struct err *err)
{
	(void)self;
	return convex_config_mount(out, text, err);
}

static void component_files(struct context *ctx, struct pusher_config *config)
{
	struct push_file *files = arena_alloc(&ctx->arena, embedded_count * sizeof(*files));

	for (size_t i = 0; i < embedded_count; i++) {
		const char *below = embedded_below(&embedded_files[i], COMPONENT_FOLDER);

		if (below)
			files[config->component_count++] = (struct push_file){
				.path = below, .text = embedded_files[i].text };
	}
	config->component = files;
}

int context_pusher(struct context *ctx, const struct target *target, struct run *run,
                   struct err *err)
{
	struct arena *arena = &ctx->arena;
	struct pusher_config *config = arena_alloc(arena, sizeof(*config));
	struct tree_source *tree = arena_alloc(arena, sizeof(*tree));
	struct source *source = arena_alloc(arena, sizeof(*source));
	const char *app = target->folders.app;
	size_t skip = *app ? strlen(app) + 1 : 0;

	*source = (struct source){ ctx->repo, target->tree };
	*tree = (struct tree_source){ .self = source, .each = each, .read = read_blob,
		.blob_id = blob_id };
	*config = (struct pusher_config){
		.common_dir = repo_common_dir(ctx->repo), .worktree = repo_worktree(ctx->repo),
		.app = app, .functions = target->folders.functions + skip,
		.url = ctx->link.url, .key = ctx->link.key, .source = tree,
		.time_limit_ms = (int64_t)ctx->config.push_timeout * 1000,
		.start = embedded_find(START_FILE)->text, .mount = mount,
		.environment = environ, .watch = { .tick = run_tick, .payload = run },
	};
	component_files(ctx, config);
	if (pusher_open(&ctx->pusher, config, err))
		return -1;
	ctx->has_pusher = true;
	run->pusher = ctx->pusher;
	return 0;
}
