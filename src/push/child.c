/* child.c - run one program to its end, under our eyes. */
#include "push/child.h"

#include "base/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef HAVE_SYS_PRCTL_H
#include <sys/prctl.h>
#endif

#define GRACE_MS 2000      /* between SIGTERM and SIGKILL */
#define KEPT_FD 3          /* where the child finds keep_fd */

/* One output of the child: our end of the pipe and the line being written. */
struct stream {
	int fd;
	struct buf *text;
	struct buf line;
};

struct running {
	const struct child *child;
	pid_t pid;
	struct stream streams[2];
	int64_t started_ms;
};

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- in the child, between fork and exec: system calls only --------------------------- */

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

/* ---- starting -------------------------------------------------------------------------- */

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

static int start(struct running *r, struct err *err)
{
	int out[2] = { -1, -1 }, errors[2] = { -1, -1 }, report[2] = { -1, -1 }, null = -1;
	const char *name = r->child->argv[0];
	pid_t parent = getpid();
	int problem, result = -1;

	null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (null < 0 || pipe2(out, O_CLOEXEC) || pipe2(errors, O_CLOEXEC) ||
	    pipe2(report, O_CLOEXEC)) {
		err_errno(err, "cannot run '%s'", name);
		goto done;
	}
	r->pid = fork();
	if (r->pid == 0)
		become(r->child, parent, (int[4]){ null, out[1], errors[1], report[1] });
	if (r->pid < 0) {
		err_errno(err, "cannot run '%s'", name);
		goto done;
	}
	setpgid(r->pid, r->pid);
	close_fd(&report[1]);
	problem = exec_problem(report[0]);
	if (problem) {
		waitpid(r->pid, NULL, 0);
		errno = problem;
		err_errno(err, "cannot run '%s'", name);
		goto done;
	}
	fcntl(out[0], F_SETFL, O_NONBLOCK);
	fcntl(errors[0], F_SETFL, O_NONBLOCK);
	r->streams[0].fd = out[0];
	r->streams[1].fd = errors[0];
	out[0] = errors[0] = -1;
	result = 0;
done:
	close_fd(&null);
	for (int i = 0; i < 2; i++) {
		close_fd(&out[i]);
		close_fd(&errors[i]);
		close_fd(&report[i]);
	}
	return result;
}

/* ---- reading --------------------------------------------------------------------------- */

/* Keep the newest text: what a program says last says how it ended. */
static void make_room(struct buf *text)
{
	size_t drop = text->len / 2;
	const char *line = memchr(text->text + drop, '\n', text->len - drop);

	if (line)
		drop = (size_t)(line + 1 - text->text);
	memmove(text->text, text->text + drop, text->len - drop);
	buf_truncate(text, text->len - drop);
}

static void end_line(struct running *r, struct stream *s)
{
	secret_filter(&s->line);
	r->child->watch.line(r->child->watch.payload, s->line.text);
	buf_truncate(&s->line, 0);
}

static void take(struct running *r, struct stream *s, const char *bytes, size_t n)
{
	if (s->text->len + n > CHILD_OUTPUT_MAX)
		make_room(s->text);
	buf_add(s->text, bytes, n);
	if (!r->child->watch.line)
		return;
	for (size_t i = 0; i < n; i++) {
		if (bytes[i] == '\n')
			end_line(r, s);
		else if (bytes[i] != '\r' && bytes[i] != '\0')
			buf_addc(&s->line, bytes[i]);
	}
}

/* Read what is there without waiting. */
static void read_stream(struct running *r, struct stream *s)
{
	char bytes[8192];
	ssize_t n;

	while (s->fd >= 0) {
		n = read(s->fd, bytes, sizeof(bytes));
		if (n > 0)
			take(r, s, bytes, (size_t)n);
		else if (n == 0 || (errno != EAGAIN && errno != EINTR))
			close_fd(&s->fd);
		else if (errno == EAGAIN)
			return;
	}
}

static void wait_for_output(struct running *r, int timeout_ms)
{
	struct pollfd fds[2] = {
		{ r->streams[0].fd, POLLIN, 0 }, { r->streams[1].fd, POLLIN, 0 },
	};

	/* Both closed: it is about to end. */
	if (fds[0].fd < 0 && fds[1].fd < 0 && timeout_ms > 10)
		timeout_ms = 10;
	poll(fds, 2, timeout_ms);
	read_stream(r, &r->streams[0]);
	read_stream(r, &r->streams[1]);
}

/* ---- ending ---------------------------------------------------------------------------- */

/* It has ended, but is kept as a zombie so that its group's number stays ours. */
static bool has_ended(pid_t pid)
{
	siginfo_t info = { 0 };

	return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
	       info.si_pid == pid;
}

/* End whatever is left of the group, then reap the leader. */
static int reap(pid_t pid)
{
	int status = 0;

	kill(-pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void stop(struct running *r)
{
	int64_t since = now_ms();

	kill(-r->pid, SIGTERM);
	while (!has_ended(r->pid) && now_ms() - since < GRACE_MS)
		wait_for_output(r, 20);
	reap(r->pid);
}

/* Until it ends by itself (0), or has to be stopped (-1). */
static int attend(struct running *r, struct err *err)
{
	const struct child *c = r->child;
	int64_t ticked = r->started_ms;

	while (!has_ended(r->pid)) {
		int64_t now = now_ms();

		if (c->time_limit_ms && now - r->started_ms >= c->time_limit_ms)
			return err_set(err, ERR_UNKNOWN_OUTCOME, "'%s' did not end within %lld s",
			               c->argv[0], (long long)(c->time_limit_ms / 1000));
		if (now - ticked >= CHILD_TICK_MS) {
			ticked = now;
			if (c->watch.tick && c->watch.tick(c->watch.payload, err))
				return -1;
		}
		wait_for_output(r, (int)(CHILD_TICK_MS - (now - ticked)));
	}
	return 0;
}

int child_run(struct child_result *out, const struct child *child, struct err *err)
{
	struct running r = {
		.child = child,
		.streams = { { -1, &out->out, BUF_INIT }, { -1, &out->err, BUF_INIT } },
		.started_ms = now_ms(),
	};
	int result;

	out->out.max = out->err.max = CHILD_OUTPUT_MAX;
	if (start(&r, err))
		return -1;
	result = attend(&r, err);
	if (result) {
		stop(&r);
	} else {
		out->status = reap(r.pid);
		read_stream(&r, &r.streams[0]);
		read_stream(&r, &r.streams[1]);
	}
	for (int i = 0; i < 2; i++) {
		if (r.streams[i].line.len)
			end_line(&r, &r.streams[i]);
		buf_wipe(&r.streams[i].line);
		close_fd(&r.streams[i].fd);
		secret_filter(r.streams[i].text);
	}
	return result;
}

void child_result_dispose(struct child_result *result)
{
	buf_dispose(&result->out);
	buf_dispose(&result->err);
}
