/* program.c - run git: what it gets, what it answers, why it refuses. */
#include "git/program.h"

#include "base/file.h"
#include "base/portable.h"
#include "base/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int program_temp_file(void)
{
	FILE *file = tmpfile();
	int fd = file ? fcntl(fileno(file), F_DUPFD_CLOEXEC, 3) : -1, problem = errno;

	if (file)
		fclose(file);
	errno = problem;
	return fd;
}

static int read_all(struct buf *out, int fd)
{
	char chunk[65536];
	ssize_t n;

	do {
		n = read(fd, chunk, sizeof(chunk));
		if (n > 0)
			buf_add(out, chunk, (size_t)n);
	} while (n > 0 || (n < 0 && errno == EINTR));
	return n < 0 ? -1 : 0;
}

int program_file_text(struct buf *out, int fd)
{
	return lseek(fd, 0, SEEK_SET) < 0 ? -1 : read_all(out, fd);
}

static int status_of(pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* What it runs with: files of ours instead of pipes wherever both sides would have to be
 * served at once. */
struct running {
	int input, errors, output[2];
};

static int prepare(struct running *r, const struct question *question)
{
	if (question->input) {
		r->input = program_temp_file();
		if (r->input < 0 || file_write_all(r->input, question->input, question->input_len) ||
		    lseek(r->input, 0, SEEK_SET) < 0)
			return -1;
	}
	r->errors = program_temp_file();
	return r->errors < 0 || portable_pipe(r->output, O_CLOEXEC) ? -1 : 0;
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static const char *const *whole_argv(const struct program *program,
                                     const struct question *question)
{
	size_t count = 0;
	const char **argv;

	while (question->args[count])
		count++;
	argv = arena_alloc(program->arena, (count + 2) * sizeof(*argv));
	argv[0] = program->path;
	memcpy(argv + 1, question->args, count * sizeof(*argv));
	return argv;
}

static int run(struct answer *out, const struct program *program, struct running *r,
               const char *const *argv, struct err *err)
{
	const struct spawn what = { argv, program->cwd, program->env, r->input, r->output[1],
		r->errors, -1 };
	struct buf errors = BUF_INIT;
	pid_t pid;
	int rc;

	if (spawn_start(&pid, &what, err) < 0)
		return -1;
	close_fd(&r->output[1]);
	rc = read_all(&out->out, r->output[0]);
	/* Or it would wait for us to read on. */
	close_fd(&r->output[0]);
	out->status = status_of(pid);
	if (rc < 0 || program_file_text(&errors, r->errors) < 0)
		rc = err_errno(err, "cannot read what 'git %s' says", argv[1]);
	else if (buf_overflowed(&out->out))
		rc = err_set(err, ERR_UNSUPPORTED, "'git %s' says more than can be taken in",
		             argv[1]);
	out->said = arena_strdup(program->arena, errors.text);
	buf_dispose(&errors);
	return rc;
}

int program_ask(struct answer *out, const struct program *program,
                const struct question *question, struct err *err)
{
	struct running r = { -1, -1, { -1, -1 } };
	int rc;

	*out = (struct answer){ .out = BUF_INIT, .said = "" };
	if (prepare(&r, question) < 0)
		rc = err_errno(err, "cannot run '%s'", program->path);
	else
		rc = run(out, program, &r, whole_argv(program, question), err);
	close_fd(&r.input);
	close_fd(&r.errors);
	close_fd(&r.output[0]);
	close_fd(&r.output[1]);
	return rc;
}

int program_need(struct buf *out, const struct program *program,
                 const struct question *question, const char *what, struct err *err)
{
	struct answer answer;
	int rc = program_ask(&answer, program, question, err);

	if (!rc && answer.status)
		rc = program_refusal(err, ERR_IO, what, program->arena, answer.said);
	if (!rc) {
		*out = answer.out;
		return 0;
	}
	buf_dispose(&answer.out);
	return rc;
}

/* ---- refusals --------------------------------------------------------------------- */

/* The line that decides, "fatal: ..." if there is one; one that ends in ':' goes on. */
static const char *reason_in(struct arena *arena, const char *said)
{
	static const char *const starts[] = { "fatal: ", "error: ", "" };
	const char *line = NULL, *reason, *more;
	size_t len;

	for (size_t i = 0; !line; i++) {
		for (const char *p = said; !line && *p; p += strspn(p, "\n")) {
			if (!strncmp(p, starts[i], strlen(starts[i])))
				line = p + strlen(starts[i]);
			p += strcspn(p, "\n");
		}
		if (!*starts[i] && !line)
			line = "no reason given";
	}
	len = strcspn(line, "\n");
	reason = arena_strndup(arena, line, len);
	if (!len || line[len - 1] != ':')
		return reason;
	more = line + len;
	more += strspn(more, "\n\t ");
	return arena_printf(arena, "%s %.*s", reason, (int)strcspn(more, "\n"), more);
}

int program_refusal(struct err *err, enum err_code code, const char *what, struct arena *arena,
                    const char *said)
{
	const char *command = strstr(said, "\n\tgit ");

	err_set(err, code, "%s: %s", what, reason_in(arena, said));
	if (command)
		err_hint(err, "%.*s", (int)strcspn(command + 2, "\n"), command + 2);
	return -1;
}
