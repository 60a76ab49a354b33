/* schema_note.h - a schema that differs although no migration does: nothing is pushed for it,
 * and that is worth a line, once per change. */
#ifndef CVX_CMD_SCHEMA_NOTE_H
#define CVX_CMD_SCHEMA_NOTE_H

#include "cmd/context.h"
#include "run/run.h"

/* Whether the target's schema file is another one than that of the commit which the
 * environment was last brought in line with; asked after a run, and before it is remembered.
 * False where no such commit is known. */
int schema_note_due(bool *out, struct context *ctx, const struct run *run, struct err *err)
	CVX_CHECK;

#endif
