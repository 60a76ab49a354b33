/* cmd_hooks.c - git cvx hooks install | uninstall | status */
#include "app/hooks.h"
#include "cmd/cmds.h"
#include "cmd/context.h"

#include <string.h>

static const char *const words[] = { "install", "uninstall", "status", NULL };

/* Where git itself looks: core.hooksPath from the work tree's top, else the common dir. */
static int look(struct context *ctx, struct hooks *out, struct err *err)
{
	const char *path, *folder, *program = hooks_program(&ctx->arena);

	if (repo_config_text(&path, ctx->repo, "core.hooksPath", err))
		return -1;
	if (!program)
		return err_set(err, ERR_IO, "there is no git-cvx-hook beside this program; "
		               "is git-cvx installed completely?");
	folder = !path ? arena_printf(&ctx->arena, "%s/hooks", repo_common_dir(ctx->repo))
		: *path == '/' ? path
		: arena_printf(&ctx->arena, "%s/%s", repo_worktree(ctx->repo), path);
	if (hooks_look(out, &ctx->arena, folder, program, err))
		return -1;
	out->is_redirected = path != NULL;
	return 0;
}

static int install(struct context *ctx, struct hooks *hooks, struct err *err)
{
	if (hooks_install(hooks, &ctx->arena, err) || context_enroll(ctx, err))
		return -1;
	out_note(&ctx->out, "hooks are installed in '%s'", hooks->folder);
	return 0;
}

static int uninstall(struct context *ctx, struct hooks *hooks, struct err *err)
{
	size_t removed;

	if (hooks_uninstall(hooks, &removed, err))
		return -1;
	out_note(&ctx->out, removed ? "the hooks are removed" : "no hooks of git-cvx are installed");
	return 0;
}

static int status(struct context *ctx, const struct hooks *hooks)
{
	static const char *const texts[] = {
		"missing", "installed", "older: 'git cvx hooks install' renews it",
		"another program's: not touched",
	};
	struct buf text = BUF_INIT;
	bool all = true;

	for (size_t i = 0; i < HOOK_EVENTS; i++) {
		buf_addf(&text, "%-14s  %s\n", hooks->files[i].event,
		         texts[hooks->files[i].presence]);
		all = all && hooks->files[i].presence == HOOK_INSTALLED;
	}
	out_result(&ctx->out, text.text);
	buf_dispose(&text);
	return all ? 0 : 1;
}

static int run(struct context *ctx, const void *values, int argc, char **argv, struct err *err)
{
	const char *word = argc ? argv[0] : "status";
	struct hooks hooks;

	(void)values;
	if (strcmp(word, "install") && strcmp(word, "uninstall") && strcmp(word, "status"))
		return err_set(err, ERR_USAGE, "'%s' is neither install nor uninstall nor status",
		               word);
	if (context_open(ctx, err) || look(ctx, &hooks, err))
		return -1;
	if (!strcmp(word, "install"))
		return install(ctx, &hooks, err);
	if (!strcmp(word, "uninstall"))
		return uninstall(ctx, &hooks, err);
	return status(ctx, &hooks);
}

const struct cmd cmd_hooks = {
	.name = "hooks", .operands = "install | uninstall | status",
	.summary = "install or remove the git hooks",
	.about = "Install the hooks post-checkout and post-merge, through which the data follows "
	         "by itself; remove them; or say which are there (exit 1 if one is missing). A "
	         "hook of another program is never touched.",
	.opts = no_opts, .max_operands = 1, .words = words, .run = run,
};
