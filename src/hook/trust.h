/* trust.h - may this repository be read, as git sees it? */
#ifndef CVX_HOOK_TRUST_H
#define CVX_HOOK_TRUST_H

#include "hook/place.h"

/* It is our user's own, or git trusts it all the same: what lies in another one's was written
 * by somebody else. Asks git only about such ones. */
bool trust_place(const struct place *place, struct arena *arena);

#endif
