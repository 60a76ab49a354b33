/* record_plan.h - the members of a plan's JSON, which are also among those of a status. */
#ifndef CVX_CODEC_RECORD_PLAN_H
#define CVX_CODEC_RECORD_PLAN_H

#include "codec/record.h"
#include "codec/writer.h"

/* Into the object that is open; "version" is the first. */
void record_plan_members(struct writer *w, const struct preview *preview);

#endif
