/* rest.h - post-commit rests during a rebase.
 *
 * git runs it after each commit that it makes anew, where there is nothing to do, and that
 * alone would make a rebase half as long again. So the wake-up at the start of a rebase puts
 * our shim aside, and the next wake-up of any kind puts it back. Only a file that is ours
 * and nothing else, in the git dir's own hooks folder. */
#ifndef CVX_HOOK_REST_H
#define CVX_HOOK_REST_H

#include "base/mem.h"

#include <stdbool.h>

void rest_begin(const char *common_dir, struct arena *arena);
/* It has been put aside, and not yet been put back. */
bool rest_is_on(const char *common_dir, struct arena *arena);
void rest_end(const char *common_dir, struct arena *arena);

#endif
