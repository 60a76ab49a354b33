/* test_run.c - runs against a deployment in memory: the main job, refusals, failures, and
 * the process killed before and after every single call. */
#include "fake.h"
#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

static char dir[] = "/tmp/cvx-run-XXXXXX";

static const char *warned;        /* what the last run warned of */

struct outcome {
	int rc;
	struct err err;
	size_t downs, ups;
};

static int64_t wait_ms;
static const char *down_id; /* the next run is 'down <id>' */
static const char me[] = "me";
static const char *clone = me;   /* who runs; another one takes over what is not its own */

static void note(void *payload, const struct run_event *event)
{
	struct fake *f = payload;

	if (event->kind == RUN_WARNING)
		warned = arena_strdup(&f->arena, event->text);
}

static struct outcome run(struct fake *f, const char *const *ids, enum run_mode mode, bool hook)
{
	/* static: they are read after a longjmp */
	static struct outcome out;
	static struct run r;
	struct arena arena = { 0 };
	struct lineup target = fake_lineup(f, ids);
	struct clock clock = fake_clock(f);
	struct journal *journal = NULL;
	struct names history = { 0 };
	out = (struct outcome){ .err = ERR_INIT };
	r = (struct run){
		.deployment = fake_deployment(f), .pusher = fake_pusher(f), .clock = &clock,
		.arena = &arena, .mode = mode, .policy = POLICY_INIT, .by_hook = hook,
		.target = &target, .history = &history, .tree = "t", .commit = "c",
		.branch = "main", .environment = "dev", .clone_id = clone, .clone_name = clone,
		.command = "test", .wait_ms = wait_ms,
		.unfinished = arena_printf(&arena, "%s/%s.unfinished", dir, clone),
		.scope = down_id ? PLAN_DOWN : PLAN_ALIGN, .id = down_id,
		.take_over = clone != me, .half_done.undo = clone != me,
		.callbacks = { .payload = f, .event = note, .interrupted = fake_interrupted },
	};

	warned = NULL;
	f->target = &target;
	if (journal_open(&journal, dir, clone, &out.err))
		abort();
	r.journal = journal;
	if (!setjmp(f->death))
		out.rc = run_execute(&r, &out.err);
	out.downs = r.plan.downs;
	out.ups = r.plan.ups;
	journal_close(journal);
	arena_dispose(&arena);
	f->target = NULL;
	return out;
}

static const char *const nothing[] = { NULL };
static const char *const one[] = { "m1", NULL };
static const char *const two[] = { "m1", "m2", NULL };
static const char *const other[] = { "m1", "x9", NULL };

/* A deployment with documents, m1 applied. */
static void applied_one(struct fake *f)
{
	fake_init(f);
	f->documents = true;
	(void)run(f, nothing, RUN_ADOPT, false);
	(void)run(f, one, RUN_MIGRATE, false);
}

static bool is_status(struct fake *f, const char *id, enum row_status status)
{
	const struct ledger_row *row = fake_row(f, id);

	return row && row->status == status;
}

static void test_main_job(void)
{
	struct fake f;
	struct outcome o;

	applied_one(&f);
	is_int(fake_done(&f, "m1"), FAKE_DOCUMENTS, "a pending migration runs to its end");
	o = run(&f, two, RUN_MIGRATE, true);
	is_int(o.rc, 0, "a hook brings the second one");
	ok(is_status(&f, "m2", ROW_COMPLETED) && fake_done(&f, "m2") == FAKE_DOCUMENTS,
	   "it is completed, and done");
	o = run(&f, one, RUN_MIGRATE, true);
	ok(!o.rc && o.downs == 1 && is_status(&f, "m2", ROW_ROLLED_BACK) &&
	   !fake_done(&f, "m2"), "the way back undoes it");
	ok(f.validates && !*f.bridge, "the last push was strict, and the bridge is closed");
	o = run(&f, other, RUN_MIGRATE, true);
	o = run(&f, two, RUN_MIGRATE, true);
	ok(!o.rc && o.downs == 1 && o.ups == 1 && !fake_done(&f, "x9") &&
	   fake_done(&f, "m2") == FAKE_DOCUMENTS, "from branch to branch: one down, one up again");
	f.pushes = f.bridges = 0;
	o = run(&f, two, RUN_MIGRATE, true);
	ok(!o.rc && !f.pushes && !f.bridges && !*f.token, "nothing to do pushes nothing");
	fake_dispose(&f);
}

