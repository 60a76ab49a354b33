/* fakeconvex.c - a server that plays a script. */
#include "fakeconvex.h"

#include "base/buf.h"
#include "base/mem.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST_CONNECTIONS 16

struct fake {
	const struct fake_step *steps;
	size_t count, at;
	char url[64];
	int listener, stop[2];
	int open[MOST_CONNECTIONS];
	int open_count;
	atomic_int accepted;
	pthread_t thread;
	char problem[8192];
};

static void complain(struct fake *fake, const char *what, const char *got,
                     const char *want)
{
	if (!*fake->problem)
		snprintf(fake->problem, sizeof(fake->problem),
		         "request %zu: %s\n#  got: %s\n# want: %s", fake->at + 1, what,
		         got, want);
}

static const struct fake_step *current(const struct fake *fake)
{
	return fake->at < fake->count ? &fake->steps[fake->at] : NULL;
}

/* The value of a header into `out`, "" if it isn't there. */
static void header(const char *head, const char *name, char *out, size_t size)
{
	char wanted[64];
	const char *at;

	snprintf(wanted, sizeof(wanted), "\r\n%s: ", name);
	at = strstr(head, wanted);
	snprintf(out, size, "%.*s", at ? (int)strcspn(at + strlen(wanted), "\r") : 0,
	         at ? at + strlen(wanted) : "");
}

static void check_header(struct fake *fake, const char *head, const char *name,
                         const char *want)
{
	char got[256];

	header(head, name, got, sizeof(got));
	if (strcmp(got, want))
		complain(fake, name, got, want);
}

static void check_request(struct fake *fake, const char *head, const char *body)
{
	const struct fake_step *step = current(fake);
	const char *want_body;
	char line[256], want[256];

	snprintf(line, sizeof(line), "%.*s", (int)strcspn(head, "\r"), head);
	if (!step) {
		complain(fake, "one too many", line, "nothing");
		return;
	}
	snprintf(want, sizeof(want), "%s HTTP/1.1", step->line);
	want_body = step->body ? step->body : "";
	if (strcmp(line, want))
		complain(fake, "request line", line, want);
	if (strcmp(body, want_body))
		complain(fake, "body", body, want_body);
	snprintf(want, sizeof(want), "%s %s", step->bearer ? "Bearer" : "Convex",
	         step->bearer ? step->bearer : FAKE_KEY);
	check_header(fake, head, "Authorization", step->keyless ? "" : want);
	check_header(fake, head, "Convex-Client", "git-cvx-" PACKAGE_VERSION);
	check_header(fake, head, "Content-Type", step->body ? "application/json" : "");
	check_header(fake, head, "Expect", "");
	check_header(fake, head, "Host", fake->url + strlen("http://"));
}

/* Read one request; false if the client went away. */
static bool read_request(int fd, struct buf *head, struct buf *body)
{
	char length[32], bytes[4096];
	struct buf all = BUF_INIT;
	const char *end = NULL;
	bool good = false;

	while (!end) {
		ssize_t n = read(fd, bytes, sizeof(bytes));

		if (n <= 0)
			goto done;
		buf_add(&all, bytes, (size_t)n);
		end = strstr(all.text, "\r\n\r\n");
	}
	buf_add(head, all.text, (size_t)(end + 2 - all.text));
	buf_adds(body, end + 4);
	header(head->text, "Content-Length", length, sizeof(length));
	while (body->len < strtoul(length, NULL, 10)) {
		ssize_t n = read(fd, bytes, sizeof(bytes));

		if (n <= 0)
			goto done;
		buf_add(body, bytes, (size_t)n);
	}
	good = true;
done:
	buf_dispose(&all);
	return good;
}

static void send_all(int fd, const char *text, size_t len)
{
	while (len) {
		ssize_t n = send(fd, text, len, MSG_NOSIGNAL);

		if (n <= 0)
			return; /* the client gave up: its test says whether it should
			           have */
		text += n;
		len -= (size_t)n;
	}
}

