/* test_preview.c - runs against a deployment in memory that carry out what was looked at
 * before, a plan that was agreed to; and what git still holds where the ledger lacks it. */
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

/* What git holds: the code of at most one migration. */
static struct past_code in_git;
static int bundled;

static int find_in_git(void *self, struct arena *arena, const struct ledger_row *row,
                       struct past_code *out, struct err *err)
{
	(void)self;
	(void)err;
	*out = in_git;
	out->id = arena_strdup(arena, row->id);
	out->file = "convex/migrations/m2.ts";
	return 0;
}

static int seal_from_git(void *self, struct arena *arena, const struct past_code *code,
                         struct seal *out, struct err *err)
{
	(void)self;
	(void)err;
	bundled++;
	*out = (struct seal){ .hash = arena_strdup(arena, "0123456789abcdef"), .source = code->id };
	return 0;
}

static const struct archive_ops archive_ops = { find_in_git, seal_from_git };

static struct journal *dying_journal; /* of a run that was killed */

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
		.archive = { &archive_ops, NULL },
	};

	f->target = &target;
	if (mode != RUN_DRY && journal_open(&r.journal, dir, "key", &out.err))
		abort();
	dying_journal = r.journal;
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

/* m2 is applied, and the ledger has no code for its down. */
static void applied_unsealed(struct fake *f)
{
	applied_one(f);
	(void)run(f, two, RUN_MIGRATE, NULL);
	for (size_t i = 0; i < f->row_count; i++)
		if (!strcmp(f->rows[i].id, "m2")) {
			f->rows[i].seal = f->rows[i].down_path = NULL;
			f->rows[i].clone_name = "Ada@host";
			f->rows[i].commit = "1234567890abcdef";
			f->rows[i].branch = "feature/x";
			f->rows[i].completed_at = 1760518800000.0;
		}
	f->bridges = f->starts = bundled = 0;
}

static void test_found_in_git(void)
{
	struct outcome o;
	struct fake f;

	applied_unsealed(&f);
	in_git = (struct past_code){ .commit = "abcdef1234567890", .has_down = true };
	o = run(&f, one, RUN_DRY, NULL);
	ok(!o.rc && !o.plan.refusal_count && o.plan.downs == 1 && o.plan.note_count == 1 &&
	   strstr(o.plan.notes[0].text, "that of commit abcdef1234 is taken") && !bundled,
	   "the plan says where the code is from, and bundles nothing");
	o = run(&f, one, RUN_MIGRATE, NULL);
	ok(!o.rc && !fake_done(&f, "m2") && bundled == 1 && f.validates,
	   "it is bundled, stored and undone");
	is_str(fake_row(&f, "m2")->seal, "0123456789abcdef", "the row says by which code");
	fake_dispose(&f);

	applied_unsealed(&f);
	in_git.has_down = false;
	o = run(&f, one, RUN_MIGRATE, NULL);
	ok(o.rc && strstr(o.err.msg, "has no down") && !f.starts, "what was found has no down");
	fake_dispose(&f);
}

static void test_not_in_git(void)
{
	struct outcome o;
	struct fake f;

	applied_unsealed(&f);
	in_git = (struct past_code){ .complete = true };
	o = run(&f, one, RUN_MIGRATE, NULL);
	ok(o.rc && o.err.code == ERR_DECISION && !f.starts && !f.bridges &&
	   fake_done(&f, "m2") == FAKE_DOCUMENTS, "nowhere: refused before anything is touched");
	is_str(o.err.msg, "'m2' must be undone, but the code that undoes it was never stored, and "
	       "no commit or reflog entry here holds what was applied "
	       "('convex/migrations/m2.ts'); it was applied 2025-10-15 09:00 UTC by 'Ada@host' "
	       "from commit 1234567890 (feature/x)", "it says exactly what is missing");
	is_str(o.err.hint, "keep what it did: git cvx mark --foreign m2\n"
	       "its effect is gone already: git cvx mark --undone m2\n"
	       "or restore a backup of the data from before it was applied", "and what can be done");
	in_git = (struct past_code){ .other = "fedcba0987654321" };
	o = run(&f, one, RUN_MIGRATE, NULL);
	ok(strstr(o.err.msg, "('convex/migrations/m2.ts'; commit fedcba0987 holds another version of "
	          "it)") != NULL, "another version isn't what was applied");
	ok(!strncmp(o.err.hint, "this clone doesn't have all of the history: git fetch", 53),
	   "a shallow clone may hold too little");
	o = run(&f, two, RUN_MIGRATE, NULL);
	ok(!o.rc && !f.starts, "nobody asks for it as long as it is wanted");
	fake_dispose(&f);
}