static void test_baseline(void)
{
	struct fake f;
	struct outcome o;

	fake_init(&f);
	f.documents = true;
	o = run(&f, one, RUN_MIGRATE, true);
	ok(o.rc && o.err.code == ERR_DECISION && !f.mounted,
	   "documents and no baseline: a hook asks, and pushes nothing");
	fake_dispose(&f);

	fake_init(&f);
	o = run(&f, two, RUN_MIGRATE, true);
	ok(!o.rc && is_status(&f, "m1", ROW_COMPLETED) && is_status(&f, "m2", ROW_COMPLETED) &&
	   !f.starts, "an empty deployment: the lineup is recorded, nothing runs");
	ok(fake_row(&f, "m1")->seal != NULL, "and sealed");
	fake_dispose(&f);
}

/* Of the seal that the row names. */
static const char *index_of(struct fake *f, const char *id)
{
	const struct ledger_row *row = fake_row(f, id);

	for (size_t i = 0; row && i < f->seal_count; i++)
		if (!strcmp(f->seals[i].hash, row->seal))
			return f->seals[i].index;
	return "no seal";
}

/* Which indexes a tree has the server says, after the push that brought it. */
static void test_indexes(void)
{
	struct fake f;
	struct outcome o;

	fake_init(&f);
	(void)run(&f, one, RUN_MIGRATE, false);
	is_str(index_of(&f, "m1"), "", "a baseline's seal names no index");
	f.documents = true;
	f.effects[f.effect_count++] = (struct fake_effect){ "m1", FAKE_DOCUMENTS };
	o = run(&f, two, RUN_MIGRATE, true);
	ok(!o.rc && f.bridges == 1, "documents don't fit: an up behind a bridge");
	is_str(f.kept, "push1", "which keeps the index that was active");
	is_str(index_of(&f, "m2"), "bridge1", "the up's seal has those of the bridge");
	f.unread = true;
	o = run(&f, one, RUN_MIGRATE, true);
	ok(!o.rc && is_status(&f, "m2", ROW_ROLLED_BACK), "what can't be read stops no down");
	ok(warned && strstr(warned, "'m2' needs 'tally/lib:bump'"), "and is said");
	is_str(f.kept, "push2", "the way back keeps the active index, too");
	fake_dispose(&f);
}

static void test_failure(void)
{
	struct fake f;
	struct outcome o;

	applied_one(&f);
	snprintf(f.throws, sizeof(f.throws), "m2");
	o = run(&f, two, RUN_MIGRATE, true);
	ok(o.rc && o.err.code == ERR_STEP_FAILED && strstr(o.err.msg, "m2") &&
	   strstr(o.err.msg, "document 4 is odd"), "a failure names migration and cause");
	ok(is_status(&f, "m2", ROW_FAILED) && fake_done(&f, "m2") == 4, "four documents are done");
	f.throws[0] = '\0';
	o = run(&f, two, RUN_MIGRATE, false);
	ok(!o.rc && is_status(&f, "m2", ROW_COMPLETED), "mended, it goes on where it stopped");
	is_int(fake_row(&f, "m2")->sequence, 2, "in the same life");
	fake_dispose(&f);
}

