/* patience.c - one request, sent again where that does no harm. */
#include "net/patience.h"

#include "codec/wire.h"

/* How long to wait before it is sent again; negative: the answer stands. */
static int64_t delay_ms(struct patience *patience, const struct http_request *request,
                        const struct http_response *response, struct retry *retry)
{
	struct arena arena = { 0 };
	struct wire_problem problem;
	enum http_fate fate;

	if (response->transport == HTTP_CANCELLED)
		return -1;
	wire_problem(&problem, &arena, &response->body);
	fate = http_fate(response->transport, response->status, problem.code);
	arena_dispose(&arena);
	retry->retry_after_ms = response->retry_after_ms;
	retry->jitter = (unsigned)patience->clock.now_ms(patience->clock.self);
	return retry_delay_ms(request->kind, fate, retry);
}

int patience_send(struct patience *patience, const struct http_request *request,
                  struct http_response *out, struct err *err)
{
	const struct clock *clock = &patience->clock;
	int64_t began = clock->now_ms(clock->self), delay;
	bool heeds = request->kind != HTTP_REPEATABLE;

	for (struct retry retry = { .attempt = 1 };; retry.attempt++) {
		http_send(patience->http, request, out);
		patience->filter(out);
		retry.elapsed_ms = clock->now_ms(clock->self) - began;
		delay = delay_ms(patience, request, out, &retry);
		if (delay < 0)
			return 0;
		http_response_dispose(out);
		http_tell_slow(patience->http, retry.elapsed_ms + delay);
		clock->sleep_ms(clock->self, delay);
		if (heeds && patience->cancel && *patience->cancel)
			return err_set(err, ERR_INTERRUPTED, "interrupted");
	}
}
