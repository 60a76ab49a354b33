/* wire_seal.h - seals on their way into the ledger and back, in parts that fit into a
 * document. */
#ifndef CVX_CODEC_WIRE_SEAL_H
#define CVX_CODEC_WIRE_SEAL_H

#include "codec/wire.h"
#include "core/exchange.h"

#define SEAL_PART_BYTES ((size_t)512 * 1024)
#define SEAL_MOST_PARTS 16

/* Where the part that begins at `from` ends: at most SEAL_PART_BYTES on, and not within a
 * character. */
size_t seal_part_end(const struct seal *seal, size_t from);
/* How many parts there are; 1 for an empty one. */
int seal_parts(const struct seal *seal);

/* seals:put of one part: bytes [from, to) of the source. */
void wire_write_seal(struct writer *w, const char *token, const struct seal *seal,
                     int part, size_t from, size_t to);

/* seals:get: hash, indexes and needs into *out, the part's source behind the others. */
int wire_read_seal(const struct value *answer, struct arena *arena, struct seal *out,
                   struct buf *source, int *parts, struct err *err) CVX_CHECK;

/* [{table, name, fields}] */
int wire_read_indexes(const struct value *list, struct arena *arena,
                      struct index_list *out, struct err *err) CVX_CHECK;

#endif
