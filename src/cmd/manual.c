/* manual.c - open a page of the manual. */
#include "cmd/manual.h"

#include "base/self.h"
#include "cmd/cmd.h"
#include "cmd/context.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOT_STARTED 127

/* The manual that came with this program, if it lies beside it: as `make install` puts it,
 * or as a build has it. NULL: it doesn't. */
static const char *own_manual(struct arena *arena)
{
	static const char *const places[] = { "../share/man", "share/man" };
	char folder[PATH_MAX];

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (self_neighbour(folder, sizeof(folder), places[i]) &&
		    !access(arena_printf(arena, "%s/man1/" MANUAL_PAGE ".1", folder), R_OK))
			return arena_strdup(arena, folder);
	return NULL;
}

/* In front of what is set; nothing set stands for where the system has its manuals. */
static void look_there_first(struct arena *arena, const char *folder)
{
	const char *set = getenv("MANPATH");

	setenv("MANPATH", arena_printf(arena, "%s:%s", folder, set ? set : ""), 1);
}

/* `man -w` says where a page is and doesn't open it: 0 if it is there. */
static int find_page(const char *page)
{
	char *argv[] = { "man", "-w", (char *)page, NULL };
	int status = -1, null;
	pid_t child = fork();

	if (!child) {
		null = open("/dev/null", O_WRONLY);
		if (null >= 0 && dup2(null, 1) >= 0 && dup2(null, 2) >= 0)
			execvp(argv[0], argv);
		_exit(NOT_STARTED);
	}
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

/* Headings of commands are indented by three. In this variable a '$' would end the pattern. */
static void begin_at(struct arena *arena, const struct cmd *cmd)
{
	const char *set = getenv("LESS");

	setenv("LESS", arena_printf(arena, "%s +/^   git cvx %s%s", set ? set : "", cmd->name,
	                            *cmd->operands ? " " : ""), 1);
}

static int not_shown(struct context *ctx, const char *page, const char *command, bool no_man)
{
	const char *own = own_manual(&ctx->arena);
	struct err err = ERR_INIT;

	if (no_man)
		err_set(&err, ERR_NOT_FOUND, "there is no program 'man' here, which shows the manual");
	else
		err_set(&err, ERR_NOT_FOUND, "'man' finds no page '%s'", page);
	if (command)
		err_hint(&err, "'git cvx %s -h' explains the command in short", command);
	else
		err_hint(&err, "'git cvx help' lists the commands, 'git cvx <command> -h' explains one");
	if (own)
		err_hint(&err, "the manual is in '%s'", own);
	else if (!no_man)
		err_hint(&err, "'make install' puts the manual in place, beside the program");
	out_error(&ctx->out, &err);
	return err_exit_status(err.code);
}

int manual_open(struct context *ctx, const char *page, const char *command)
{
	const char *own = own_manual(&ctx->arena);
	char *argv[] = { "man", (char *)page, NULL };
	int missing;

	if (own)
		look_there_first(&ctx->arena, own);
	missing = find_page(page);
	if (!missing) {
		if (command)
			begin_at(&ctx->arena, cmd_find(command));
		execvp(argv[0], argv);
	}
	return not_shown(ctx, page, command, missing == NOT_STARTED);
}