static void test_down(void)
{
	struct fake f;
	struct outcome o;

	applied_one(&f);
	f.starts = 0;
	down_id = "m1";
	o = run(&f, one, RUN_MIGRATE, false);
	down_id = NULL;
	ok(o.rc && o.err.code == ERR_DECISION && strstr(o.err.hint, "git cvx migrate"),
	   "down: the schema that wants the effect isn't enforced, and it is said");
	ok(f.starts == 1 && is_status(&f, "m1", ROW_ROLLED_BACK) && !fake_done(&f, "m1"),
	   "it is undone once");
	o = run(&f, one, RUN_MIGRATE, false);
	ok(!o.rc && f.validates && !*f.bridge && fake_done(&f, "m1") == FAKE_DOCUMENTS,
	   "the next migrate brings it back, schema and all");
	fake_dispose(&f);
}

/* A push of ours that is going on when the lease is lost is ended by this, not let run. */
static void test_lost_lease(void)
{
	struct fake f;
	struct clock clock = fake_clock(&f);
	struct run r = { .clock = &clock, .lease = { .token = "mine", .held = true } };
	struct err err = ERR_INIT;

	fake_init(&f);
	r.deployment = fake_deployment(&f);
	r.lease.renewed_ms = f.now;
	snprintf(f.token, sizeof(f.token), "another's");
	ok(!run_tick(&r, &err), "a lease that was just renewed isn't asked for");
	f.now += 25000;
	ok(run_tick(&r, &err) && err.code == ERR_LEASE_LOST, "one that is lost ends what goes on");
	err_clear(&err);
	ok(run_tick(&r, &err) && err.code == ERR_LEASE_LOST, "for good");
	fake_dispose(&f);
}

static void test_busy(void)
{
	struct fake f;
	struct outcome o;

	applied_one(&f);
	snprintf(f.token, sizeof(f.token), "somebody");
	o = run(&f, two, RUN_MIGRATE, true);
	ok(o.rc && o.err.code == ERR_BUSY && !fake_row(&f, "m2"), "a hook waits for no lease");
	wait_ms = 60000;
	f.free_at = f.now + 100000;
	o = run(&f, two, RUN_MIGRATE, false);
	ok(o.rc && o.err.code == ERR_BUSY && f.now < f.free_at && !fake_row(&f, "m2"),
	   "nobody waits for ever");
	o = run(&f, two, RUN_MIGRATE, false);
	ok(!o.rc && is_status(&f, "m2", ROW_COMPLETED), "what is given back in time is waited for");
	wait_ms = 0;
	fake_dispose(&f);
}

/* An author's error may use the server's words for a function that is gone. */
static void test_author_says_missing(void)
{
	struct fake f;
	struct outcome o;

	applied_one(&f);
	f.bridges = 0;
	f.says = "Uncaught Error: Couldn't find the user's room";
	snprintf(f.throws, sizeof(f.throws), "m2");
	o = run(&f, two, RUN_MIGRATE, true);
	ok(o.rc && o.err.code == ERR_STEP_FAILED && strstr(o.err.msg, "the user's room") &&
	   is_status(&f, "m2", ROW_FAILED), "an author's \"Couldn't find\" is a failure like others");
	is_int(f.bridges, 1, "and brings no other push than the one before the first start");
	fake_dispose(&f);
}

/* The first pushes are refused; empty: no document is in the way of the others. */
static struct outcome refused_first(struct fake *f, int times, enum err_code code,
                                    enum err_says says, bool empty)
{
	applied_one(f);
	f->documents = !empty;
	f->pushes = f->bridges = 0;
	f->refuse_pushes = times;
	f->refusal = (struct err)ERR_INIT;
	err_set(&f->refusal, code, "another push was faster");
	if (says)
		err_says(&f->refusal, says);
	return run(f, two, RUN_MIGRATE, true);
}

