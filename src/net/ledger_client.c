/* ledger_client.c - the ledger of a deployment: reading it, and what a run writes. */
#include "net/client.h"

#include "codec/wire_ledger.h"

#include <string.h>

#define PAGE_ROWS 500
#define RECORD_ROWS 100
/* How often to begin anew when somebody writes between two pages. */
#define MOST_READS 5

int ledger_hello(void *self, struct arena *arena, struct ledger *out,
                 struct lease_holder *lease, struct err *err)
{
	struct call call = {
		.convex = self, .arena = arena, .kind = HTTP_READ, .path = "ledger:hello",
	};
	struct err why = ERR_INIT;
	bool active, known;

	*out = (struct ledger){ .mounted = false };
	*lease = (struct lease_holder){ .clone_name = NULL };
	if (mounts_find_ledger(self, &active, &known, err))
		return -1;
	if (!active) {
		out->was_mounted = known;
		return 0;
	}
	call_begin_request(&call, WIRE_COMPONENT);
	if (call_send(&call, &why)) {
		mounts_forget(self);
		/* Another client has unmounted it since. */
		out->was_mounted = why.code == ERR_NOT_FOUND;
		if (!out->was_mounted && err->code == ERR_NONE)
			*err = why;
		return out->was_mounted ? 0 : -1;
	}
	if (wire_hello(call.answer.value, out, lease, err))
		return wire_unreadable(call.path, err);
	return 0;
}

static int read_rows(struct convex *convex, struct arena *arena, struct ledger *out,
                     struct err *err)
{
	const char *cursor = NULL, *before;

	do {
		struct call call = {
			.convex = convex,
			.arena = arena,
			.kind = HTTP_READ,
			.path = "ledger:read",
		};

		before = cursor;
		call_begin_request(&call, WIRE_COMPONENT);
		wire_write_page(&call.writer, cursor, PAGE_ROWS);
		if (call_send(&call, err))
			return -1;
		if (wire_read_page(call.answer.value, arena, out, &cursor, err))
			return wire_unreadable(call.path, err);
		if (cursor && before && strcmp(cursor, before) <= 0) {
			err_set(err, ERR_SERVER, "'cursor' doesn't move on");
			return wire_unreadable(call.path, err);
		}
	} while (cursor);
	return 0;
}

int ledger_read(void *self, struct arena *arena, struct ledger *out, struct err *err)
{
	struct lease_holder lease;

	for (int i = 0; i < MOST_READS; i++) {
		int64_t revision;

		if (ledger_hello(self, arena, out, &lease, err))
			return -1;
		if (!out->mounted)
			return 0;
		revision = out->revision;
		if (read_rows(self, arena, out, err))
			return -1;
		if (out->revision == revision) {
			ledger_sort(out);
			return 0;
		}
	}
	return err_set(err, ERR_LEDGER_MOVED,
	               "the ledger keeps changing while it is read");
}

/* A call without an answer worth keeping: begin it, fill it in, write_end() it. */
struct write {
	struct arena arena;
	struct call call;
};

static struct writer *write_begin(struct write *write, struct convex *convex,
                                  const char *path, const char *token)
{
	*write = (struct write){ .arena = { 0 } };
	write->call = (struct call){
		.convex = convex,
		.arena = &write->arena,
		.kind = HTTP_REPEATABLE,
		.path = path,
	};
	call_begin_request(&write->call, WIRE_COMPONENT);
	if (token)
		writer_text(&write->call.writer, "token", token);
	return &write->call.writer;
}

static int write_end(struct write *write, struct err *err)
{
	int ret = call_send(&write->call, err);

	arena_dispose(&write->arena);
	return ret;
}

int ledger_finish(void *self, const struct finish_request *request, struct err *err)
{
	struct write write;

	wire_write_finish(write_begin(&write, self, "ledger:finish", NULL), request);
	return write_end(&write, err);
}

int ledger_record(void *self, const char *token, const struct ledger_row *rows,
                  size_t count, const char *reason, struct err *err)
{
	for (size_t i = 0; i < count; i += RECORD_ROWS) {
		size_t n = count - i < RECORD_ROWS ? count - i : RECORD_ROWS;
		struct write write;
		struct writer *w = write_begin(&write, self, "ledger:record", NULL);

		/* What is recorded already is refused the second time; marks are not. */
		if (strcmp(reason, "mark"))
			write.call.kind = HTTP_WRITE;
		wire_write_record(w, token, reason, rows + i, n);
		if (write_end(&write, err))
			return -1;
	}
	return 0;
}

int ledger_set_baseline(void *self, const char *token, const char *commit,
                        struct err *err)
{
	struct write write;
	struct writer *w = write_begin(&write, self, "ledger:setBaseline", token);

	writer_object(w, "baseline");
	writer_opt_text(w, "commitSha", commit);
	return write_end(&write, err);
}

int ledger_open_bridge(void *self, const char *token, const char *run_id,
                       const char *tree, struct err *err)
{
	struct write write;
	struct writer *w = write_begin(&write, self, "ledger:openBridge", token);

	writer_object(w, "bridge");
	writer_text(w, "runId", run_id);
	writer_text(w, "tree", tree);
	return write_end(&write, err);
}

int ledger_close_bridge(void *self, const char *token, struct err *err)
{
	struct write write;

	write_begin(&write, self, "ledger:closeBridge", token);
	return write_end(&write, err);
}

int lease_acquire(void *self, struct arena *arena, const struct lease_request *request,
                  struct lease_holder *holder, struct err *err)
{
	struct call call = {
		.convex = self,
		.arena = arena,
		.kind = HTTP_REPEATABLE,
		.path = "lease:acquire",
	};
	int ret;

	*holder = (struct lease_holder){ .clone_name = NULL };
	call_begin_request(&call, WIRE_COMPONENT);
	wire_write_acquire(&call.writer, request);
	ret = call_send(&call, err);
	if (call.answer.error)
		wire_holder(call.answer.error, holder);
	return ret;
}

int lease_renew(void *self, const char *token, struct err *err)
{
	struct write write;

	write_begin(&write, self, "lease:renew", token);
	return write_end(&write, err);
}

int lease_release(void *self, const char *token, struct err *err)
{
	struct write write;

	write_begin(&write, self, "lease:release", token);
	return write_end(&write, err);
}
