/* cmd_migrate.c - git cvx migrate, up, down, adopt: the commands that move data. */
#include "cmd/cmds.h"
#include "cmd/plan_file.h"
#include "cmd/running.h"
#include "cmd/waiting.h"

struct migrate_values {
	const char *to, *plan;
	bool dry_run, yes, strict, take_over, wait, restart, undo_partial, finish_first;
};

#define YES_OPTION \
	{ .kind = OPT_FLAG, .letter = 'y', .name = "yes", \
	  .help = "don't ask before migrations are undone", \
	  .offset = offsetof(struct migrate_values, yes) }
#define DRY_RUN_OPTION \
	{ .kind = OPT_FLAG, .letter = 'n', .name = "dry-run", \
	  .help = "show the plan, change nothing", \
	  .offset = offsetof(struct migrate_values, dry_run) }
#define STRICT_OPTION \
	{ .kind = OPT_FLAG, .name = "strict", \
	  .help = "refuse a migration older than one that was applied to its table", \
	  .offset = offsetof(struct migrate_values, strict) }
#define TAKE_OVER_OPTION \
	{ .kind = OPT_FLAG, .name = "take-over", \
	  .help = "undo what other clones have applied, too", \
	  .offset = offsetof(struct migrate_values, take_over) }

#define HALF_DONE_OPTIONS \
	{ .kind = OPT_FLAG, .name = "restart", \
	  .help = "run half-done migrations from the first document, not where they stopped", \
	  .offset = offsetof(struct migrate_values, restart) }, \
	{ .kind = OPT_FLAG, .name = "undo-partial", \
	  .help = "undo half-done migrations that aren't on the branch", \
	  .offset = offsetof(struct migrate_values, undo_partial) }, \
	{ .kind = OPT_FLAG, .name = "finish-first", \
	  .help = "the same, but run the rest of them before", \
	  .offset = offsetof(struct migrate_values, finish_first) }

static const struct opt migrate_opts[] = {
	{ .kind = OPT_TEXT, .name = "to", .arg = "id", .offer = OFFER_MIGRATION,
	  .help = "stop after this migration, and undo those after it",
	  .offset = offsetof(struct migrate_values, to) },
	{ .kind = OPT_TEXT, .name = "plan", .arg = "file", .offer = OFFER_FILE,
	  .help = "do what this output of 'plan --json' says, or nothing; - is standard input",
	  .offset = offsetof(struct migrate_values, plan) },
	{ .kind = OPT_FLAG, .name = "wait",
	  .help = "wait for the deployment, and for a run in progress to end; what a checkout left "
	          "to be done is done without asking",
	  .offset = offsetof(struct migrate_values, wait) },
	DRY_RUN_OPTION, YES_OPTION, STRICT_OPTION, TAKE_OVER_OPTION, HALF_DONE_OPTIONS, { 0 }
};

static const struct opt up_opts[] = { DRY_RUN_OPTION, STRICT_OPTION, { 0 } };
static const struct opt down_opts[] = { DRY_RUN_OPTION, YES_OPTION, TAKE_OVER_OPTION, { 0 } };

static int execute(struct context *ctx, struct running *what, const struct migrate_values *v,
                   struct err *err)
{
	what->yes = v->yes;
	what->strict = v->strict;
	what->take_over = v->take_over;
	what->half_done = (struct half_done){ v->restart, v->undo_partial, v->finish_first };
	if (context_open(ctx, err))
		return -1;
	if (v->wait && waiting_begin(ctx, what, err))
		return -1;
	if (!v->dry_run)
		return running_execute(ctx, what, err);
	what->mode = RUN_DRY;
	return running_show(ctx, what, err);
}

