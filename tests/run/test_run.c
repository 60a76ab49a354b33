/* test_run.c - runs against a deployment in memory: the main job, refusals, failures, and
 * the process killed before and after every single call. */
#include "fake.h"
#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

static char dir[] = "/tmp/cvx-run-XXXXXX";

struct outcome {
	int rc;
	struct err err;
	size_t downs, ups;
};

static const char *down_id; /* the next run is 'down <id>' */

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
		.branch = "main", .environment = "dev", .clone_id = "me", .clone_name = "me",
		.command = "test", .scope = down_id ? PLAN_DOWN : PLAN_ALIGN, .id = down_id,
	};

	f->target = &target;
	if (journal_open(&journal, dir, "key", &out.err))
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
	ok(o.rc && o.err.code == ERR_SCHEMA && strstr(o.err.hint, "git cvx up"),
	   "down: the schema that wants the effect isn't enforced, and it is said");
	ok(f.starts == 1 && is_status(&f, "m1", ROW_ROLLED_BACK) && !fake_done(&f, "m1"),
	   "it is undone once");
	o = run(&f, one, RUN_MIGRATE, false);
	ok(!o.rc && f.validates && !*f.bridge && fake_done(&f, "m1") == FAKE_DOCUMENTS,
	   "the next migrate brings it back, schema and all");
	fake_dispose(&f);
}

static void test_busy(void)
{
	struct fake f;
	struct outcome o;

	applied_one(&f);
	snprintf(f.token, sizeof(f.token), "somebody");
	o = run(&f, two, RUN_MIGRATE, true);
	ok(o.rc && o.err.code == ERR_BUSY && !fake_row(&f, "m2"), "a lease is not waited for");
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

static bool survives(const char *const *from, const char *const *to, int at, bool after)
{
	struct fake f;
	struct outcome o;
	bool good = true;

	applied_one(&f);
	(void)run(&f, from, RUN_MIGRATE, false);
	fake_revive(&f);
	f.die_at = at;
	f.die_after = after;
	(void)run(&f, to, RUN_MIGRATE, true);
	fake_revive(&f);
	o = run(&f, to, RUN_MIGRATE, false);
	if (o.rc)
		printf("# killed %s call %d: %s\n", after ? "after" : "before", at, o.err.msg);
	good = !o.rc && f.validates && !*f.bridge && !*f.token;
	for (size_t i = 0; i < f.effect_count; i++) {
		bool wanted = false;

		for (const char *const *id = to; *id; id++)
			wanted = wanted || !strcmp(*id, f.effects[i].id);
		good = good && f.effects[i].done == (wanted ? FAKE_DOCUMENTS : 0);
	}
	for (const char *const *id = to; *id; id++)
		good = good && is_status(&f, *id, ROW_COMPLETED);
	fake_dispose(&f);
	return good;
}

static void test_killed(const char *const *from, const char *const *to, const char *name)
{
	int calls = count_calls(from, to), bad = 0;

	for (int at = 1; at <= calls; at++)
		for (int after = 0; after < 2; after++)
			bad += !survives(from, to, at, after);
	printf("# %d calls\n", calls);
	is_int(bad, 0, name);
}

int main(void)
{
	char lock[64];

	if (!mkdtemp(dir))
		return 1;
	test_main_job();
	test_baseline();
	test_failure();
	test_down();
	test_busy();
	test_killed(one, two, "killed before and after every call of an up, a second run ends it");
	test_killed(two, one, "killed before and after every call of a down");
	test_killed(other, two, "killed before and after every call of a down and an up");
	snprintf(lock, sizeof(lock), "%s/key.lock", dir);
	unlink(lock);
	ok(!rmdir(dir), "a run that ended leaves no journal behind");
	return done();
}
