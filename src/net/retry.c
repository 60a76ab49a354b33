/* retry.c - whether a request may be sent again, and how long to wait first. */
#include "net/retry.h"

#include <string.h>

#define FIRST_DELAY_MS 250
#define LONGEST_DELAY_MS 8000
/* From the first attempt to the start of the last one. */
#define BUDGET_MS 30000
/* Of a question by which somebody is kept waiting. */
#define PROBE_BUDGET_MS 3000
/* A server that fails, rather than being busy, fails the third time, too. */
#define MOST_UNKNOWN_ATTEMPTS 3

/* Codes of a 503 that say that nothing was carried out. Any other 503 may come from a
 * proxy that had already passed the request on. */
static const char *const rejections[] = {
	"OptimisticConcurrencyControlFailure", "WorkerOverloaded", "ExpiredInQueue",
	"ExecuteFullError", "InitialPermitTimeoutError", "IsolateNotClean",
	"CommitterFullError", "SubscriptionsWorkerFullError",
	"FeatureTemporarilyUnavailable", "OutOfRetention",
};

static bool is_rejection(const char *code)
{
	static const char suffix[] = "IndexTooLarge";
	size_t len = strlen(code);

	for (size_t i = 0; i < sizeof(rejections) / sizeof(*rejections); i++)
		if (!strcmp(code, rejections[i]))
			return true;
	return len >= sizeof(suffix) - 1 &&
	       !strcmp(code + len - (sizeof(suffix) - 1), suffix);
}

enum http_fate http_fate(enum http_transport transport, int status, const char *code)
{
	if (transport == HTTP_LOST || transport == HTTP_CANCELLED)
		return FATE_UNKNOWN;
	if (transport == HTTP_NOT_SENT)
		return FATE_ANSWERED;
	if (status == 429 || (status == 503 && is_rejection(code)))
		return FATE_REJECTED;
	/* 560: older servers' status for an error inside a function. */
	if (status == 408 || (status >= 500 && status != 560))
		return FATE_UNKNOWN;
	return FATE_ANSWERED;
}

bool retry_allowed(enum http_kind kind, enum http_fate fate)
{
	return fate == FATE_REJECTED ||
	       (fate == FATE_UNKNOWN && kind != HTTP_WRITE && kind != HTTP_PROBE);
}

int64_t retry_delay_ms(enum http_kind kind, enum http_fate fate,
                       const struct retry *retry)
{
	int64_t delay = FIRST_DELAY_MS;

	if (!retry_allowed(kind, fate))
		return -1;
	if (fate == FATE_UNKNOWN && retry->attempt >= MOST_UNKNOWN_ATTEMPTS)
		return -1;
	for (int i = 1; i < retry->attempt && delay < LONGEST_DELAY_MS; i++)
		delay *= 2;
	delay += delay * (int64_t)(retry->jitter % 256) / 1024;
	if (delay < retry->retry_after_ms)
		delay = retry->retry_after_ms;
	return retry->elapsed_ms + delay > (kind == HTTP_PROBE ? PROBE_BUDGET_MS : BUDGET_MS)
	       ? -1 : delay;
}
