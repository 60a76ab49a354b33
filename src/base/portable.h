/* portable.h - calls that not every system has; configure looks for them.
 *
 * For Linux they are the system's own. The others are for macOS and BSD, where between two
 * calls a child of another thread could inherit a descriptor: git-cvx has no other thread. */
#ifndef CVX_BASE_PORTABLE_H
#define CVX_BASE_PORTABLE_H

#include <stddef.h>
#include <sys/stat.h>

/* pipe2(): flags are O_CLOEXEC and O_NONBLOCK. */
int portable_pipe(int fds[2], int flags);

/* Two connected sockets, closed on exec. What is sent with PORTABLE_SEND raises no signal where
 * the other end is gone. */
int portable_sockets(int fds[2]);
extern const int PORTABLE_SEND;

/* explicit_bzero(): the compiler doesn't leave it out. */
void portable_wipe(void *bytes, size_t len);

#ifdef HAVE_STRUCT_STAT_ST_MTIM
#define portable_mtime(st) ((st)->st_mtim)
#define portable_atime(st) ((st)->st_atim)
#else
#define portable_mtime(st) ((st)->st_mtimespec)
#define portable_atime(st) ((st)->st_atimespec)
#endif

#endif
