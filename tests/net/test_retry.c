/* test_retry.c - whether and when a request is sent again: the rules as tables. */
#include "net/retry.h"
#include "tap.h"

static const struct {
	enum http_transport transport;
	int status;
	const char *code;
	enum http_fate fate;
} fates[] = {
	{ HTTP_NOT_SENT, 0, "", FATE_ANSWERED },
	{ HTTP_LOST, 0, "", FATE_UNKNOWN },
	{ HTTP_CANCELLED, 0, "", FATE_UNKNOWN },
	{ HTTP_ANSWERED, 200, "", FATE_ANSWERED },
	{ HTTP_ANSWERED, 560, "", FATE_ANSWERED },
	{ HTTP_ANSWERED, 302, "", FATE_ANSWERED },
	{ HTTP_ANSWERED, 400, "BadJsonBody", FATE_ANSWERED },
	{ HTTP_ANSWERED, 403, "BadDeployKey", FATE_ANSWERED },
	{ HTTP_ANSWERED, 404, "", FATE_ANSWERED },
	{ HTTP_ANSWERED, 408, "", FATE_UNKNOWN },
	{ HTTP_ANSWERED, 429, "TooManyWrites", FATE_REJECTED },
	{ HTTP_ANSWERED, 429, "", FATE_REJECTED },
	{ HTTP_ANSWERED, 500, "InternalServerError", FATE_UNKNOWN },
	{ HTTP_ANSWERED, 502, "", FATE_UNKNOWN },
	{ HTTP_ANSWERED, 503, "OptimisticConcurrencyControlFailure", FATE_REJECTED },
	{ HTTP_ANSWERED, 503, "WorkerOverloaded", FATE_REJECTED },
	{ HTTP_ANSWERED, 503, "ExpiredInQueue", FATE_REJECTED },
	{ HTTP_ANSWERED, 503, "CommitterFullError", FATE_REJECTED },
	{ HTTP_ANSWERED, 503, "SearchIndexTooLarge", FATE_REJECTED },
	{ HTTP_ANSWERED, 503, "", FATE_UNKNOWN },
	{ HTTP_ANSWERED, 503, "Unheard", FATE_UNKNOWN },
	{ HTTP_ANSWERED, 504, "", FATE_UNKNOWN },
};

static const struct {
	enum http_kind kind;
	enum http_fate fate;
	struct retry retry;
	int64_t delay;
	const char *name;
} delays[] = {
	{ HTTP_READ, FATE_ANSWERED, { 1, 0, 0, 0 }, -1, "an answer stands" },
	{ HTTP_READ, FATE_REJECTED, { 1, 0, 0, 0 }, 250, "a rejected read waits a little" },
	{ HTTP_READ, FATE_REJECTED, { 2, 0, 0, 0 }, 500, "then twice as long" },
	{ HTTP_READ, FATE_REJECTED, { 9, 0, 0, 0 }, 8000, "but never longer than 8 s" },
	{ HTTP_READ, FATE_REJECTED, { 1, 0, 0, 255 }, 312, "jitter adds up to a quarter" },
	{ HTTP_READ, FATE_REJECTED, { 1, 0, 3000, 0 }, 3000, "Retry-After is waited for" },
	{ HTTP_READ, FATE_REJECTED, { 3, 0, 10, 0 }, 1000, "but doesn't hurry us" },
	{ HTTP_READ, FATE_REJECTED, { 1, 0, 60000, 0 }, -1, "and not beyond the budget" },
	{ HTTP_READ, FATE_REJECTED, { 5, 29000, 0, 0 }, -1, "the budget ends" },
	{ HTTP_READ, FATE_UNKNOWN, { 1, 0, 0, 0 }, 250, "a lost read is asked again" },
	{ HTTP_READ, FATE_UNKNOWN, { 3, 0, 0, 0 }, -1, "twice" },
	{ HTTP_WRITE, FATE_REJECTED, { 1, 0, 0, 0 }, 250, "a rejected write didn't happen" },
	{ HTTP_WRITE, FATE_UNKNOWN, { 1, 0, 0, 0 }, -1, "a lost write is never sent again" },
	{ HTTP_REPEATABLE, FATE_UNKNOWN, { 1, 0, 0, 0 }, 250, "a repeatable one is" },
	{ HTTP_REPEATABLE, FATE_UNKNOWN, { 3, 0, 0, 0 }, -1, "twice, too" },
	{ HTTP_PROBE, FATE_REJECTED, { 1, 0, 1000, 0 }, 1000, "a probe has a little patience" },
	{ HTTP_PROBE, FATE_REJECTED, { 1, 2500, 1000, 0 }, -1, "for three seconds" },
	{ HTTP_PROBE, FATE_REJECTED, { 1, 0, 5000, 0 }, -1, "and not for longer" },
	{ HTTP_PROBE, FATE_UNKNOWN, { 1, 0, 0, 0 }, -1, "nor for what may be lost again" },
};

int main(void)
{
	char name[128];

	for (size_t i = 0; i < sizeof(fates) / sizeof(*fates); i++) {
		snprintf(name, sizeof(name), "fate of transport %d, status %d '%s'",
		         fates[i].transport, fates[i].status, fates[i].code);
		is_int(http_fate(fates[i].transport, fates[i].status, fates[i].code),
		       fates[i].fate, name);
	}
	for (size_t i = 0; i < sizeof(delays) / sizeof(*delays); i++)
		is_int(retry_delay_ms(delays[i].kind, delays[i].fate, &delays[i].retry),
		       delays[i].delay, delays[i].name);
	return done();
}
