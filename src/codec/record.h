/* record.h - a plan as JSON, version 1: for --json. Stable: members are only added. */
#ifndef CVX_CODEC_RECORD_H
#define CVX_CODEC_RECORD_H

#include "base/buf.h"
#include "core/plan.h"

/* One object and a newline. Absent members are unknown or don't apply. */
void record_plan(struct buf *out, const struct plan *plan);

#endif
