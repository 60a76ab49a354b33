/* context_pusher.c - what the pusher needs, put together: the target's tree from git, our
 * component from the program, the app's folders from the target. */
#include "cmd/context.h"

#include "app/convex_config.h"
#include "app/embedded.h"
#include "push/repo_source.h"
#include "run/run.h"

#include <string.h>

extern char **environ;

#define COMPONENT_FOLDER "component/cvx/"
#define START_FILE "component/app/cvxStart.ts"

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

int context_open_pusher(struct context *ctx, const struct target *target, struct run *run,
                        const char *use, struct pusher *out, struct err *err)
{
	struct arena *arena = &ctx->arena;
	struct pusher_config *config = arena_alloc(arena, sizeof(*config));
	struct tree_source *tree = arena_alloc(arena, sizeof(*tree));
	struct repo_source *source = arena_alloc(arena, sizeof(*source));
	const char *app = target->folders.app;
	size_t skip = *app ? strlen(app) + 1 : 0;

	*source = (struct repo_source){ ctx->repo, target->tree, target->is_worktree };
	*tree = repo_source(source);
	*config = (struct pusher_config){
		.common_dir = repo_common_dir(ctx->repo), .worktree = repo_worktree(ctx->repo),
		.app = app, .functions = target->folders.functions + skip,
		.url = ctx->link.url, .key = ctx->link.key,
		.is_loopback = ctx->link.is_loopback, .source = tree,
		.time_limit_ms = (int64_t)ctx->config.push_timeout * 1000,
		.start = embedded_find(START_FILE)->text, .mount = mount,
		.use = use, .environment = environ, .node = ctx->config.node,
		.watch = { .tick = run_tick, .payload = run },
	};
	component_files(ctx, config);
	return pusher_open(out, config, err);
}

int context_pusher(struct context *ctx, const struct target *target, struct run *run,
                   struct err *err)
{
	if (context_open_pusher(ctx, target, run, NULL, &ctx->pusher, err))
		return -1;
	ctx->has_pusher = true;
	run->pusher = ctx->pusher;
	return 0;
}

void context_close_pusher(struct context *ctx)
{
	if (ctx->has_pusher)
		pusher_close(&ctx->pusher);
	ctx->has_pusher = false;
}
