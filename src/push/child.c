/* child.c - run one program to its end, under our eyes. */
#include "push/child.h"

#include "base/portable.h"
#include "base/secret.h"
#include "base/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define GRACE_MS 2000      /* between SIGTERM and SIGKILL */

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

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* ---- reading ---------------------------------------------------------------------- */

/* Keep the newest text: what a program says last says how it ended. Secrets go before they
 * could be cut in two. */
static void make_room(struct buf *text)
{
	const char *line;
	size_t drop;

	secret_filter(text);
	drop = text->len / 2;
	line = memchr(text->text + drop, '\n', text->len - drop);

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

/* ---- ending ----------------------------------------------------------------------- */

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

/* Start it, its outputs being our streams, which are read without waiting. */
static int start(struct running *r, struct err *err)
{
	const struct child *c = r->child;
	struct spawn what = { .argv = c->argv, .cwd = c->cwd, .env = c->env, .in = -1,
		.keep_fd = c->keep_fd };
	int ends[2][2] = { { -1, -1 }, { -1, -1 } }, result = -1;

	if (portable_pipe(ends[0], O_CLOEXEC | O_NONBLOCK) ||
	    portable_pipe(ends[1], O_CLOEXEC | O_NONBLOCK)) {
		err_errno(err, "cannot run '%s'", c->argv[0]);
	} else {
		what.out = ends[0][1];
		what.err = ends[1][1];
		/* To the program, writing is as usual. */
		fcntl(what.out, F_SETFL, 0);
		fcntl(what.err, F_SETFL, 0);
		result = spawn_start(&r->pid, &what, err);
	}
	for (int i = 0; i < 2; i++) {
		r->streams[i].fd = ends[i][0];
		close_fd(&ends[i][1]);
	}
	return result;
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
	result = start(&r, err);
	if (!result) {
		result = attend(&r, err);
		if (result) {
			stop(&r);
		} else {
			out->status = reap(r.pid);
			read_stream(&r, &r.streams[0]);
			read_stream(&r, &r.streams[1]);
		}
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
