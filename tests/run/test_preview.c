/* test_preview.c - runs against a deployment in memory that carry out what was looked at
 * before: a plan that was agreed to. */
#include "fake.h"
#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

static char dir[] = "/tmp/cvx-preview-XXXXXX";

static const char *const nothing[] = { NULL };
static const char *const one[] = { "m1", NULL };
static const char *const two[] = { "m1", "m2", NULL };

struct outcome {
	int rc;
	struct err err;
	struct plan plan;          /* in the fake's arena */
	const char *ledger_id;
	int64_t revision;
	bool records_lineup;
};

static struct outcome run(struct fake *f, const char *const *ids, enum run_mode mode,
                          const struct agreed *agreed)
{
	struct outcome out = { .err = ERR_INIT };
	struct lineup target = fake_lineup(f, ids);
	struct clock clock = fake_clock(f);
	struct names history = { 0 };
	struct run r = {
		.deployment = fake_deployment(f), .pusher = fake_pusher(f), .clock = &clock,
		.arena = &f->arena, .mode = mode, .policy = POLICY_INIT, .target = &target,
		.history = &history, .tree = "t", .environment = "dev", .clone_id = "me",
		.clone_name = "me", .command = "test", .agreed = agreed,
	};

	f->target = &target;
	if (mode != RUN_DRY && journal_open(&r.journal, dir, "key", &out.err))
		abort();
	out.rc = run_execute(&r, &out.err);
	journal_close(r.journal);
	out.plan = r.plan;
	out.ledger_id = r.ledger.ledger_id;
	out.revision = r.ledger.revision;
	out.records_lineup = r.records_lineup;
	f->target = NULL;
	return out;
}

/* What `plan --json` would have written. */
static struct agreed agree(struct fake *f, const char *const *ids)
{
	struct outcome o = run(f, ids, RUN_DRY, NULL);
	struct agreed agreed = {
		.ledger_id = o.ledger_id, .revision = o.ledger_id ? o.revision : -1, .tree = "t",
		.step_count = o.plan.step_count, .closes_bridge = o.plan.close_bridge,
		.records_lineup = o.records_lineup,
	};

	agreed.steps = arena_alloc(&f->arena, (agreed.step_count + 1) * sizeof(*agreed.steps));
	for (size_t i = 0; i < agreed.step_count; i++) {
		const struct step *s = &o.plan.steps[i];

		agreed.steps[i] = (struct agreed_step){ step_kind_word(s->kind), s->id,
			step_life_word(s->life), bridge_need_word(s->bridge) };
	}
	return agreed;
}

/* A deployment with documents, m1 applied. */
static void applied_one(struct fake *f)
{
	fake_init(f);
	f->documents = true;
	(void)run(f, nothing, RUN_ADOPT, NULL);
	(void)run(f, one, RUN_MIGRATE, NULL);
}

static bool refuses(const struct outcome *o, const char *words)
{
	bool good = o->rc && o->err.code == ERR_DECISION && strstr(o->err.msg, words) &&
	            strstr(o->err.hint, "git cvx plan --json");

	if (!good)
		printf("# %d '%s' '%s'\n", o->rc, o->err.msg, o->err.hint);
	return good;
}

static void test_agreed(void)
{
	struct agreed agreed;
	struct outcome o;
	struct fake f;

	applied_one(&f);
	agreed = agree(&f, two);
	is_int((int64_t)agreed.step_count, 1, "one step was agreed to");
	o = run(&f, two, RUN_MIGRATE, &agreed);
	ok(!o.rc && fake_done(&f, "m2") == FAKE_DOCUMENTS, "it is taken");
	f.starts = f.pushes = 0;
	o = run(&f, two, RUN_MIGRATE, &agreed);
	ok(refuses(&o, "the ledger has moved") && !f.starts && !f.pushes && !*f.token,
	   "the same plan again: the ledger has moved, nothing happens");
	agreed = agree(&f, two);
	o = run(&f, one, RUN_MIGRATE, &agreed);
	ok(refuses(&o, "step 1 was nothing more and is down 'm2' now") && !f.starts && !f.pushes &&
	   fake_done(&f, "m2") == FAKE_DOCUMENTS, "another plan than was agreed to: nothing happens");
	agreed = agree(&f, one);
	agreed.ledger_id = "another";
	o = run(&f, one, RUN_MIGRATE, &agreed);
	ok(refuses(&o, "another deployment") && !f.starts, "a plan of another deployment");
	fake_dispose(&f);
}

/* Between our look and our lease somebody else has written. */
static void test_overtaken(void)
{
	struct agreed agreed;
	struct outcome o;
	struct fake f;

	applied_one(&f);
	agreed = agree(&f, two);
	fake_revive(&f);
	f.overtaken_at = 3;
	o = run(&f, two, RUN_MIGRATE, &agreed);
	ok(refuses(&o, "the ledger has moved") && !fake_row(&f, "m2"),
	   "the lease isn't given for a ledger that has moved");
	fake_dispose(&f);
}

static void test_agreed_empty(void)
{
	struct agreed agreed;
	struct outcome o;
	struct fake f;

	fake_init(&f);
	agreed = agree(&f, two);
	ok(agreed.records_lineup && !agreed.step_count && !agreed.ledger_id,
	   "an empty deployment: nothing would be run");
	f.documents = true;
	o = run(&f, two, RUN_MIGRATE, &agreed);
	ok(refuses(&o, "isn't now") && !f.pushes && !f.bridges, "it has got documents since");
	f.documents = false;
	agreed = agree(&f, two);
	o = run(&f, two, RUN_MIGRATE, &agreed);
	ok(!o.rc && f.row_count == 2 && !f.starts, "the lineup is recorded, as agreed");
	fake_dispose(&f);
}

int main(void)
{
	char lock[64];

	if (!mkdtemp(dir))
		return 1;
	test_agreed();
	test_overtaken();
	test_agreed_empty();
	snprintf(lock, sizeof(lock), "%s/key.lock", dir);
	unlink(lock);
	ok(!rmdir(dir), "no journal is left behind");
	return done();
}
