/* test_portable.c - what stands in for calls that the system hasn't, tested where it has them. */
#undef HAVE_PIPE2
#undef HAVE_EXPLICIT_BZERO
#include <sys/socket.h>
#undef SOCK_CLOEXEC
#include "base/portable.c"
#include "tap.h"

static bool has(int fd, int descriptor_flag, int file_flag)
{
	return (fcntl(fd, F_GETFD) & FD_CLOEXEC) == descriptor_flag &&
	       (fcntl(fd, F_GETFL) & O_NONBLOCK) == file_flag;
}

static void test_pipe(int flags, int descriptor_flag, int file_flag)
{
	int fds[2];
	char c;

	is_int(portable_pipe(fds, flags), 0, "a pipe");
	ok(has(fds[0], descriptor_flag, file_flag), "its end for reading is as was asked for");
	ok(has(fds[1], descriptor_flag, file_flag), "... and so is the other");
	ok(write(fds[1], "x", 1) == 1 && read(fds[0], &c, 1) == 1 && c == 'x', "it is one");
	close(fds[0]);
	close(fds[1]);
}

static void test_sockets(void)
{
	int fds[2];
	char c;

	is_int(portable_sockets(fds), 0, "sockets");
	ok(has(fds[0], FD_CLOEXEC, 0) && has(fds[1], FD_CLOEXEC, 0), "are closed on exec");
	ok(write(fds[0], "x", 1) == 1 && read(fds[1], &c, 1) == 1 && c == 'x', "they are connected");
	close(fds[1]);
	errno = 0;
	ok(send(fds[0], "x", 1, PORTABLE_SEND) < 0 && errno == EPIPE, "no signal when one is gone");
	close(fds[0]);
}

static void test_wipe(void)
{
	char text[] = "secret";

	portable_wipe(text + 1, 4);
	ok(!memcmp(text, "s\0\0\0\0t", 7), "what is wiped is gone, and nothing else");
}

int main(void)
{
	test_pipe(0, 0, 0);
	test_pipe(O_CLOEXEC, FD_CLOEXEC, 0);
	test_pipe(O_CLOEXEC | O_NONBLOCK, FD_CLOEXEC, O_NONBLOCK);
	test_sockets();
	test_wipe();
	return done();
}
