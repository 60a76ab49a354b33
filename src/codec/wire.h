/* wire.h - calling a function of a deployment: the envelope around requests and answers.
 *
 * A request is {"componentPath", "path", "args", "format"}; an answer either a value or
 * an error, which becomes an err_code here and nowhere else. What is inside is
 * wire_ledger's and wire_system's business. */
#ifndef CVX_CODEC_WIRE_H
#define CVX_CODEC_WIRE_H

#include "codec/json.h"
#include "codec/writer.h"

/* Where our component is mounted, and the version of its contract that we speak. */
#define WIRE_COMPONENT "cvx"
#define WIRE_VERSION 1

/* Begin a call; the writer is then inside "args". component NULL: the app itself. */
void wire_begin(struct writer *w, const char *component, const char *path);
/* The same for a function that takes {version, request}: inside "request". */
void wire_begin_request(struct writer *w, const char *component, const char *path);
/* Close all that is open. */
void wire_end(struct writer *w);

struct wire_answer {
	const struct value *value;  /* what the function returned; set on success */
	const struct value *error;  /* data of a ConvexError, or NULL */
	const char *text;           /* text of any error, without what comes before it */
	bool unreadable;            /* it was no answer of a function at all */
};

/* Read the answer of the function `path`. -1 if it is an error, by code of the
 * ConvexError: ERR_LEASE_LOST, ERR_LEDGER_MOVED, ERR_BUSY, ERR_NOT_FOUND (also where the
 * function doesn't exist), ERR_SERVER for all others and for what can't be read. */
int wire_answer(struct wire_answer *out, struct arena *arena, const char *path,
                const struct buf *body, struct err *err) CVX_CHECK;

/* Turn "'x' is missing", just set by a value_need_ function, into the sentence about the
 * answer of `path`. Returns -1. */
int wire_unreadable(const char *path, struct err *err);

/* The body of an HTTP error: {"code", "message"}; "" where it says nothing. */
struct wire_problem {
	const char *code, *message;
};

void wire_problem(struct wire_problem *out, struct arena *arena, const struct buf *body);

#endif
