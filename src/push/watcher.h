/* watcher.h - is a `convex dev` at work in this app's folder? A hint, never a proof. */
#ifndef CVX_PUSH_WATCHER_H
#define CVX_PUSH_WATCHER_H

#include <stdbool.h>

/* Looks at this user's processes: one whose words are "convex" and "dev", and whose
 * working directory is `folder`. False where the system has no /proc. */
bool watcher_is_running(const char *folder);
/* Its process id; 0: there is none. */
long watcher_pid(const char *folder);

#endif
