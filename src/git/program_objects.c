/* program_objects.c - objects from one `git cat-file --batch-command`, over pipes. */
#include "git/program_reader.h"

#include "base/file.h"
#include "base/portable.h"
#include "base/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define HEADER_MAX 256            /* "<id> <kind> <size>" */

/* ---- the process --------------------------------------------------------------- */

void program_objects_end(struct object_server *server)
{
	if (!server->pid)
		return;
	/* The end of its input is the end of it. */
	close(server->to);
	close(server->from);
	close(server->errors);
	while (server->owner == getpid() && waitpid(server->pid, NULL, 0) < 0 && errno == EINTR)
		;
	server->pid = 0;
}

/* A socket for what we write: with a pipe, its early end would be a SIGPIPE. */
static int start(struct object_server *server, const struct program *program,
                 struct err *err)
{
	const char *const argv[] = { program->path, "cat-file", "--batch-command", NULL };
	struct spawn what = { argv, program->cwd, program->env, -1, -1, -1, -1 };
	int to[2] = { -1, -1 }, from[2] = { -1, -1 }, errors = program_temp_file(), rc;

	if (errors < 0 || portable_sockets(to) < 0 ||
	    portable_pipe(from, O_CLOEXEC) < 0) {
		rc = err_errno(err, "cannot run '%s'", program->path);
	} else {
		what.in = to[1];
		what.out = from[1];
		what.err = errors;
		rc = spawn_start(&server->pid, &what, err);
	}
	if (to[1] >= 0)
		close(to[1]);
	if (from[1] >= 0)
		close(from[1]);
	server->to = to[0];
	server->from = from[0];
	server->errors = errors;
	server->at = server->end = 0;
	server->owner = getpid();
	if (!rc)
		return 0;
	server->pid = 0;
	for (size_t i = 0; i < 3; i++) {
		int fd = (int[]){ to[0], from[0], errors }[i];

		if (fd >= 0)
			close(fd);
	}
	return -1;
}

/* It ended in the middle of an answer: take its last words. */
static int ended(struct repo *repo, const char *id, struct err *err)
{
	struct object_server *server = &program_of(repo)->server;
	struct buf said = BUF_INIT;

	(void)program_file_text(&said, server->errors);
	program_refusal(err, ERR_IO, arena_printf(repo->arena, "cannot read object %s", id),
	                repo->arena, said.text);
	if (strstr(said.text, "promisor"))
		err_hint(err, "a partial clone has to fetch it: 'git cat-file -e %s' does, if it "
		         "can", id);
	buf_dispose(&said);
	program_objects_end(server);
	return -1;
}

/* ---- what it says -------------------------------------------------------------- */

/* Have something in the chunk; false at the end of its output. */
static bool fill(struct object_server *server)
{
	ssize_t n;

	if (server->at < server->end)
		return true;
	do {
		n = read(server->from, server->chunk, sizeof(server->chunk));
	} while (n < 0 && errno == EINTR);
	server->at = 0;
	server->end = n > 0 ? (size_t)n : 0;
	return n > 0;
}

static bool read_header(char line[HEADER_MAX], struct object_server *server)
{
	for (size_t len = 0; len < HEADER_MAX && fill(server); len++) {
		line[len] = server->chunk[server->at++];
		if (line[len] == '\n') {
			line[len] = '\0';
			return true;
		}
	}
	return false;
}

/* Where an object's bytes go: to memory, to a file, or nowhere. */
struct sink {
	char *memory;
	int fd;
};

/* The bytes, and the newline behind them. `problem` is what writing them met: the rest is
 * read all the same, so that the next answer begins where it is expected. */
static bool read_bytes(struct object_server *server, size_t len, const struct sink *sink,
                       int *problem)
{
	size_t done = 0;

	while (done < len + 1) {
		size_t n, wanted = len - done;

		if (!fill(server))
			return false;
		n = server->end - server->at;
		if (n > len + 1 - done)
			n = len + 1 - done;
		if (n < wanted)
			wanted = n;
		if (sink->memory)
			memcpy(sink->memory + done, server->chunk + server->at, wanted);
		if (sink->fd >= 0 && !*problem &&
		    file_write_all(sink->fd, server->chunk + server->at, wanted))
			*problem = errno;
		server->at += n;
		done += n;
	}
	return true;
}

static bool send_request(struct object_server *server, const char *id)
{
	char request[HEADER_MAX];
	int len = snprintf(request, sizeof(request), "contents %s\n", id);

	for (int sent = 0; sent < len; ) {
		ssize_t n = send(server->to, request + sent, (size_t)(len - sent), PORTABLE_SEND);

		if (n < 0 && errno != EINTR)
			return false;
		sent += n > 0 ? (int)n : 0;
	}
	return true;
}

static int take_header(struct object *out, const char *header)
{
	static const char *const kinds[] = {
		[OBJECT_COMMIT] = "commit", [OBJECT_TREE] = "tree", [OBJECT_BLOB] = "blob",
		[OBJECT_TAG] = "tag",
	};
	const char *kind = strchr(header, ' ');
	char *end;

	*out = (struct object){ 0 };
	if (!kind)
		return -1;
	kind++;
	if (!strcmp(kind, "missing"))
		return 0;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		size_t len = strlen(kinds[i]);

		if (strncmp(kind, kinds[i], len) || kind[len] != ' ')
			continue;
		out->found = true;
		out->kind = (enum object_kind)i;
		out->len = strtoull(kind + len + 1, &end, 10);
		return *end ? -1 : 0;
	}
	return -1;
}

/* Ask for an object, and read what stands before its bytes. */
static int ask(struct object *out, struct repo *repo, const char *id, struct err *err)
{
	struct program_reader *self = program_of(repo);
	char header[HEADER_MAX];

	/* Two can't talk to it at once; after a fork() it is the other one's. */
	if (self->server.owner != getpid())
		program_objects_end(&self->server);
	if (!self->server.pid && start(&self->server, &self->program, err) < 0)
		return -1;
	if (!send_request(&self->server, id) || !read_header(header, &self->server))
		return ended(repo, id, err);
	if (take_header(out, header) < 0) {
		program_objects_end(&self->server);
		return err_set(err, ERR_IO, "cannot read object %s: git says '%s'", id, header);
	}
	return 0;
}

int program_object(struct object *out, struct repo *repo, const char *id, struct err *err)
{
	struct sink sink = { NULL, -1 };
	int problem = 0;

	if (ask(out, repo, id, err) < 0)
		return -1;
	if (!out->found)
		return 0;
	if (out->kind != OBJECT_BLOB || out->len <= REPO_FILE_MAX)
		sink.memory = arena_alloc(repo->arena, out->len + 1);
	out->bytes = sink.memory;
	return read_bytes(&program_of(repo)->server, out->len, &sink, &problem)
		? 0 : ended(repo, id, err);
}

int program_blob_copy(int fd, struct repo *repo, const char *id, struct err *err)
{
	struct object object;
	int problem = 0;

	if (ask(&object, repo, id, err) < 0)
		return -1;
	if (!object.found)
		return object_missing(id, err);
	if (!read_bytes(&program_of(repo)->server, object.len, &(struct sink){ NULL, fd },
	                &problem))
		return ended(repo, id, err);
	errno = problem;
	return problem ? err_errno(err, "cannot write blob %s", id) : 0;
}
