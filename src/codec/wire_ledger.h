/* wire_ledger.h - requests to our component, and what it answers, as tests/contract has
 * them. Writers come after wire_begin_request(): they write members of "request". */
#ifndef CVX_CODEC_WIRE_LEDGER_H
#define CVX_CODEC_WIRE_LEDGER_H

#include "codec/wire.h"
#include "core/exchange.h"

/* ledger:hello. *lease has no clone_name if nobody holds it. */
int wire_hello(const struct value *answer, struct ledger *out, struct lease_holder *lease,
               struct err *err) CVX_CHECK;

/* ledger:read: add the rows of one page. *cursor is NULL after the last one. */
void wire_write_page(struct writer *w, const char *cursor, int limit);
int wire_read_page(const struct value *answer, struct arena *arena, struct ledger *ledger,
                   const char **cursor, struct err *err) CVX_CHECK;

/* lease:acquire, and the data of the BUSY that it fails with. */
void wire_write_acquire(struct writer *w, const struct lease_request *request);
void wire_holder(const struct value *busy, struct lease_holder *out);

/* cvxStart:start. migrations: the name under which the app mounts the component. */
void wire_write_start(struct writer *w, const struct start_request *request,
                      const char *migrations);
void wire_write_finish(struct writer *w, const struct finish_request *request);
void wire_write_record(struct writer *w, const char *token, const char *reason,
                       const struct ledger_row *rows, size_t count);

/* One row, as `begin` and `record` take it, and as every answer has it. */
void wire_write_row(struct writer *w, const struct ledger_row *row);
int wire_read_row(const struct value *in, struct arena *arena, struct ledger_row *out,
                  struct err *err) CVX_CHECK;

#endif
