/* wake.c - start git-cvx and wait for it. */
#include "hook/wake.h"

#include "base/mem.h"
#include "base/self.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOT_STARTED 127

void wake_become(char **argv)
{
	char self[PATH_MAX];

	if (self_neighbour(self, sizeof(self), "git-cvx"))
		execv(self, argv);
	execvp("git-cvx", argv);
}

/* Ctrl-C is for git-cvx, which stops where the data is whole; it is waited for. */
static int run(char **argv)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
	int status = -1;
	pid_t child;

	sigaction(SIGINT, &ignore, &before);
	child = fork();
	if (!child) {
		sigaction(SIGINT, &before, NULL);
		signal(SIGPIPE, SIG_DFL);
		wake_become(argv);
		_exit(NOT_STARTED);
	}
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	sigaction(SIGINT, &before, NULL);
	return child > 0 ? status : -1;
}

/* What git-cvx starts may run git, whose hooks have nothing to do then. */
static void say_when_it_began(int64_t began)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", (long long)began);
	if (setenv("CVX_IN_HOOK", text, 1))
		out_of_memory();
}

void wake(char **argv, int64_t began)
{
	size_t count = 0;
	char **whole;
	int status;

	while (argv[count])
		count++;
	whole = xcalloc(count + 3, sizeof(*whole));
	whole[0] = "git-cvx";
	whole[1] = "hook";
	memcpy(whole + 2, argv, count * sizeof(*whole));
	say_when_it_began(began);
	status = run(whole);
	free(whole);
	if (status == -1 ||
	    (WIFEXITED(status) && WEXITSTATUS(status) == NOT_STARTED))
		fputs("git cvx: git-cvx cannot be run; data stays as it is\n", stderr);
	else if (WIFSIGNALED(status) && WTERMSIG(status) != SIGINT)
		fprintf(stderr, "git cvx: it crashed (signal %d); see 'git cvx status'\n",
		        WTERMSIG(status));
}