static void answer(int fd, const struct fake_step *step)
{
	const char *reply = step->reply ? step->reply : "";
	size_t len = strlen(reply);
	struct buf text = BUF_INIT;

	buf_addf(&text, "HTTP/1.1 %d X\r\nContent-Length: %zu\r\n%s\r\n",
	         step->status ? step->status : 200, len,
	         step->headers ? step->headers : "");
	buf_add(&text, reply, step->fault == FAKE_TRUNCATES ? len / 2 : len);
	send_all(fd, text.text, text.len);
	buf_dispose(&text);
}

/* One request on a connection; false if the connection is to be closed. */
static bool serve(struct fake *fake, int fd)
{
	struct buf head = BUF_INIT, body = BUF_INIT;
	const struct fake_step *step = current(fake);
	enum fake_fault fault = step ? step->fault : FAKE_DROPS_AFTER;
	bool keep = false;
	char byte;

	if (fault == FAKE_DROPS_BEFORE) {
		/* An idle connection that the client closes is no request. */
		if (recv(fd, &byte, 1, MSG_PEEK) > 0)
			fake->at++;
		return false;
	}
	if (!read_request(fd, &head, &body))
		goto done;
	check_request(fake, head.text, body.text);
	fake->at++;
	if (fault == FAKE_GARBAGE)
		send_all(fd, "\x16\x03 this is no HTTP\r\n\r\n", 23);
	if (fault == FAKE_STALLS)
		while (read(fd, &byte, 1) > 0)
			;
	if (fault == FAKE_ANSWERS || fault == FAKE_TRUNCATES)
		answer(fd, step);
	keep = fault == FAKE_ANSWERS;
done:
	buf_dispose(&head);
	buf_dispose(&body);
	return keep;
}

static void close_connection(struct fake *fake, int i)
{
	close(fake->open[i]);
	fake->open[i] = fake->open[--fake->open_count];
}

static void *run(void *self)
{
	struct fake *fake = self;

	for (;;) {
		struct pollfd fds[MOST_CONNECTIONS + 2] = {
			{ fake->stop[0], POLLIN, 0 }, { fake->listener, POLLIN, 0 },
		};

		for (int i = 0; i < fake->open_count; i++)
			fds[i + 2] = (struct pollfd){ fake->open[i], POLLIN, 0 };
		if (poll(fds, (nfds_t)fake->open_count + 2, -1) < 0 || fds[0].revents)
			return NULL;
		for (int i = fake->open_count - 1; i >= 0; i--)
			if (fds[i + 2].revents && !serve(fake, fake->open[i]))
				close_connection(fake, i);
		if (fds[1].revents && fake->open_count < MOST_CONNECTIONS) {
			fake->open[fake->open_count++] =
				accept(fake->listener, NULL, NULL);
			fake->accepted++;
		}
	}
}

struct fake *fake_start(const struct fake_step *steps, size_t count)
{
	struct fake *fake = xcalloc(1, sizeof(*fake));
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t len = sizeof(address);

	fake->steps = steps;
	fake->count = count;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	fake->listener = socket(AF_INET, SOCK_STREAM, 0);
	if (fake->listener < 0 || pipe(fake->stop) ||
	    bind(fake->listener, (struct sockaddr *)&address, sizeof(address)) ||
	    listen(fake->listener, 8) ||
	    getsockname(fake->listener, (struct sockaddr *)&address, &len)) {
		perror("fakeconvex");
		abort();
	}
	snprintf(fake->url, sizeof(fake->url), "http://127.0.0.1:%d",
	         ntohs(address.sin_port));
	if (pthread_create(&fake->thread, NULL, run, fake))
		abort();
	return fake;
}

const char *fake_url(const struct fake *fake)
{
	return fake->url;
}

int fake_connections(const struct fake *fake)
{
	return fake->accepted;
}

const char *fake_stop(struct fake *fake)
{
	static char problem[sizeof(fake->problem)];

	if (write(fake->stop[1], "", 1) != 1)
		abort();
	pthread_join(fake->thread, NULL);
	while (fake->open_count)
		close_connection(fake, fake->open_count - 1);
	close(fake->listener);
	close(fake->stop[0]);
	close(fake->stop[1]);
	if (!*fake->problem && fake->at < fake->count)
		complain(fake, "never came", "nothing", fake->steps[fake->at].line);
	snprintf(problem, sizeof(problem), "%s", fake->problem);
	free(fake);
	return *problem ? problem : NULL;
}
