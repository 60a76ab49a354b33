/* spawn.c - from fork to exec, with nothing of ours taken along. */
#include "push/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef HAVE_SYS_PRCTL_H
#include <sys/prctl.h>
#endif

#define KEPT_FD 3          /* where the child finds keep_fd */

/* ---- in the child, between fork and exec: system calls only ----------------------- */

static void close_others(int from)
{
	long max = sysconf(_SC_OPEN_MAX);

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

/* Arrange file descriptors: null, out, err, then keep_fd and `report`, no others.
 * Returns where `report` is now, or -1. */
static int arrange_fds(const struct child *c, int null, int out, int errors, int report)
{
	int next = KEPT_FD;

	/* First out of each other's way, then into place. */
	null = fcntl(null, F_DUPFD, 16);
	out = fcntl(out, F_DUPFD, 16);
	errors = fcntl(errors, F_DUPFD, 16);
	report = fcntl(report, F_DUPFD, 16);
	if (null < 0 || out < 0 || errors < 0 || report < 0)
		return -1;
	if (dup2(null, 0) < 0 || dup2(out, 1) < 0 || dup2(errors, 2) < 0)
		return -1;
	if (c->keep_fd >= 0) {
		if (c->keep_fd == KEPT_FD)
			fcntl(KEPT_FD, F_SETFD, 0);
		else if (dup2(c->keep_fd, KEPT_FD) < 0)
			return -1;
		next++;
	}
	if (dup2(report, next) < 0 || fcntl(next, F_SETFD, FD_CLOEXEC) < 0)
		return -1;
	close_others(next + 1);
	return next;
}

static void become(const struct child *c, pid_t parent, const int fds[4])
{
	int report = fds[3], problem;

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
	report = arrange_fds(c, fds[0], fds[1], fds[2], fds[3]);
	if (report >= 0 && chdir(c->cwd) == 0)
		execve(c->argv[0], (char *const *)c->argv, c->env);
	problem = errno;
	if (write(report >= 0 ? report : fds[3], &problem, sizeof(problem)) < 0)
		_exit(126);
	_exit(127);
}

/* ---- starting --------------------------------------------------------------------- */

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

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

int spawn(struct spawned *out, const struct child *child, struct err *err)
{
	int output[2] = { -1, -1 }, errors[2] = { -1, -1 }, report[2] = { -1, -1 }, null = -1;
	const char *name = child->argv[0];
	pid_t parent = getpid();
	int problem, result = -1;

	null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (null < 0 || pipe2(output, O_CLOEXEC) || pipe2(errors, O_CLOEXEC) ||
	    pipe2(report, O_CLOEXEC)) {
		err_errno(err, "cannot run '%s'", name);
		goto done;
	}
	out->pid = fork();
	if (out->pid == 0)
		become(child, parent, (int[4]){ null, output[1], errors[1], report[1] });
	if (out->pid < 0) {
		err_errno(err, "cannot run '%s'", name);
		goto done;
	}
	setpgid(out->pid, out->pid);
	close_fd(&report[1]);
	problem = exec_problem(report[0]);
	if (problem) {
		waitpid(out->pid, NULL, 0);
		errno = problem;
		err_errno(err, "cannot run '%s'", name);
		goto done;
	}
	fcntl(output[0], F_SETFL, O_NONBLOCK);
	fcntl(errors[0], F_SETFL, O_NONBLOCK);
	out->out = output[0];
	out->err = errors[0];
	output[0] = errors[0] = -1;
	result = 0;
done:
	close_fd(&null);
	for (int i = 0; i < 2; i++) {
		close_fd(&output[i]);
		close_fd(&errors[i]);
		close_fd(&report[i]);
	}
	return result;
}
