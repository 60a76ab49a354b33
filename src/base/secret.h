/* secret.h - values that must never be shown, and text freed of them.
 *
 * Whoever learns a secret registers it; whoever writes text for people, files or traces
 * filters it. Filter whole texts or whole lines: a secret that is cut in two between two
 * buffers is not found. Values shorter than SECRET_MIN bytes are not looked for, since
 * hiding them would hide half of any text.
 *
 * The list is the program's, not a command's: there is one, and it isn't thread-safe. */
#ifndef CVX_BASE_SECRET_H
#define CVX_BASE_SECRET_H

#include "base/buf.h"

#include <stdbool.h>

#define SECRET_MIN 6

/* Hide this value from now on: as it is, with any of its characters escaped as in URLs or
 * JSON, and in base64 at any offset. Of a deployment's key, "name|secret", the secret part is
 * hidden where it stands alone, too. NULL is allowed. */
void secret_add(const char *value);

/* Is it a file of the kind in which apps keep keys: .env, .env.local, .env.anything? No copy
 * of one is made. */
bool secret_may_be_in(const char *path);

/* Replace every registered value by "(hidden)". */
void secret_filter(struct buf *text);

/* Overwrite a secret in place. NULL is allowed. */
void secret_wipe(char *value);

/* Forget and overwrite all of them: at the end of the program. */
void secret_forget_all(void);

#endif
