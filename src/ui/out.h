/* out.h - the one way to the terminal: results to stdout, everything else to stderr.
 *
 * Whatever passes through loses control characters (branch names, ids and the server's
 * texts are other people's) and known secrets. Nothing here computes. */
#ifndef CVX_UI_OUT_H
#define CVX_UI_OUT_H

#include "base/buf.h"
#include "base/err.h"
#include "ui/advice.h"

#include <stdio.h>

/* What is read once, when it is first needed. */
enum out_choice { OUT_UNASKED, OUT_NO, OUT_YES };

/* git's settings. The value lives as long as the struct; NULL: unset, or not to be read. */
struct out_settings {
	void *self;
	const char *(*value)(void *self, const char *key);
};

struct out {
	FILE *results;        /* stdout */
	FILE *messages;       /* stderr */
	const char *prefix;   /* before each message: "git cvx: " in a hook, else "" */
	bool quiet, verbose;
	bool terminal;        /* stderr is one */
	bool unicode;         /* the locale can show more than ASCII */
	int width;            /* columns of the terminal that stdout is; 0: it is none */
	int live_width;       /* the same for stderr */
	const char *options;  /* "--env staging": commands that hints suggest have to repeat them;
	                       * or NULL */
	struct out_settings settings;

	/* out.c's own; use out_is_coloured(). */
	enum out_choice colours, hints[ADVICE_COUNT];
	bool said_how[ADVICE_COUNT];
	bool live;            /* a line of progress stands there */
};

enum out_tone { OUT_PLAIN, OUT_GOOD, OUT_DOUBTFUL, OUT_BAD, OUT_FAINT };

/* The first thing that a program does: where a standard stream is closed, files that are opened
 * would take its place, and get what is meant for it. Writing to such a stdout fails. */
void out_keep_places(void);
/* stdout and stderr as they are. */
void out_init(struct out *out);

/* The last thing: write what is left to stdout, and close it. ERR_IO if anything couldn't be
 * written to it, now or before. */
int out_close(struct err *err) CVX_CHECK;

/* Results are coloured: as color.cvx says, else color.ui; "auto", which is also what holds
 * if both are unset, means on a terminal that shows colours, unless NO_COLOR is set. */
bool out_is_coloured(struct out *out);

/* A result, as it is: no newline added. */
void out_result(struct out *out, const char *text);
/* A part of one, in colour where there are colours. */
void out_toned(struct out *out, enum out_tone tone, const char *text);
/* A part of one for scripts: only secrets are taken out. It may hold NULs. */
void out_bytes(struct out *out, const char *bytes, size_t len);
/* One line for a person; nothing with -q. */
void out_note(struct out *out, const char *fmt, ...) CVX_PRINTF(2, 3);
/* One line, with -q too: what somebody has to know. */
void out_warning(struct out *out, const char *fmt, ...) CVX_PRINTF(2, 3);
/* One line with -v only. */
void out_detail(struct out *out, const char *fmt, ...) CVX_PRINTF(2, 3);
/* hint: lines, several if the text has newlines; unless advice.cvx or the setting of its name
 * is false, or GIT_ADVICE is. Lessons say, once, how to be rid of them. */
void out_hint(struct out *out, enum advice advice, const char *text);
/* "error: <message>", its hints, and with -v its detail. */
void out_error(struct out *out, const struct err *err);

/* The same, with results where messages go, and without colours: for what is shown before a
 * question. */
struct out out_aside(const struct out *out);

/* What is asked, without an end of the line. */
void out_question(struct out *out, const char *text);

/* A line that overwrites itself, on a terminal only, cut to its width; "" ends it, and so
 * does any message or result. */
void out_progress(struct out *out, const char *text);

/* What all of the above do to a text: no secrets, no control characters but tab and line
 * end, no bytes that are no UTF-8. */
void out_clean(struct buf *text);

#endif
