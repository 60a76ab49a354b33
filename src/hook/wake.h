/* wake.h - start git-cvx and wait for it. */
#ifndef CVX_HOOK_WAKE_H
#define CVX_HOOK_WAKE_H

/* Run `git-cvx hook <argv...>`, the one beside this program or else that of PATH. However
 * it ends, git must not fail for it: if it didn't run, or crashed, one line says so. */
void wake(char **argv);

/* Become the git-cvx beside this program, or that of PATH. Returns only if it can't. */
void wake_become(char **argv);

#endif