static void test_races(void)
{
	struct fake f;
	struct outcome o = refused_first(&f, 3, ERR_RACE, 0, false);

	ok(!o.rc && is_status(&f, "m2", ROW_COMPLETED) && !f.refuse_pushes,
	   "a push that loses against others' is tried again");
	fake_dispose(&f);
	o = refused_first(&f, 100, ERR_RACE, 0, false);
	ok(o.rc && o.err.code == ERR_RACE && f.refuse_pushes == 95, "but not for ever");
	fake_dispose(&f);

	/* What didn't fit was being written: it may fit by now. */
	o = refused_first(&f, 1, ERR_SCHEMA, ERR_SAYS_MAY_HAVE_CHANGED, true);
	ok(!o.rc && f.pushes && !f.bridges, "a refusal for a new document is looked into once more");
	fake_dispose(&f);
	o = refused_first(&f, 2, ERR_SCHEMA, ERR_SAYS_MAY_HAVE_CHANGED, true);
	ok(!o.rc && f.bridges == 1, "... and is a refusal like others then: a bridge is built");
	fake_dispose(&f);
	o = refused_first(&f, 1, ERR_SCHEMA, 0, true);
	ok(!o.rc && f.bridges == 1, "a document that is there to stay isn't");
	fake_dispose(&f);
}

/* As `convex dev` leaves one behind whose types are wrong. */
static void test_unfinished(void)
{
	const int64_t patience = 10000;
	struct fake f;
	struct outcome o;
	int64_t before;

	applied_one(&f);
	f.pending = "schema a";
	before = f.now;
	o = run(&f, two, RUN_MIGRATE, true);
	ok(!o.rc && f.now - before >= patience, "a push of another client is waited for");
	before = f.now;
	o = run(&f, one, RUN_MIGRATE, true);
	ok(!o.rc && f.now - before < patience, "but not again for one that didn't end");
	f.pending = "schema b";
	before = f.now;
	o = run(&f, two, RUN_MIGRATE, true);
	ok(!o.rc && f.now - before >= patience, "another one is another push");
	f.pending = NULL;
	o = run(&f, one, RUN_MIGRATE, true);
	f.pending = "schema b";
	before = f.now;
	o = run(&f, two, RUN_MIGRATE, true);
	ok(!o.rc && f.now - before >= patience, "what ended is forgotten");
	fake_dispose(&f);
}

/* A running `convex dev` pushes the target between two downs: our start function goes. */
static void test_start_removed(void)
{
	struct fake f;
	struct outcome o;

	applied_one(&f);
	(void)run(&f, two, RUN_MIGRATE, false);
	f.bridges = 0;
	f.removed_at = f.starts + 2;
	o = run(&f, nothing, RUN_MIGRATE, false);
	ok(!o.rc && o.downs == 2 && !fake_done(&f, "m1"), "the target's own start function will do");
	is_int(f.bridges, 1, "without another push");
	fake_dispose(&f);
}

/* Undisturbed, how many calls does it take? */
static int count_calls(const char *const *from, const char *const *to)
{
	struct fake f;
	int calls;

	applied_one(&f);
	(void)run(&f, from, RUN_MIGRATE, false);
	fake_revive(&f);
	(void)run(&f, to, RUN_MIGRATE, true);
	calls = f.calls;
	fake_dispose(&f);
	return calls;
}

/* What befalls a run. */
enum trouble {
	KILLED, KILLED_AFTER, FAILED, ANSWER_LOST, NETWORK_GONE, INTERRUPTED, ROBBED, STALLED,
	TROUBLES,
};

static const char *const troubles[] = {
	"killed before", "killed after", "one failure at", "one lost answer at",
	"the network gone from", "Ctrl-C at", "the lease taken by another at",
	"two minutes without an answer at",
};

static void make_trouble(struct fake *f, enum trouble trouble, int at)
{
	switch (trouble) {
	case KILLED_AFTER:
	case KILLED:
		f->die_at = at;
		f->die_after = trouble == KILLED_AFTER;
		break;
	case FAILED:
	case ANSWER_LOST:
	case NETWORK_GONE:
		f->fail_at = at;
		f->fail_after = trouble == ANSWER_LOST;
		f->fail_on = trouble == NETWORK_GONE;
		break;
	case INTERRUPTED:
		f->interrupt_at = at;
		break;
	case ROBBED:
		f->steal_at = at;
		break;
	default:
		f->stall_at = at;
		break;
	}
}

