/* out.h - the one way to the terminal: results to stdout, everything else to stderr.
 *
 * Whatever passes through loses control characters (branch names, ids and the server's
 * texts are other people's) and known secrets. Nothing here computes. */
#ifndef CVX_UI_OUT_H
#define CVX_UI_OUT_H

#include "base/buf.h"
#include "base/err.h"

#include <stdio.h>

struct out {
	FILE *results;        /* stdout */
	FILE *messages;       /* stderr */
	const char *prefix;   /* before each message: "git cvx: " in a hook, else "" */
	bool quiet, verbose;
	bool hints;           /* print hint: lines */
	bool terminal;        /* stderr is one */
	bool colours;         /* stdout is one that shows colours */
};

enum out_tone { OUT_GOOD, OUT_DOUBTFUL, OUT_BAD, OUT_FAINT };

/* stdout and stderr as they are; hints on. Colours: on a terminal, unless NO_COLOR is set. */
void out_init(struct out *out);

/* A result, as it is: no newline added. */
void out_result(struct out *out, const char *text);
/* A part of one, in colour where there are colours. */
void out_toned(struct out *out, enum out_tone tone, const char *text);
/* One line for a person; nothing with -q. */
void out_note(struct out *out, const char *fmt, ...) CVX_PRINTF(2, 3);
/* One line, with -q too: what somebody has to know. */
void out_warning(struct out *out, const char *fmt, ...) CVX_PRINTF(2, 3);
/* One line with -v only. */
void out_detail(struct out *out, const char *fmt, ...) CVX_PRINTF(2, 3);
/* hint: lines; several if the text has newlines. */
void out_hint(struct out *out, const char *text);
/* "error: <message>", its hints, and with -v its detail. */
void out_error(struct out *out, const struct err *err);

/* What is asked, without an end of the line. */
void out_question(struct out *out, const char *text);

/* A line that overwrites itself, on a terminal only; "" ends it. */
void out_progress(struct out *out, const char *text);

/* What all of the above do to a text: no secrets, no control characters but tab and line
 * end, no bytes that are no UTF-8. */
void out_clean(struct buf *text);

#endif
