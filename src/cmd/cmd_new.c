/* cmd_new.c - git cvx new */
#include "app/new_migration.h"
#include "cmd/cmds.h"
#include "cmd/context.h"

#include <time.h>

struct new_values {
	const char *table;
	bool force;
};

static const struct opt opts[] = {
	{ .kind = OPT_TEXT, .letter = 't', .name = "table", .arg = "table",
	  .help = "the table whose documents it changes",
	  .offset = offsetof(struct new_values, table) },
	{ .kind = OPT_FLAG, .letter = 'f', .name = "force",
	  .help = "take a table that the schema doesn't have yet",
	  .offset = offsetof(struct new_values, force) },
	{ 0 }
};

/* The module that gets the migration; NULL: it is a file of its own. */
static int find_module(const char **out, struct context *ctx, const char *tree,
                       const struct folders *folders, struct err *err)
{
	struct lineup lineup;

	*out = NULL;
	if (lineup_read(&lineup, ctx->repo, tree, folders, err))
		return -1;
	if (lineup.down_suffix && lineup.count)
		*out = lineup.items[lineup.count - 1].file;
	else if (lineup.down_suffix)
		*out = arena_printf(&ctx->arena, "%s.ts", folders->migrations);
	return 0;
}

static int run(struct context *ctx, const void *values, int argc, char **argv, struct err *err)
{
	const struct new_values *v = values;
	struct new_migration wanted = { .table = v->table, .force = v->force };
	struct folders folders;
	const char *tree, *path;

	if (!argc)
		return err_set(err, ERR_USAGE, "what shall it be called?");
	if (context_open(ctx, err) || context_choose_app(ctx, err) || repo_snapshot(&tree, ctx->repo, err) ||
	    folders_find(&folders, ctx->repo, tree, &ctx->config.app, err) ||
	    find_module(&wanted.module, ctx, tree, &folders, err))
		return -1;
	wanted.down_suffix = folders.down_suffix;
	wanted.worktree = repo_worktree(ctx->repo);
	wanted.functions = folders.functions;
	wanted.name = argv[0];
	wanted.now_ms = (int64_t)time(NULL) * 1000;
	if (new_migration_write(&path, &ctx->arena, &wanted, err))
		return -1;
	out_result(&ctx->out, arena_printf(&ctx->arena, "%s\n", path));
	return 0;
}

const struct cmd cmd_new = {
	.name = "new", .operands = "<name>",
	.summary = "write a new migration",
	.about = "Write a new migration, whose id is the time and the name, and print its path. "
	         "Both of its directions do nothing yet. Without --table it is for the only "
	         "table of the schema. An app whose migrations are exports of one module gets two "
	         "more at its end; their names are the ids.",
	.opts = opts, .values_size = sizeof(struct new_values), .max_operands = 1, .run = run,
};
