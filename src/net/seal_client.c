/* seal_client.c - seals into the ledger and out of it, part by part. */
#include "net/client.h"

#include "codec/wire_seal.h"

#include <string.h>

/* How far a seal has been put. */
struct putting {
	int part;
	size_t at;      /* where the part begins */
	bool complete;  /* the ledger has all of it */
};

static int put_part(struct putting *p, struct convex *convex, const char *token,
                    const struct seal *seal, struct err *err)
{
	struct arena arena = { 0 };
	struct call call = {
		.convex = convex,
		.arena = &arena,
		.kind = HTTP_REPEATABLE,
		.path = "seals:put",
	};
	size_t end = seal_part_end(seal, p->at);
	int ret;

	call_begin_request(&call, WIRE_COMPONENT);
	wire_write_seal(&call.writer, token, seal, p->part, p->at, end);
	ret = call_send(&call, err);
	p->part++;
	p->at = end;
	p->complete = !ret && value_flag(call.answer.value, "complete");
	arena_dispose(&arena);
	return ret;
}

int seal_put(void *self, const char *token, const struct seal *seal, struct err *err)
{
	int parts = seal_parts(seal);
	struct putting putting = { 0 };

	if (parts > SEAL_MOST_PARTS)
		return err_set(err, ERR_UNSUPPORTED,
		               "the sealed code is %zu bytes: more than the ledger keeps",
		               seal->size);
	/* One that is there already says so at once. */
	while (putting.part < parts && !putting.complete)
		if (put_part(&putting, self, token, seal, err))
			return -1;
	if (!putting.complete)
		return err_set(err, ERR_SERVER, "the ledger didn't keep the seal '%s'",
		               seal->hash);
	return 0;
}

int seal_get(void *self, struct arena *arena, const char *hash, struct seal *out,
             struct err *err)
{
	struct buf source = BUF_INIT;
	int parts = 1, ret = -1;

	*out = (struct seal){ .hash = NULL };
	for (int part = 0; part < parts; part++) {
		struct call call = {
			.convex = self,
			.arena = arena,
			.kind = HTTP_READ,
			.path = "seals:get",
		};

		call_begin_request(&call, WIRE_COMPONENT);
		writer_text(&call.writer, "hash", hash);
		writer_integer(&call.writer, "part", part);
		if (call_send(&call, err))
			goto done;
		if (wire_read_seal(call.answer.value, arena, out, &source, &parts, err)) {
			wire_unreadable(call.path, err);
			goto done;
		}
	}
	if (strcmp(out->hash, hash)) {
		err_set(err, ERR_SERVER, "asked for the seal '%s', got '%s'", hash,
		        out->hash);
		goto done;
	}
	out->size = source.len;
	out->source = memcpy(arena_alloc(arena, source.len + 1), source.text, source.len);
	ret = 0;
done:
	buf_dispose(&source);
	return ret;
}
