/* cmd_mark.c - git cvx mark: what a person says of the data is recorded, and believed. */
#include "cmd/cmds.h"
#include "cmd/running.h"

#define IDS_MOST 100

struct mark_values {
	bool applied, undone, foreign;
	const char *renamed_from;
};

static const struct opt opts[] = {
	{ .kind = OPT_FLAG, .name = "applied",
	  .help = "their effect is in the data: as if they had been run",
	  .offset = offsetof(struct mark_values, applied) },
	{ .kind = OPT_FLAG, .name = "undone",
	  .help = "their effect isn't in the data (any more): as if they had been undone",
	  .offset = offsetof(struct mark_values, undone) },
	{ .kind = OPT_FLAG, .name = "foreign",
	  .help = "leave them as they are: neither run nor undo them",
	  .offset = offsetof(struct mark_values, foreign) },
	{ .kind = OPT_TEXT, .name = "renamed-from", .arg = "id", .offer = OFFER_NOTHING,
	  .help = "it is this one, which is applied, under its new name",
	  .offset = offsetof(struct mark_values, renamed_from) },
	{ 0 }
};

/* What the ledger's events, and with them the log, keep of it. */
static const char *const commands[] = {
	[MARK_APPLIED] = "mark --applied", [MARK_UNDONE] = "mark --undone",
	[MARK_FOREIGN] = "mark --foreign", [MARK_RENAMED] = "mark --renamed-from",
};

static int choose(struct marking *out, const struct mark_values *v, struct err *err)
{
	if (v->applied + v->undone + v->foreign + (v->renamed_from != NULL) != 1)
		return err_set(err, ERR_USAGE, "say one of --applied, --undone, --foreign and "
		               "--renamed-from");
	out->from = v->renamed_from;
	out->kind = v->applied ? MARK_APPLIED : v->undone ? MARK_UNDONE
		: v->foreign ? MARK_FOREIGN : MARK_RENAMED;
	return 0;
}

static int run(struct context *ctx, const void *values, int argc, char **argv, struct err *err)
{
	const struct mark_values *v = values;
	struct marking marking = { .from = NULL };
	struct running what = { .mode = RUN_MARK, .marking = &marking };

	if (choose(&marking, v, err))
		return -1;
	what.command = commands[marking.kind];
	if (!argc)
		return err_set(err, ERR_USAGE, "which migration is it about?");
	if (v->renamed_from && argc > 1)
		return err_set(err, ERR_USAGE, "one migration has one old name: '%s' wasn't "
		               "expected", argv[1]);
	for (int i = 0; i < argc; i++)
		names_add(&marking.ids, &ctx->arena, argv[i]);
	return context_open(ctx, err) ? -1 : running_execute(ctx, &what, err);
}

const struct cmd cmd_mark = {
	.name = "mark", .operands = "<id>...",
	.summary = "say what is in the data, where the ledger is wrong about it",
	.about = "Record what you know of the data: nothing is run, pushed or checked. One that is "
	         "marked as foreign stays as it is until it is named: migrate and hooks neither "
	         "run nor undo it, and say so. Marking it as applied or undone ends that.",
	.opts = opts, .values_size = sizeof(struct mark_values), .max_operands = IDS_MOST,
	.offer = OFFER_MIGRATION, .run = run,
};
