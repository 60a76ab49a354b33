/* portable.c - calls that not every system has. */
#include "base/portable.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#if !defined(HAVE_PIPE2) || !defined(SOCK_CLOEXEC)
static int give_up(int fds[2])
{
	int problem = errno;

	close(fds[0]);
	close(fds[1]);
	errno = problem;
	return -1;
}

static int set_flags(int fd, int flags)
{
	if (flags & O_CLOEXEC && fcntl(fd, F_SETFD, FD_CLOEXEC) < 0)
		return -1;
	return flags & O_NONBLOCK ? fcntl(fd, F_SETFL, O_NONBLOCK | fcntl(fd, F_GETFL)) : 0;
}
#endif

#ifdef HAVE_PIPE2
int portable_pipe(int fds[2], int flags)
{
	return pipe2(fds, flags);
}
#else
int portable_pipe(int fds[2], int flags)
{
	if (pipe(fds))
		return -1;
	return set_flags(fds[0], flags) < 0 || set_flags(fds[1], flags) < 0 ? give_up(fds) : 0;
}
#endif

#ifdef SOCK_CLOEXEC
int portable_sockets(int fds[2])
{
	return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds);
}
#else
int portable_sockets(int fds[2])
{
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds))
		return -1;
	for (int i = 0; i < 2; i++) {
		if (set_flags(fds[i], O_CLOEXEC) < 0)
			return give_up(fds);
#ifdef SO_NOSIGPIPE
		if (setsockopt(fds[i], SOL_SOCKET, SO_NOSIGPIPE, &(int){ 1 }, sizeof(int)))
			return give_up(fds);
#endif
	}
	return 0;
}
#endif

#ifdef MSG_NOSIGNAL
const int PORTABLE_SEND = MSG_NOSIGNAL;
#else
const int PORTABLE_SEND = 0;
#endif

#ifdef HAVE_EXPLICIT_BZERO
void portable_wipe(void *bytes, size_t len)
{
	explicit_bzero(bytes, len);
}
#else
void portable_wipe(void *bytes, size_t len)
{
	for (volatile char *p = bytes; len--; p++)
		*p = 0;
}
#endif
