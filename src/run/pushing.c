/* pushing.c - hand code to the deployment, and see that it arrived. */
#include "run/internal.h"
#include "run/unfinished.h"

#include <string.h>

#define RACE_TRIES 5
#define OTHERS_PUSH_MS 10000
#define WATCHER_MS 6000

int push_stage(struct run *run, struct err *err)
{
	struct pusher *p = &run->pusher;
	struct names warnings = { 0 };

	if (run->push.staged)
		return 0;
	if (p->ops->stage(p->self, run->arena, &warnings, err))
		return -1;
	for (size_t i = 0; i < warnings.count; i++)
		run_event(run, &(struct run_event){ .kind = RUN_WARNING, .text = warnings.items[i] });
	run->push.staged = true;
	return 0;
}

static int look_again(struct run *run, struct err *err)
{
	struct deployment *d = &run->deployment;

	run->clock->sleep_ms(run->clock->self, 100);
	return lease_keep(run, err) || d->ops->deployed(d->self, run->arena, &run->deployed, err)
		? -1 : 0;
}

/* A push that falls into another client's ends theirs: a running `convex dev` would exit.
 * So wait until none is being validated, but not twice for one that never ends. */
static int wait_for_others(struct run *run, struct err *err)
{
	int64_t until = run_now(run) + OTHERS_PUSH_MS;
	const char **pending = &run->deployed.pending_schema;

	if (!*pending)
		return unfinished_forget(run->unfinished, err);
	if (unfinished_is(run->unfinished, *pending))
		return 0;
	run_event(run, &(struct run_event){ .kind = RUN_WAITING, .text = "another push to end" });
	while (*pending && run_now(run) < until)
		if (look_again(run, err))
			return -1;
	run_event(run, &(struct run_event){ .kind = RUN_WAITED });
	return *pending ? unfinished_note(run->unfinished, *pending, err) : 0;
}

static bool has_other_functions(const struct deployed *now, const struct names *before)
{
	if (now->functions.count != before->count)
		return true;
	for (size_t i = 0; i < before->count; i++)
		if (!names_contain(&now->functions, before->items[i]))
			return true;
	return false;
}

/* A running `convex dev` pushes about a second after a checkout. Wait for its answer to
 * this one, or until it is clear that none will come. */
static int wait_for_watcher(struct run *run, struct err *err)
{
	struct names before = run->deployed.functions;
	bool came = false;

	if (!run->watched || !run->by_hook || run->push.pushed)
		return 0;
	run_event(run, &(struct run_event){ .kind = RUN_WAITING, .text = "'convex dev' to push" });
	while (!came && run_now(run) - run->started_ms < WATCHER_MS) {
		if (look_again(run, err))
			return -1;
		came = run->deployed.pending_schema ||
		       has_other_functions(&run->deployed, &before);
	}
	run_event(run, &(struct run_event){ .kind = RUN_WAITED });
	return 0;
}

/* As `convex dev` does it: data of development is small, or can wait. */
static bool is_for_development(const struct run *run)
{
	return run->verdict.kind != KIND_PRODUCTION;
}

static int push_once(struct run *run, const struct push_request *wanted, struct err *err)
{
	struct deployment *d = &run->deployment;
	struct pusher *p = &run->pusher;
	struct push_request request = *wanted;

	if (lease_keep(run, err) || d->ops->deployed(d->self, run->arena, &run->deployed, err) ||
	    wait_for_watcher(run, err) || wait_for_others(run, err) || lease_confirm(run, err))
		return -1;
	run->changed = run->push.pushed = true;
	request.large_indexes = is_for_development(run);
	if (p->ops->push(p->self, &request, err))
		return -1;
	return d->ops->deployed(d->self, run->arena, &run->deployed, err);
}

/* What can refuse a push before anything is said or written. */
static int prepare(struct run *run, struct err *err)
{
	if (run->never_push)
		return err_set(err, ERR_DECISION, "this needs a push, and the settings say never "
		               "([push] mode)");
	return push_stage(run, err);
}

/* What was being written while it was looked at may be looked at once more: then the answer
 * names the document, or there is nothing to complain of. */
static bool may_succeed_now(const struct err *err, int tries)
{
	if (err->code == ERR_SCHEMA)
		return tries == 1 && err->says & ERR_SAYS_MAY_HAVE_CHANGED;
	return err->code == ERR_RACE && tries < RACE_TRIES;
}

static int push(struct run *run, const struct push_request *request, struct err *err)
{
	int64_t started = run_now(run);

	run_event(run, &(struct run_event){ .kind = RUN_PUSH, .bridge = request->bridge,
	          .proof = run->push.proving });
	for (int tries = 1; push_once(run, request, err); tries++) {
		if (!may_succeed_now(err, tries))
			return -1;
		err_clear(err);
		run->clock->sleep_ms(run->clock->self, 200 * tries);
	}
	run_event(run, &(struct run_event){ .kind = RUN_PUSHED, .bridge = request->bridge,
	          .elapsed_ms = run_now(run) - started });
	return 0;
}

/* The bridge's own comes first: it is the current one, the target's may be older. */
const char *start_path_live(const struct run *run)
{
	static const char *const paths[] = { "cvxSealed/start:start", "cvxStart:start" };

	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		if (names_contain(&run->deployed.functions, paths[i]))
			return paths[i];
	return NULL;
}

int push_strict(struct run *run, struct err *err)
{
	if (prepare(run, err) || push(run, &(struct push_request){ .bridge = false }, err))
		return -1;
	run->push.bridged = false;
	run->push.start_path = start_path_live(run);
	return 0;
}

/* An app may well ask for a schema that isn't enforced; but only our own pushes for a move
 * hold functions below cvxSealed/, and they all do. */
bool bridge_is_left(const struct run *run)
{
	const struct deployed *live = &run->deployed;

	if (run->ledger.bridge_run || !live->has_schema || live->validates)
		return false;
	for (size_t i = 0; i < live->functions.count; i++)
		if (!strncmp(live->functions.items[i], "cvxSealed/", 10))
			return true;
	return false;
}

int bridge_announce(struct run *run, struct err *err)
{
	struct deployment *d = &run->deployment;

	run->changed = true;
	return d->ops->open_bridge(d->self, run->lease.token, run->lease.run_id, run->tree, err);
}

int push_bridge(struct run *run, struct err *err)
{
	const struct seal **seals = arena_alloc(run->arena,
	                                        (run->push.seal_count + 1) * sizeof(*seals));
	struct push_request request = {
		.bridge = true, .seals = seals, .seal_count = run->push.seal_count,
		.active = run->push.active, .with_start = true, .current_component = true,
	};

	for (size_t i = 0; i < run->push.seal_count; i++)
		seals[i] = &run->push.seals[i];
	/* Said in the ledger first, so that nobody finds validation off without a reason. */
	if (prepare(run, err) || (run->lease.held && bridge_announce(run, err)) ||
	    push(run, &request, err))
		return -1;
	run->push.bridged = true;
	run->push.bridges++;
	run->push.start_path = start_path_live(run);
	if (run->push.start_path)
		return 0;
	err_set(err, ERR_SERVER, "the push went through, but its start function isn't deployed");
	err_says(err, ERR_SAYS_HOW_TO_GO_ON);
	return err_hint(err, "is somebody else pushing to this deployment? then: git cvx continue");
}