static bool is_in_line(struct fake *f, const char *const *to)
{
	bool good = f->validates && !*f->bridge && !*f->token;

	for (size_t i = 0; i < f->effect_count; i++) {
		bool wanted = false;

		for (const char *const *id = to; *id; id++)
			wanted = wanted || !strcmp(*id, f->effects[i].id);
		good = good && f->effects[i].done == (wanted ? FAKE_DOCUMENTS : 0);
	}
	for (const char *const *id = to; *id; id++)
		good = good && is_status(f, *id, ROW_COMPLETED);
	return good;
}

struct route {
	const char *const *from, *const *to;
	const char *name;
	bool others;        /* another clone moves the data before the second run */
};

/* Two minutes later another clone brings the deployment back to where it was. */
static bool goes_back(struct fake *f, const char *const *from)
{
	struct outcome o;

	f->token[0] = '\0';
	clone = "other";
	o = run(f, from, RUN_MIGRATE, false);
	clone = me;
	if (o.rc)
		printf("# the other clone: '%s'\n", o.err.msg);
	return !o.rc && is_in_line(f, from);
}

/* A run in trouble, then another of the same clone: everything must be in line. */
static bool survives(const struct route *route, enum trouble trouble, int at)
{
	const char *const *from = route->from, *const *to = route->to;
	struct fake f;
	struct outcome first, second;
	bool good;

	applied_one(&f);
	(void)run(&f, from, RUN_MIGRATE, false);
	fake_revive(&f);
	make_trouble(&f, trouble, at);
	first = run(&f, to, RUN_MIGRATE, true);
	good = !f.late_acts && (trouble != INTERRUPTED || !first.rc ||
	                        first.err.code == ERR_INTERRUPTED);
	if (!good)
		printf("# %s call %d: %d late, %s\n", troubles[trouble], at, f.late_acts,
		       first.err.msg);
	if (trouble == ROBBED)
		f.token[0] = '\0';
	fake_revive(&f);
	if (route->others && !goes_back(&f, from)) {
		printf("# %s call %d\n", troubles[trouble], at);
		good = false;
	}
	second = run(&f, to, RUN_MIGRATE, false);
	if (second.rc || !is_in_line(&f, to)) {
		printf("# %s call %d: '%s', then '%s'\n", troubles[trouble], at, first.err.msg,
		       second.err.msg);
		good = false;
	}
	fake_dispose(&f);
	return good;
}

static void test_trouble(const struct route *route)
{
	int calls = count_calls(route->from, route->to);

	printf("# %s: %d calls\n", route->name, calls);
	for (int trouble = 0; trouble < TROUBLES; trouble++) {
		char what[128];
		int bad = 0;

		snprintf(what, sizeof(what), "%s, %s any call: a second run ends it", route->name,
		         troubles[trouble]);
		for (int at = 1; at <= calls; at++)
			bad += !survives(route, (enum trouble)trouble, at);
		is_int(bad, 0, what);
	}
}

int main(void)
{
	static const char *const clones[] = { "me", "other" };
	static const struct route routes[] = {
		{ one, two, "an up", false }, { two, one, "a down", false },
		{ other, two, "a down and an up", false },
		{ one, two, "an up, others in between", true },
		{ two, one, "a down, others in between", true },
		{ other, two, "a down and an up, others in between", true },
	};
	char lock[64];

	if (!mkdtemp(dir))
		return 1;
	test_main_job();
	test_baseline();
	test_indexes();
	test_failure();
	test_down();
	test_lost_lease();
	test_busy();
	test_author_says_missing();
	test_races();
	test_unfinished();
	test_start_removed();
	for (size_t i = 0; i < sizeof(routes) / sizeof(*routes); i++)
		test_trouble(&routes[i]);
	for (size_t i = 0; i < sizeof(clones) / sizeof(*clones); i++) {
		snprintf(lock, sizeof(lock), "%s/%s.lock", dir, clones[i]);
		unlink(lock);
	}
	ok(!rmdir(dir), "a run that ended leaves no journal behind");
	return done();
}
