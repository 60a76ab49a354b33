/* program.h - git itself, run as a program: one question, one answer.
 *
 * No shell; git is the first one in PATH. It inherits our environment without GIT_*, but
 * for those variables that say which repository and which settings are meant, and without
 * ours, which may hold keys. It never fetches, asks nothing, takes no optional lock, reads
 * no terminal, takes paths literally, and speaks English, for its refusals are read. */
#ifndef CVX_GIT_PROGRAM_H
#define CVX_GIT_PROGRAM_H

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"

struct program {
	struct arena *arena;
	const char *path;         /* git, absolute */
	const char *cwd;
	char *const *env;
};

/* ERR_UNSUPPORTED if there is no git in PATH. Runs in the current directory. */
int program_find(struct program *out, struct arena *arena, struct err *err) CVX_CHECK;

/* One variable more for what is run from now on; NULL takes it away. */
void program_set(struct program *program, const char *name, const char *value);

struct question {
	const char *const *args;  /* behind "git"; ends in NULL */
	const void *input;        /* for its standard input; NULL: /dev/null */
	size_t input_len;
};

struct answer {
	int status;               /* exit status, or 128 + signal */
	struct buf out;
	const char *said;         /* its errors, in the arena */
};

/* 0 whenever it ended, whatever its status. The caller disposes of `out`. */
int program_ask(struct answer *out, const struct program *program,
                const struct question *question, struct err *err) CVX_CHECK;

/* The same for questions that have to be answered: any status but 0 is an error, whose
 * message begins with `what` and goes on with git's words. */
int program_need(struct buf *out, const struct program *program,
                 const struct question *question, const char *what, struct err *err)
	CVX_CHECK;

/* Make an error of what git said: its reason as message, a command it names as hint. */
int program_refusal(struct err *err, enum err_code code, const char *what, struct arena *arena,
                    const char *said);

/* An open file without a name, or -1 with errno. */
int program_temp_file(void);
/* All of it from the start. */
int program_file_text(struct buf *out, int fd);

#endif
