/* previewing.h - a run's plan as it is shown before it is carried out. */
#ifndef CVX_CMD_PREVIEWING_H
#define CVX_CMD_PREVIEWING_H

#include "cmd/running.h"
#include "core/preview.h"

/* Of a run that has planned; asks the deployment how large the tables are. A table that
 * it doesn't tell stays unknown. Lives as long as the run. */
void previewing_fill(struct preview *out, struct run *run, const struct running *what);

#endif
