/* log_client.c - what the ledger remembers of the past, page by page. */
#include "net/client.h"

#include "codec/wire_ledger.h"
#include "codec/wire_log.h"

#include <stdlib.h>
#include <string.h>

#define PAGE_EVENTS 500

/* One page from *cursor on. Keys are numbers, and go down from page to page. */
static int read_page(struct call *call, const char *cursor, const struct value **out,
                     struct err *err)
{
	const char *next;

	call_begin_request(call, WIRE_COMPONENT);
	wire_write_page(&call->writer, cursor, PAGE_EVENTS);
	if (call_send(call, err))
		return -1;
	*out = call->answer.value;
	next = value_text(*out, "cursor");
	if (next && cursor && strtoll(next, NULL, 10) >= strtoll(cursor, NULL, 10)) {
		err_set(err, ERR_SERVER, "'cursor' doesn't move on");
		return wire_unreadable(call->path, err);
	}
	return 0;
}

int log_events(void *self, struct arena *arena, const char **cursor, struct ledger_events *out,
               struct err *err)
{
	struct call call = {
		.convex = self, .arena = arena, .kind = HTTP_READ, .path = "ledger:events",
	};
	const struct value *page;

	if (read_page(&call, *cursor, &page, err))
		return -1;
	return wire_read_events(page, arena, out, cursor, err)
		? wire_unreadable(call.path, err) : 0;
}

int log_releases(void *self, struct arena *arena, const char **cursor, struct releases *out,
                 struct err *err)
{
	struct call call = {
		.convex = self, .arena = arena, .kind = HTTP_READ, .path = "releases:list",
	};
	const struct value *page;

	if (read_page(&call, *cursor, &page, err))
		return -1;
	return wire_read_releases(page, arena, out, cursor, err)
		? wire_unreadable(call.path, err) : 0;
}