/* The plan says what it is for, and was agreed to when it was made. */
static int migrate_plan(struct context *ctx, const struct migrate_values *v,
                        const char *revision, struct err *err)
{
	struct running what = { .scope = PLAN_ALIGN, .command = "migrate" };
	struct migrate_values values = { .yes = true };
	struct plan_file plan;

	if (v->to || v->strict || v->take_over || v->dry_run || v->wait || v->restart ||
	    v->undo_partial || v->finish_first)
		return err_set(err, ERR_USAGE, "'--plan' goes with the options that the plan was made "
		               "with: give them to 'git cvx plan'");
	if (context_open(ctx, err) || plan_file_read(&plan, ctx, v->plan, err))
		return -1;
	what.plan = &plan;
	what.id = plan.agreed.to;
	values.strict = plan.agreed.strict;
	values.take_over = plan.agreed.take_over;
	values.restart = plan.agreed.half_done.restart;
	values.undo_partial = plan.agreed.half_done.undo;
	values.finish_first = plan.agreed.half_done.finish;
	if (revision)
		what.revision = revision;
	else if (!plan.agreed.is_worktree)
		what.revision = plan.agreed.commit ? plan.agreed.commit : plan.agreed.tree;
	return execute(ctx, &what, &values, err);
}

static int migrate(struct context *ctx, const void *values, int argc, char **argv,
                   struct err *err)
{
	const struct migrate_values *v = values;
	struct running what = { .scope = PLAN_ALIGN, .command = "migrate", .id = v->to,
		.revision = argc ? argv[0] : NULL };

	if (v->wait && v->dry_run)
		return err_set(err, ERR_USAGE, "'--wait' is for a run, not for '--dry-run'");
	if (v->plan)
		return migrate_plan(ctx, v, what.revision, err);
	return execute(ctx, &what, v, err);
}

static int up(struct context *ctx, const void *values, int argc, char **argv, struct err *err)
{
	struct running what = { .scope = PLAN_UP, .command = "up", .id = argc ? argv[0] : NULL };

	return execute(ctx, &what, values, err);
}

static int down(struct context *ctx, const void *values, int argc, char **argv,
                struct err *err)
{
	struct running what = { .scope = PLAN_DOWN, .command = "down" };

	if (!argc) {
		err_set(err, ERR_USAGE, "which migration is to be undone?");
		return err_hint(err, "git cvx list: what is applied");
	}
	what.id = argv[0];
	return execute(ctx, &what, values, err);
}

static int adopt(struct context *ctx, const void *values, int argc, char **argv,
                 struct err *err)
{
	struct running what = { .mode = RUN_ADOPT, .command = "adopt" };

	(void)values;
	(void)argc;
	(void)argv;
	if (context_open(ctx, err))
		return -1;
	return running_execute(ctx, &what, err);
}

const struct cmd cmd_migrate = {
	.name = "migrate", .operands = "[<commit>]",
	.summary = "bring the deployment in line with the work tree or a commit",
	.about = "Undo the migrations that were applied but aren't on this branch, run those that "
	         "are and weren't, and push the branch's code, which proves that every document "
	         "fits. Where no migration differs nothing is pushed: that is the business of npx "
	         "convex dev. Asks before anything is undone.",
	.opts = migrate_opts, .values_size = sizeof(struct migrate_values), .max_operands = 1,
	.offer = OFFER_REVISION, .run = migrate,
};

const struct cmd cmd_up = {
	.name = "up", .operands = "[<id>]", .summary = "run pending migrations, undo nothing",
	.about = "Run the migrations of the work tree that weren't run, up to <id> if one is "
	         "given. Nothing is undone.",
	.opts = up_opts, .values_size = sizeof(struct migrate_values), .max_operands = 1,
	.offer = OFFER_PENDING, .run = up,
};

const struct cmd cmd_down = {
	.name = "down", .operands = "<id>", .summary = "undo one migration",
	.about = "Undo one migration, with those that were applied on top of it and touch the same "
	         "tables; these are run again. It stays undone until the next migrate.",
	.opts = down_opts, .values_size = sizeof(struct migrate_values), .max_operands = 1,
	.offer = OFFER_APPLIED, .run = down,
};

const struct cmd cmd_adopt = {
	.name = "adopt", .operands = "",
	.summary = "record this branch's migrations as applied, run none (baseline)",
	.about = "Say that the deployment's documents have been through all migrations of the work "
	         "tree: they are recorded as applied, and nothing is run. The baseline of a "
	         "deployment that git-cvx hasn't seen before.",
	.opts = no_opts, .run = adopt,
};
