/* cmd_help.c - git cvx help: the list of commands, or a page of the manual. */
#include "cmd/cmds.h"
#include "cmd/context.h"
#include "cmd/docs.h"
#include "cmd/manual.h"

#include <string.h>

/* Pages that are about no command: git-cvx-<topic>. */
static const char *const topics[] = { "config", "migrations", NULL };

static int run(struct context *ctx, const void *values, int argc, char **argv, struct err *err)
{
	const struct cmd *cmd;

	(void)values;
	if (!argc) {
		docs_commands(stdout);
		return 0;
	}
	for (const char *const *topic = topics; *topic; topic++)
		if (!strcmp(*topic, argv[0]))
			return manual_open(ctx, arena_printf(&ctx->arena, MANUAL_PAGE "-%s", *topic),
			                   NULL);
	cmd = cmd_find(argv[0]);
	if (cmd && !cmd->hidden)
		return manual_open(ctx, MANUAL_PAGE, cmd->name);
	return cmd_unknown(argv[0], err);
}

const struct cmd cmd_help = {
	.name = "help", .operands = "[<command> | config | migrations]",
	.summary = "list the commands, or open the manual",
	.about = "List the commands. With one of them, open the manual at it, as 'git cvx <command> "
	         "--help' does; with config or migrations, open the page about settings, or about "
	         "writing migrations.",
	.opts = no_opts, .max_operands = 1, .offer = OFFER_COMMAND, .words = topics, .run = run,
};
