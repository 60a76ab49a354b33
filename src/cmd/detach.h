/* detach.h - a process that outlives the hook that started it: no terminal, a session of
 * its own, its words in a file that the hook shows as long as it waits.
 *
 * Ctrl-C, and what ends the hook politely, is passed on to it while the hook waits. */
#ifndef CVX_CMD_DETACH_H
#define CVX_CMD_DETACH_H

#include "base/err.h"

#include <stdbool.h>
#include <sys/types.h>

/* As fork(): 0 in the new process, whose stdout and stderr are the file `text`, made anew;
 * its number, or -1 with *err, in this one. The new process catches signals as
 * interrupt_catch() does. */
pid_t detach_fork(const char *text, struct err *err) CVX_CHECK;

/* Show what it writes for so many milliseconds. True if it ended; *status is that of
 * waitpid(). False: it goes on. */
bool detach_watch(pid_t pid, const char *text, long ms, int *status);

#endif
