/* wake.h - start git-cvx and wait for it. */
#ifndef CVX_HOOK_WAKE_H
#define CVX_HOOK_WAKE_H

#include <stdint.h>

/* Run `git-cvx hook <argv...>`, the one beside this program or else that of PATH. However
 * it ends, git must not fail for it: if it didn't run, or crashed, one line says so. Its time
 * counts from `began`, of base/clock.h's now_ms(). */
void wake(char **argv, int64_t began);

/* Become the git-cvx beside this program, or that of PATH. Returns only if it can't. */
void wake_become(char **argv);

#endif
