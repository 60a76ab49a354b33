/* earlier.h - what a run that was cut off was about, for those that go on with it.
 *
 * Read from its journal; what it has done is read from the ledger, later. */
#ifndef CVX_CMD_EARLIER_H
#define CVX_CMD_EARLIER_H

#include "cmd/running.h"

/* Open and connect the context, and fill in *what as that run was set up. *found = false, and
 * nothing is filled in, if no run of this clone was cut off. ERR_DECISION if that was on
 * another deployment. */
int earlier_find(struct context *ctx, struct running *what, bool *found, struct err *err)
	CVX_CHECK;

#endif
