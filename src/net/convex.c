/* convex.c - a Convex deployment over HTTP: opening, closing, the table of the seam. */
#include "net/client.h"

#include "base/mem.h"
#include "base/secret.h"

#include <stdlib.h>

static const struct deployment_ops ops = {
	.probe = probe_deployment,
	.hello = ledger_hello,
	.read = ledger_read,
	.lease_acquire = lease_acquire,
	.lease_renew = lease_renew,
	.lease_release = lease_release,
	.start = migrations_start,
	.poll = migrations_poll,
	.poll_all = migrations_poll_all,
	.cancel = migrations_cancel,
	.finish = ledger_finish,
	.record = ledger_record,
	.set_baseline = ledger_set_baseline,
	.open_bridge = ledger_open_bridge,
	.close_bridge = ledger_close_bridge,
	.seal_put = seal_put,
	.seal_get = seal_get,
	.deployed = inspect_deployed,
	.table_size = inspect_table_size,
	.events = log_events,
	.releases = log_releases,
};

int convex_open(struct convex **out, const struct http_address *at, const char *key,
                const struct clock *clock, struct err *err)
{
	struct convex *convex = xcalloc(1, sizeof(*convex));
	struct buf authorization = BUF_INIT;
	int rc;

	secret_add(key);
	buf_addf(&authorization, "Convex %s", key);
	rc = http_open(&convex->http, at, authorization.text, clock, err);
	buf_wipe(&authorization);
	if (rc) {
		free(convex);
		return -1;
	}
	convex->clock = *clock;
	*out = convex;
	return 0;
}

void convex_close(struct convex *convex)
{
	if (!convex)
		return;
	http_close(convex->http);
	free(convex->name);
	mounts_forget(convex);
	free(convex);
}

struct deployment convex_deployment(struct convex *convex)
{
	return (struct deployment){ &ops, convex };
}

void convex_expect_name(struct convex *convex, const char *name)
{
	free(convex->name);
	convex->name = name ? xstrdup(name) : NULL;
}

void convex_set_cancel(struct convex *convex, const volatile sig_atomic_t *flag)
{
	convex->cancel = flag;
	http_set_cancel(convex->http, flag);
}

struct http *convex_http(struct convex *convex)
{
	return convex->http;
}
