/* cmd_redo.c - git cvx redo */
#include "cmd/cmds.h"
#include "cmd/running.h"

#define IDS_MOST 100

struct redo_values {
	bool dry_run, yes;
};

static const struct opt opts[] = {
	{ .kind = OPT_FLAG, .letter = 'n', .name = "dry-run",
	  .help = "show the plan, change nothing",
	  .offset = offsetof(struct redo_values, dry_run) },
	{ .kind = OPT_FLAG, .letter = 'y', .name = "yes",
	  .help = "don't ask before migrations are undone",
	  .offset = offsetof(struct redo_values, yes) },
	{ 0 }
};

static int run(struct context *ctx, const void *values, int argc, char **argv, struct err *err)
{
	const struct redo_values *v = values;
	struct names ids = { 0 };
	struct running what = { .scope = PLAN_REDO, .command = "redo", .redo = &ids,
		.yes = v->yes };

	if (!argc)
		return err_set(err, ERR_USAGE, "which migration is to be run again?");
	for (int i = 0; i < argc; i++)
		names_add(&ids, &ctx->arena, argv[i]);
	if (context_open(ctx, err))
		return -1;
	if (!v->dry_run)
		return running_execute(ctx, &what, err);
	what.mode = RUN_DRY;
	return running_show(ctx, &what, err);
}

const struct cmd cmd_redo = {
	.name = "redo", .operands = "<id>...", .summary = "undo migrations and run them again",
	.about = "Undo migrations with the code that was applied, and run them again as the work "
	         "tree holds them now: that is how an edited migration is applied. Those that were "
	         "applied on top and touch the same tables are undone before and run again "
	         "after. Nothing else is touched.",
	.opts = opts, .values_size = sizeof(struct redo_values), .max_operands = IDS_MOST,
	.offer = OFFER_MIGRATION, .run = run,
};
