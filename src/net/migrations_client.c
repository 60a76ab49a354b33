/* migrations_client.c - starting, watching and stopping migrations: our start function
 * and the official migrations component, under whatever name the app mounts it. */
#include "net/client.h"

#include "codec/wire_ledger.h"
#include "codec/wire_system.h"

#include <string.h>

/* getStatus reads a row and a worker's job for each name. */
#define POLL_NAMES 100
/* It knows no pages: the newest so many, or named ones. */
#define MOST_STATUSES 3000

int migrations_start(void *self, const struct start_request *request, struct err *err)
{
	struct convex *convex = self;
	struct arena arena = { 0 };
	struct call call = {
		.convex = convex, .arena = &arena, .kind = HTTP_WRITE,
		.path = request->start_path,
	};
	int ret;

	if (mounts_find_migrations(convex, err))
		return -1;
	call_begin_request(&call, NULL);
	wire_write_start(&call.writer, request, convex->migrations);
	ret = call_send(&call, err);
	arena_dispose(&arena);
	return ret;
}

/* A call of the component itself; forget where it was if it isn't there any more. */
static int ask(struct call *call, struct err *err)
{
	struct convex *convex = call->convex;

	if (!call_send(call, err))
		return 0;
	if (err->code == ERR_NOT_FOUND)
		mounts_forget(convex);
	return -1;
}

static int get_statuses(struct convex *convex, struct arena *arena,
                        const struct names *names, struct component_statuses *out,
                        struct err *err)
{
	struct call call = {
		.convex = convex,
		.arena = arena,
		.kind = HTTP_READ,
		.path = "lib:getStatus",
	};

	if (mounts_find_migrations(convex, err))
		return -1;
	call_begin(&call, convex->migrations);
	if (names)
		writer_names(&call.writer, "names", names);
	else
		writer_integer(&call.writer, "limit", MOST_STATUSES);
	if (ask(&call, err))
		return -1;
	if (wire_statuses(call.answer.value, arena, out, err))
		return wire_unreadable(call.path, err);
	return 0;
}

int migrations_poll(void *self, struct arena *arena, const struct names *fns,
                    struct component_statuses *out, struct err *err)
{
	struct component_statuses said = { .items = NULL };

	for (size_t i = 0; i < fns->count; i += POLL_NAMES) {
		size_t n = fns->count - i < POLL_NAMES ? fns->count - i : POLL_NAMES;
		struct names some = { .items = fns->items + i, .count = n };

		if (get_statuses(self, arena, &some, &said, err))
			return -1;
	}
	/* The answers come in an order of their own. */
	out->items = arena_alloc(arena, (fns->count + 1) * sizeof(*out->items));
	out->count = fns->count;
	for (size_t i = 0; i < fns->count; i++) {
		const struct component_status *status =
			statuses_find(&said, fns->items[i]);

		if (status)
			out->items[i] = *status;
		else
			out->items[i] =
				(struct component_status){ .name = fns->items[i] };
	}
	return 0;
}

int migrations_poll_all(void *self, struct arena *arena, struct component_statuses *out,
                        struct err *err)
{
	*out = (struct component_statuses){ .items = NULL };
	if (get_statuses(self, arena, NULL, out, err))
		return -1;
	out->more = out->count >= MOST_STATUSES;
	return 0;
}

int migrations_cancel(void *self, const char *fn, struct err *err)
{
	struct convex *convex = self;
	struct arena arena = { 0 };
	struct err why = ERR_INIT;
	struct call call = {
		.convex = convex,
		.arena = &arena,
		.kind = HTTP_REPEATABLE,
		.path = "lib:cancel",
	};
	int ret;

	if (mounts_find_migrations(convex, err))
		return -1;
	call_begin(&call, convex->migrations);
	writer_text(&call.writer, "name", fn);
	ret = ask(&call, &why);
	if (ret && call.answer.text && !strncmp(call.answer.text, "Migration ", 10) &&
	    strstr(call.answer.text, " not found"))
		err_set(err, ERR_NOT_FOUND, "the migrations component doesn't know '%s'",
		        fn);
	else if (ret && err->code == ERR_NONE)
		*err = why;
	arena_dispose(&arena);
	return ret;
}
