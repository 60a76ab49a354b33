/* pager.c - results by way of the user's pager. */
#include "ui/pager.h"

#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST_WORDS 16

/* What only a shell understands. */
static bool needs_shell(const char *command)
{
	return command[strcspn(command, "|&;<>()$`\\\"'*?[#~={}\n")] != '\0';
}

/* The words point into a copy, *text, that the caller frees. */
static size_t split(char **words, char **text, const char *command)
{
	size_t count = 0;
	char *p = *text = xstrdup(command);

	while (count < MOST_WORDS) {
		p += strspn(p, " \t");
		if (!*p)
			break;
		words[count++] = p;
		p += strcspn(p, " \t");
		if (*p)
			*p++ = '\0';
	}
	words[count] = NULL;
	return count;
}

/* In the child: as git sets them, where the user hasn't. */
static void become(char **words, int from, int failed)
{
	signal(SIGPIPE, SIG_DFL);
	if (dup2(from, STDIN_FILENO) >= 0 && !setenv("LESS", "FRX", 0) && !setenv("LV", "-c", 0))
		execvp(words[0], words);
	if (write(failed, "", 1) < 0)
		_exit(126);
	_exit(127);
}

static int open_pipe(int ends[2])
{
	if (pipe(ends))
		return -1;
	(void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	(void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	return 0;
}

/* A byte comes if it couldn't be run; nothing, as soon as it runs. */
static bool is_running(int failed)
{
	char byte;
	ssize_t n;

	do
		n = read(failed, &byte, 1);
	while (n < 0 && errno == EINTR);
	return !n;
}

static void start(struct pager *pager, char **words)
{
	int to[2], failed[2];
	bool runs;

	if (open_pipe(to))
		return;
	if (open_pipe(failed)) {
		close(to[0]);
		close(to[1]);
		return;
	}
	fflush(NULL);
	pager->pid = fork();
	if (!pager->pid)
		become(words, to[0], failed[1]);
	close(to[0]);
	close(failed[1]);
	runs = pager->pid > 0 && is_running(failed[0]);
	close(failed[0]);
	if (runs) {
		FILE *results = fdopen(to[1], "w");

		/* Whoever leaves the pager has seen enough: that is no failure. */
		signal(SIGPIPE, SIG_IGN);
		pager->terminal = pager->out->results;
		pager->out->results = results;
		return;
	}
	close(to[1]);
	if (pager->pid > 0)
		(void)waitpid(pager->pid, NULL, 0);
}

void pager_begin(struct pager *pager, struct out *out, const char *command)
{
	char *words[MOST_WORDS + 1], *text = NULL;

	*pager = (struct pager){ .out = out };
	if (!command || needs_shell(command))
		return;
	if (strcmp(command, "cat") != 0 && split(words, &text, command) > 0)
		start(pager, words);
	free(text);
}

void pager_end(struct pager *pager)
{
	if (!pager->terminal)
		return;
	fclose(pager->out->results);
	pager->out->results = pager->terminal;
	while (waitpid(pager->pid, NULL, 0) < 0 && errno == EINTR)
		continue;
	pager->terminal = NULL;
}
