/* cmd.c - find a command, parse its options, run it, report its error. */
#include "cmd/cmd.h"

#include "base/mem.h"
#include "base/near.h"
#include "cmd/context.h"
#include "cmd/docs.h"
#include "cmd/manual.h"

#include <stdlib.h>
#include <string.h>

const struct opt no_opts[] = { { 0 } };

const struct cmd *cmd_find(const char *name)
{
	for (const struct cmd *const *c = cmds; *c; c++)
		if (!strcmp((*c)->name, name))
			return *c;
	return NULL;
}

/* What other tools call it. */
static const struct { const char *word, *name; } elsewhere[] = {
	{ "apply", "up" }, { "revert", "down" }, { "rollback", "down" }, { "undo", "down" },
	{ "run", "migrate" }, { "sync", "migrate" }, { "history", "log" }, { "create", "new" },
	{ "generate", "new" }, { "resolve", "mark" },
};

const struct cmd *cmd_suggest(const char *word)
{
	struct near near = { word, NULL, NEAR_MOST + 1 };

	for (const struct cmd *const *c = cmds; *c; c++)
		if (!(*c)->hidden)
			near_offer(&near, (*c)->name);
	for (size_t i = 0; !near.best && i < sizeof(elsewhere) / sizeof(*elsewhere); i++)
		if (!strcmp(elsewhere[i].word, word))
			near.best = elsewhere[i].name;
	return near.best ? cmd_find(near.best) : NULL;
}

int cmd_unknown(const char *word, struct err *err)
{
	const struct cmd *near = cmd_suggest(word);

	err_set(err, ERR_USAGE, "'%s' is no command of git cvx", word);
	if (near)
		return err_hint(err, "did you mean 'git cvx %s'?", near->name);
	return err_hint(err, "'git cvx -h' lists them");
}

static bool asks(int argc, char **argv, const char *what)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--"); i++)
		if (!strcmp(argv[i], what))
			return true;
	return false;
}

static int parse_and_run(struct context *ctx, const struct cmd *cmd, int argc, char **argv,
                         struct err *err)
{
	void *values = xcalloc(1, cmd->values_size + 1);
	int operands = opt_parse(cmd->opts, values, argc - 1, argv + 1, err), status = -1;

	if (operands > cmd->max_operands) {
		err_set(err, ERR_USAGE, cmd->max_operands
		        ? "too many operands: '%s'" : "'%s' wasn't expected",
		        argv[1 + cmd->max_operands]);
		if (cmd->max_operands)
			err_hint(err, "it takes: git cvx %s %s", cmd->name, cmd->operands);
		operands = -1;
	}
	if (operands >= 0) {
		argv[1 + operands] = NULL;
		status = cmd->run(ctx, values, operands, argv + 1, err);
	}
	free(values);
	return status;
}

int cmd_main(struct context *ctx, int argc, char **argv)
{
	const struct cmd *cmd = cmd_find(argv[0]);
	struct err err = ERR_INIT;
	int status;

	if (!cmd) {
		cmd_unknown(argv[0], &err);
		out_error(&ctx->out, &err);
		return err_exit_status(err.code);
	}
	if (asks(argc, argv, "--help"))
		return manual_open(ctx, MANUAL_PAGE, cmd->hidden ? NULL : cmd->name);
	if (asks(argc, argv, "-h")) {
		docs_usage(stdout, cmd);
		return err_exit_status(ERR_USAGE);
	}
	status = parse_and_run(ctx, cmd, argc, argv, &err);
	if (status >= 0)
		return status;
	cmd_explain(ctx, cmd, &err);
	out_error(&ctx->out, &err);
	return err_exit_status(err.code);
}
