/* err.h - errors as values: filled by whoever finds them, printed once, by main.
 *
 * The caller owns the struct, usually one in main, and hands a pointer down. A
 * function that can fail returns int, 0 or -1, and takes `struct err *` last.
 * The first error wins: it names the cause, later ones only the consequence.
 * Registered secrets (base/secret.h) never get into one.
 * Nothing here prints or exits. */
#ifndef CVX_BASE_ERR_H
#define CVX_BASE_ERR_H

#include <stdbool.h>

#define CVX_CHECK __attribute__((warn_unused_result))
#define CVX_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

/* What a caller may want to tell apart. Exit status: err_exit_status(). */
enum err_code {
	ERR_NONE,
	ERR_USAGE,          /* the command line is wrong */
	ERR_CONFIG,         /* a settings file is wrong */
	ERR_NO_REPOSITORY,  /* not inside a git repository */
	ERR_NO_APP,         /* the tree holds no Convex app with git-cvx */
	ERR_NOT_FOUND,      /* a revision, file, function or row that isn't there */
	ERR_NOT_LINKED,     /* no deployment is linked to this checkout */
	ERR_UNREACHABLE,    /* no answer, or the answer broke off */
	ERR_UNAUTHORISED,   /* the server refuses the key */
	ERR_SERVER,         /* the server answered with an error of its own */
	ERR_UNKNOWN_OUTCOME,/* the request may or may not have been carried out */
	ERR_SCHEMA,         /* a push was refused: documents don't fit the schema */
	ERR_RACE,           /* a push lost against another push; may be tried again */
	ERR_LEASE_LOST,     /* somebody else holds the lease now */
	ERR_LEDGER_MOVED,   /* the ledger isn't at the revision that was planned on */
	ERR_BUSY,           /* another run is in progress */
	ERR_STEP_FAILED,    /* a migration failed; `git cvx continue` goes on */
	ERR_DECISION,       /* a refusal: somebody has to decide */
	ERR_PRODUCTION,     /* the deployment counts as production: it isn't touched */
	ERR_UNSUPPORTED,    /* known, but not handled yet; nothing was changed */
	ERR_INTERRUPTED,    /* Ctrl-C */
	ERR_IO,             /* a file or process failed */
	ERR_INTERNAL,       /* a bug in git-cvx */
};

struct err {
	enum err_code code;
	char msg[1024];     /* one sentence, lower case, no full stop */
	char hint[512];     /* what to do next; may hold several lines; may be "" */
	char detail[2048];  /* for -v: status, request id, server's stack */
	unsigned says;      /* enum err_says */
};

/* Texts are for people: code that has to know what they say looks here. */
enum err_says {
	ERR_SAYS_HOW_TO_GO_ON = 1,   /* 'git cvx continue' or 'git cvx abort' */
	ERR_SAYS_INSTALL = 2,        /* that packages have to be installed */
	ERR_SAYS_MAY_HAVE_CHANGED = 4, /* ERR_SCHEMA of a document that was being written */
};

#define ERR_INIT { ERR_NONE, "", "", "", 0 }

/* Fill *err unless it holds an error already. Text that doesn't fit ends in "...".
 * Returns -1, so that failing is one line. err may not be NULL. */
int err_set(struct err *err, enum err_code code, const char *fmt, ...) CVX_PRINTF(3, 4);

/* The same for a failed system call: appends ": " and strerror(errno). */
int err_errno(struct err *err, const char *fmt, ...) CVX_PRINTF(2, 3);

/* Put "prefix: " in front of the message. Returns -1. */
int err_wrap(struct err *err, const char *fmt, ...) CVX_PRINTF(2, 3);

/* Set the hint, or append it as a line of its own if there is one. Returns -1. */
int err_hint(struct err *err, const char *fmt, ...) CVX_PRINTF(2, 3);

/* Note what the texts say. Returns -1. */
int err_says(struct err *err, enum err_says what);

/* Set the detail unless there is one. Returns -1. */
int err_detail(struct err *err, const char *fmt, ...) CVX_PRINTF(2, 3);

/* Forget the error, for callers that dealt with it. */
void err_clear(struct err *err);

/* The exit status for a code, as design and man page list them. */
int err_exit_status(enum err_code code);

#endif