/* The row names a seal that the ledger has lost. */
static void test_seal_lost(void)
{
	struct outcome o;
	struct fake f;

	applied_unsealed(&f);
	for (size_t i = 0; i < f.row_count; i++)
		if (!strcmp(f.rows[i].id, "m2")) {
			f.rows[i].seal = "lost";
			f.rows[i].down_path = "cvxSealed/slost:down";
		}
	in_git = (struct past_code){ .complete = true };
	o = run(&f, one, RUN_MIGRATE, NULL);
	ok(o.rc && strstr(o.err.msg, "no commit or reflog entry") && !f.starts && !f.bridges,
	   "lost, and not in git: refused before anything is touched");
	in_git = (struct past_code){ .commit = "abcdef1234567890", .has_down = true };
	o = run(&f, one, RUN_MIGRATE, NULL);
	ok(!o.rc && !fake_done(&f, "m2") && bundled == 1, "lost, and bundled anew from git");
	fake_dispose(&f);
}

/* Ran m1:up by hand, long ago; another worker is younger. */
static void test_many_workers(void)
{
	struct outcome o;
	struct fake f;

	fake_init(&f);
	f.documents = true;
	(void)run(&f, nothing, RUN_ADOPT, NULL);
	f.workers[0] = (struct fake_worker){ .fn = "migrations/m1:up", .id = "m1", .known = true,
		.state = COMPONENT_SUCCESS, .processed = FAKE_DOCUMENTS };
	f.workers[1] = (struct fake_worker){ .fn = "migrations/z:up", .id = "z", .known = true,
		.state = COMPONENT_SUCCESS };
	f.worker_count = 2;
	snprintf(f.effects[0].id, sizeof(f.effects[0].id), "m1");
	f.effects[0].done = FAKE_DOCUMENTS;
	f.effect_count = 1;
	f.most_listed = 1;
	o = run(&f, one, RUN_MIGRATE, NULL);
	ok(!o.rc && !f.starts && fake_row(&f, "m1") &&
	   fake_row(&f, "m1")->status == ROW_COMPLETED,
	   "what the component doesn't list is asked for by name");
	fake_dispose(&f);
}

/* A run on a deployment without ledger, killed after that call; false: it ended before. */
static bool die_at(struct fake *f, int call)
{
	fake_init(f);
	f->documents = true;
	f->die_at = call;
	f->die_after = true;
	if (!setjmp(f->death)) {
		(void)run(f, one, RUN_MIGRATE, NULL);
		return f->calls >= call;
	}
	journal_close(dying_journal);
	f->target = NULL;
	return true;
}

/* Killed when the first push, with validation off, is live, and no ledger was there to say
 * so in. */
static bool killed_after_bridge(struct fake *f)
{
	for (int call = 1; die_at(f, call); call++) {
		if (f->bridges && !f->validates && !*f->bridge)
			return true;
		fake_dispose(f);
	}
	fake_dispose(f);
	return false;
}

static void test_left_open(void)
{
	struct outcome o;
	struct fake f;

	if (!killed_after_bridge(&f)) {
		ok(false, "there is a moment in which validation is off and nobody says so");
		return;
	}
	ok(!f.validates, "there is a moment in which validation is off and nobody says so");
	fake_revive(&f);
	o = run(&f, nothing, RUN_DRY, NULL);
	ok(!o.rc && o.plan.close_bridge && !o.plan.step_count, "whoever looks plans to turn it on");
	o = run(&f, nothing, RUN_MIGRATE, NULL);
	ok(!o.rc && f.validates && !*f.token, "and whoever runs does");
	f.pushes = 0;
	o = run(&f, nothing, RUN_MIGRATE, NULL);
	ok(!o.rc && !f.pushes, "once");
	/* An app may ask for it itself. */
	f.validates = false;
	o = run(&f, nothing, RUN_MIGRATE, NULL);
	ok(!o.rc && !f.pushes, "a schema that isn't enforced is no open end by itself");
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
	test_found_in_git();
	test_not_in_git();
	test_seal_lost();
	test_many_workers();
	test_left_open();
	snprintf(lock, sizeof(lock), "%s/key.lock", dir);
	unlink(lock);
	ok(!rmdir(dir), "no journal is left behind");
	return done();
}
