/* writer.h - write JSON, one value after the other, into a buffer.
 *
 * Compact, members in the order written, so that the same values give the same bytes.
 * Whatever isn't UTF-8 in a text (a branch name, an error) becomes U+FFFD. Inside an
 * object every value has a name; in a list, and at the top, `name` is NULL.
 *
 *	struct writer w = WRITER_INIT(&buf);
 *	writer_object(&w, NULL);
 *	writer_text(&w, "id", id);
 *	writer_end(&w); */
#ifndef CVX_CODEC_WRITER_H
#define CVX_CODEC_WRITER_H

#include "base/buf.h"
#include "core/migration.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Deeper is a bug and aborts. */
#define WRITER_DEPTH 32

struct writer {
	struct buf *out;
	bool comma;               /* a value came before in the innermost one */
	char ends[WRITER_DEPTH];  /* what closes the open ones */
	size_t depth;
};

#define WRITER_INIT(buf) { (buf), false, { 0 }, 0 }

void writer_object(struct writer *w, const char *name);
void writer_list(struct writer *w, const char *name);
/* Close the innermost object or list. */
void writer_end(struct writer *w);

void writer_text(struct writer *w, const char *name, const char *text); /* NULL: null */
void writer_bytes(struct writer *w, const char *name, const char *text, size_t len);
void writer_number(struct writer *w, const char *name, double number);
void writer_integer(struct writer *w, const char *name, int64_t number);
void writer_flag(struct writer *w, const char *name, bool flag);
void writer_null(struct writer *w, const char *name);
void writer_names(struct writer *w, const char *name, const struct names *names);

/* The same, but an unset value (NULL, negative) isn't written at all. */
void writer_opt_text(struct writer *w, const char *name, const char *text);
void writer_opt_integer(struct writer *w, const char *name, int64_t number);

#endif
