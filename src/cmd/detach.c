/* detach.c - a process that outlives the hook that started it. */
#include "cmd/detach.h"

#include "cmd/follow.h"
#include "cmd/interrupt.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LOOK_MS 40
#define FDS_LOOKED_AT 256

static const int passed_on[] = { SIGINT, SIGTERM, SIGHUP };
static volatile pid_t watched;

static void pass_on(int signal_number)
{
	int before = errno;

	kill(watched, signal_number);
	errno = before;
}

static void block(sigset_t *before)
{
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(passed_on) / sizeof(*passed_on); i++)
		sigaddset(&set, passed_on[i]);
	sigprocmask(SIG_BLOCK, &set, before);
}

/* Whoever waits for the end of what git wrote to would wait for us. */
static int let_go(int text)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);

	setsid();
	if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(text, STDOUT_FILENO) < 0 ||
	    dup2(text, STDERR_FILENO) < 0)
		return -1;
	close(null);
	for (int fd = STDERR_FILENO + 1; fd < FDS_LOOKED_AT; fd++) {
		int flags = fcntl(fd, F_GETFD);

		if (flags >= 0 && !(flags & FD_CLOEXEC))
			close(fd);
	}
	return 0;
}

pid_t detach_fork(const char *text, struct err *err)
{
	int fd = open(text, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
	sigset_t before;
	pid_t pid;

	if (fd < 0)
		return err_errno(err, "cannot write '%s'", text);
	fflush(NULL);
	block(&before);
	pid = fork();
	if (pid < 0) {
		err_errno(err, "cannot start a process");
	} else if (!pid) {
		interrupt_catch();
		if (let_go(fd))
			_exit(128);
	} else {
		struct sigaction action = { .sa_handler = pass_on };

		watched = pid;
		sigemptyset(&action.sa_mask);
		for (size_t i = 0; i < sizeof(passed_on) / sizeof(*passed_on); i++)
			sigaction(passed_on[i], &action, NULL);
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
	close(fd);
	return pid;
}

static long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

bool detach_watch(pid_t pid, const char *text, long ms, int *status)
{
	const struct timespec pause = { 0, LOOK_MS * 1000000L };
	long until = now_ms() + ms;
	struct follow follow;
	pid_t ended = 0;

	follow_open(&follow, stderr, isatty(STDERR_FILENO) == 1);
	while (!(ended = waitpid(pid, status, WNOHANG)) && now_ms() < until) {
		follow_more(&follow, text);
		nanosleep(&pause, NULL);
	}
	follow_close(&follow, text);
	for (size_t i = 0; i < sizeof(passed_on) / sizeof(*passed_on); i++)
		signal(passed_on[i], SIG_DFL);
	return ended == pid;
}
