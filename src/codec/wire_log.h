/* wire_log.h - what our component remembers of the past: events and releases, as
 * tests/contract has them. Both come in pages, newest first. */
#ifndef CVX_CODEC_WIRE_LOG_H
#define CVX_CODEC_WIRE_LOG_H

#include "codec/wire.h"
#include "core/log.h"

/* ledger:events: add one page. *cursor is NULL after the last one. What this program doesn't
 * know becomes EVENT_OTHER. */
int wire_read_events(const struct value *answer, struct arena *arena,
                     struct ledger_events *out, const char **cursor,
                     struct err *err) CVX_CHECK;

/* releases:list: the same. */
int wire_read_releases(const struct value *answer, struct arena *arena, struct releases *out,
                       const char **cursor, struct err *err) CVX_CHECK;

#endif
