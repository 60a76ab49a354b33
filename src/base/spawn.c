/* spawn.c - from fork to exec, with nothing of ours taken along. */
#include "base/spawn.h"

#include "base/portable.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef HAVE_SYS_PRCTL_H
#include <sys/prctl.h>
#endif

#define KEPT_FD 3          /* where the program finds keep_fd */

/* ---- in the child, between fork and exec: system calls only ----------------------- */

static void close_others(int from)
{
	long max;

#ifdef HAVE_CLOSE_RANGE
	if (!close_range((unsigned)from, ~0U, 0))
		return;
#endif
	max = sysconf(_SC_OPEN_MAX);
	if (max < 0 || max > 65536)
		max = 65536;
	for (long fd = from; fd < max; fd++)
		close((int)fd);
}

static void reset_signals(void)
{
	sigset_t none;

	for (int sig = 1; sig < 32; sig++)
		signal(sig, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Arrange file descriptors: its 0, 1 and 2, then keep_fd and `report`, no others.
 * Returns where `report` is now, or -1. */
static int arrange_fds(const struct spawn *what, const int given[3], int report)
{
	int next = KEPT_FD, fds[3];

	/* First out of each other's way, then into place. */
	for (int i = 0; i < 3; i++)
		if ((fds[i] = fcntl(given[i], F_DUPFD, 16)) < 0)
			return -1;
	report = fcntl(report, F_DUPFD, 16);
	if (report < 0)
		return -1;
	for (int i = 0; i < 3; i++)
		if (dup2(fds[i], i) < 0)
			return -1;
	if (what->keep_fd >= 0) {
		if (what->keep_fd == KEPT_FD)
			fcntl(KEPT_FD, F_SETFD, 0);
		else if (dup2(what->keep_fd, KEPT_FD) < 0)
			return -1;
		next++;
	}
	if (dup2(report, next) < 0 || fcntl(next, F_SETFD, FD_CLOEXEC) < 0)
		return -1;
	close_others(next + 1);
	return next;
}

static void become(const struct spawn *what, pid_t parent, const int fds[3], int to)
{
	int report, problem;

	setpgid(0, 0);
	reset_signals();
#ifdef HAVE_SYS_PRCTL_H
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* The parent may have died before the line above. */
	if (getppid() != parent)
		_exit(127);
#else
	(void)parent;
#endif
	report = arrange_fds(what, fds, to);
	if (report >= 0 && chdir(what->cwd) == 0)
		execve(what->argv[0], (char *const *)what->argv, what->env);
	problem = errno;
	if (write(report >= 0 ? report : to, &problem, sizeof(problem)) < 0)
		_exit(126);
	_exit(127);
}

/* ---- starting --------------------------------------------------------------------- */

/* Read what the child says of exec: nothing (it worked) or an errno. */
static int exec_problem(int fd)
{
	int problem = 0;
	ssize_t n;

	do {
		n = read(fd, &problem, sizeof(problem));
	} while (n < 0 && errno == EINTR);
	return n == (ssize_t)sizeof(problem) ? problem : 0;
}

static int start(pid_t *out, const struct spawn *what, int null, const int report[2])
{
	const int fds[3] = {
		what->in < 0 ? null : what->in, what->out < 0 ? null : what->out,
		what->err < 0 ? null : what->err,
	};
	pid_t parent = getpid();

	*out = fork();
	if (*out == 0)
		become(what, parent, fds, report[1]);
	return *out < 0 ? -1 : 0;
}

int spawn_start(pid_t *out, const struct spawn *what, struct err *err)
{
	int report[2] = { -1, -1 }, null = open("/dev/null", O_RDWR | O_CLOEXEC), problem;

	if (null < 0 || portable_pipe(report, O_CLOEXEC) || start(out, what, null, report)) {
		problem = errno;
	} else {
		setpgid(*out, *out);
		close(report[1]);
		report[1] = -1;
		problem = exec_problem(report[0]);
		if (problem)
			waitpid(*out, NULL, 0);
	}
	for (int i = 0; i < 2; i++)
		if (report[i] >= 0)
			close(report[i]);
	if (null >= 0)
		close(null);
	errno = problem;
	return problem ? err_errno(err, "cannot run '%s'", what->argv[0]) : 0;
}
