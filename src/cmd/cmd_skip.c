/* cmd_skip.c - git cvx skip */
#include "cmd/cmds.h"
#include "cmd/earlier.h"

static int run(struct context *ctx, const void *values, int argc, char **argv, struct err *err)
{
	const struct marking marking = { .kind = MARK_SKIPPED };
	struct running what = { .command = "skip", .yes = true, .marking = &marking };
	bool found;

	(void)values;
	(void)argc;
	(void)argv;
	return earlier_find(ctx, &what, &found, err) || running_execute(ctx, &what, err) ? -1 : 0;
}

const struct cmd cmd_skip = {
	.name = "skip", .operands = "", .summary = "leave the migration that failed, and go on",
	.about = "Mark the migration that failed, in whichever direction, as foreign, and go on "
	         "with the run. It stays as far as it came: look at its documents, and then say "
	         "what they are with 'git cvx mark --applied' or '--undone'.",
	.opts = no_opts, .run = run,
};
