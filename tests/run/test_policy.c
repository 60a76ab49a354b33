/* test_policy.c - runs against a deployment in memory: what becomes of edited and unfinished
 * migrations, and what is asked for by hand. */
#include "fake.h"
#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

static char dir[] = "/tmp/cvx-policy-XXXXXX";

/* What the next run is asked for, beside its target. */
struct ask {
	enum run_mode mode;
	enum plan_scope scope;
	const char *id, *redo;        /* redo: ids with blanks between them */
	enum edited_policy edited;
	struct half_done half_done;
	const char *clone;            /* NULL: this one */
	bool by_hook, goes_on;        /* goes_on: with what the journal says */
	enum mark_kind mark;          /* marks and from: NULL if nothing is marked */
	const char *marks, *from;
};

#define ASK(...) (&(struct ask){ __VA_ARGS__ })

struct outcome {
	int rc;
	struct err err;
	size_t downs, ups;
};

static void read_journal(struct run *r, struct journal *journal, struct arena *arena)
{
	static struct plan_begun begun;
	struct journal_record record;
	struct err err = ERR_INIT;
	bool found;

	if (journal_read(journal, arena, &record, &found, &err))
		abort();
	if (!found || !record.since)
		return;
	begun = (struct plan_begun){ names_split(record.riders, arena),
		strtoll(record.since, NULL, 10) };
	r->begun = &begun;
}

static struct outcome run(struct fake *f, const char *const *ids, const struct ask *ask)
{
	/* static: they are read after a longjmp */
	static struct outcome out;
	static struct run r;
	struct arena arena = { 0 };
	struct lineup target = fake_lineup(f, ids);
	struct marking marking = { ask->mark, names_split(ask->marks, &arena), ask->from };
	struct names history = { 0 }, redo = names_split(ask->redo, &arena);
	struct clock clock = fake_clock(f);
	struct journal *journal = NULL;

	out = (struct outcome){ .err = ERR_INIT };
	r = (struct run){
		.deployment = fake_deployment(f), .pusher = fake_pusher(f), .clock = &clock,
		.arena = &arena, .mode = ask->mode, .policy = POLICY_INIT,
		.by_hook = ask->by_hook, .half_done = ask->half_done,
		.target = &target, .history = &history, .tree = "t",
		.commit = "c", .branch = "main", .environment = "dev",
		.clone_id = ask->clone ? ask->clone : "me",
		.clone_name = "me", .command = "test", .scope = ask->scope, .id = ask->id,
		.redo = ask->redo ? &redo : NULL,
		.marking = ask->marks || ask->mark == MARK_SKIPPED ? &marking : NULL,
		.callbacks = { .payload = f, .interrupted = fake_interrupted },
	};
	r.policy.edited = ask->edited;
	f->target = &target;
	if (journal_open(&journal, dir, "key", &out.err))
		abort();
	if (ask->goes_on)
		read_journal(&r, journal, &arena);
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
static const char *const edited[] = { "m1@2", "m2", NULL };

/* Another deployment knows nothing of an earlier one's runs. */
static void forget(void)
{
	char path[64];

	snprintf(path, sizeof(path), "%s/key", dir);
	unlink(path);
}

/* A deployment with documents, these applied. */
static void applied(struct fake *f, const char *const *ids)
{
	forget();
	fake_init(f);
	f->documents = true;
	(void)run(f, nothing, ASK(.mode = RUN_ADOPT));
	(void)run(f, ids, ASK(.mode = RUN_MIGRATE));
}

static bool is_status(struct fake *f, const char *id, enum row_status status)
{
	const struct ledger_row *row = fake_row(f, id);

	return row && row->status == status;
}

static bool is_source(struct fake *f, const char *id, const char *source)
{
	return !strcmp(fake_row(f, id)->source, source);
}

/* Completed, in this order, and every document has them. */
static bool is_applied(struct fake *f, const char *first, const char *second)
{
	return is_status(f, first, ROW_COMPLETED) && is_status(f, second, ROW_COMPLETED) &&
	       fake_done(f, first) == FAKE_DOCUMENTS && fake_done(f, second) == FAKE_DOCUMENTS &&
	       fake_row(f, first)->sequence < fake_row(f, second)->sequence;
}

/* ---- edited, and redo ---- */

static void test_edited(void)
{
	struct outcome o;
	struct fake f;

	applied(&f, two);
	o = run(&f, edited, ASK(.by_hook = true));
	ok(!o.rc && !o.downs && !o.ups && is_source(&f, "m1", "m1"),
	   "edited: by default nothing is run");
	o = run(&f, edited, ASK(.by_hook = true, .edited = EDITED_REDO));
	ok(!o.rc && o.downs == 2 && o.ups == 2 && is_applied(&f, "m1", "m2"),
	   "edited = redo: undone and run again, with its rider");
	ok(is_source(&f, "m1", "2") && f.validates && !*f.bridge,
	   "the ledger holds the new source, the last push was strict");
	o = run(&f, edited, ASK(.edited = EDITED_REDO));
	ok(!o.rc && !o.downs && !o.ups, "and once is enough");
	fake_dispose(&f);
}

static void test_redo(void)
{
	struct outcome o;
	struct fake f;

	applied(&f, two);
	o = run(&f, two, ASK(.scope = PLAN_REDO, .redo = "m2"));
	ok(!o.rc && o.downs == 1 && o.ups == 1 && is_applied(&f, "m1", "m2"),
	   "redo: one down, one up");
	o = run(&f, edited, ASK(.scope = PLAN_REDO, .redo = "m1"));
	ok(!o.rc && o.downs == 2 && is_applied(&f, "m1", "m2") && is_source(&f, "m1", "2"),
	   "redo of an edited one takes its rider along");
	o = run(&f, two, ASK(.scope = PLAN_REDO, .redo = "m9"));
	ok(o.rc && o.err.code == ERR_NOT_FOUND, "an unknown id isn't found");
	fake_dispose(&f);
}

/* Cut off at any call, and continued: everything is in line, nothing is left undone. */
static bool redo_survives(int at, bool after)
{
	struct outcome first, second;
	struct fake f;
	bool good;

	applied(&f, two);
	fake_revive(&f);
	f.die_at = at;
	f.die_after = after;
	first = run(&f, two, ASK(.scope = PLAN_REDO, .redo = "m1"));
	fake_revive(&f);
	second = run(&f, two, ASK(.scope = PLAN_REDO, .redo = "m1", .goes_on = true));
	good = !second.rc && is_applied(&f, "m1", "m2") && f.validates && !*f.bridge && !*f.token;
	if (!good)
		printf("# killed at %d: '%s', then '%s'\n", at, first.err.msg, second.err.msg);
	fake_dispose(&f);
	return good;
}

static void test_redo_killed(void)
{
	struct fake f;
	int calls, bad = 0;

	applied(&f, two);
	fake_revive(&f);
	(void)run(&f, two, ASK(.scope = PLAN_REDO, .redo = "m1"));
	calls = f.calls;
	fake_dispose(&f);
	for (int at = 1; at <= calls; at++)
		bad += !redo_survives(at, false) + !redo_survives(at, true);
	printf("# %d calls\n", calls);
	ok(calls > 30 && !bad, "redo: killed before and after any call, 'continue' ends it");
}

/* The rider of a down is run again, even if the run that undid it was killed. */
static void test_down_killed(void)
{
	struct outcome o;
	struct fake f;
	int bad = 0, at;

	for (at = 1; ; at++) {
		bool died;

		applied(&f, two);
		fake_revive(&f);
		f.die_at = at;
		/* Without the first one the second does not fit the schema: that is said. */
		(void)run(&f, two, ASK(.scope = PLAN_DOWN, .id = "m1"));
		died = f.calls >= at;
		fake_revive(&f);
		o = run(&f, two, ASK(.scope = PLAN_DOWN, .id = "m1", .goes_on = true));
		bad += died && !(o.rc && o.err.code == ERR_DECISION &&
		                 is_status(&f, "m1", ROW_ROLLED_BACK) &&
		                 is_status(&f, "m2", ROW_COMPLETED) && !fake_done(&f, "m1") &&
		                 fake_done(&f, "m2") == FAKE_DOCUMENTS);
		fake_dispose(&f);
		if (!died)
			break;
	}
	ok(at > 20 && !bad, "down: killed before any call, 'continue' runs the rider again");
}

static void test_down_of_two(void)
{
	struct outcome o;
	struct fake f;

	applied(&f, one);
	o = run(&f, two, ASK(.scope = PLAN_DOWN, .id = "m1"));
	ok(o.rc && o.err.code == ERR_DECISION && strstr(o.err.hint, "'m2' isn't run either") &&
	   strstr(o.err.hint, "git cvx migrate"),
	   "down where another one is pending, too: 'git cvx migrate' is what goes on");
	o = run(&f, two, ASK(.mode = RUN_MIGRATE));
	ok(!o.rc && is_applied(&f, "m1", "m2") && f.validates, "and does");
	fake_dispose(&f);
}

/* ---- unfinished ---- */

/* m1 applied, the up of m2 stopped after four documents, its client gone. */
static void half_done(struct fake *f)
{
	applied(f, one);
	snprintf(f->throws, sizeof(f->throws), "m2");
	(void)run(f, two, ASK(.by_hook = true));
	f->throws[0] = '\0';
	forget();
}

static void test_half_done_gone(void)
{
	struct outcome o;
	struct fake f;

	half_done(&f);
	o = run(&f, one, ASK(.by_hook = true));
	ok(o.rc && o.err.code == ERR_DECISION && strstr(o.err.hint, "--undo-partial") &&
	   fake_done(&f, "m2") == 4, "half done and not wanted: a hook leaves it");
	o = run(&f, one, ASK(.mode = RUN_MIGRATE));
	ok(o.rc && o.err.code == ERR_DECISION, "by hand somebody decides");
	f.starts = 0;
	o = run(&f, one, ASK(.half_done = { .undo = true }));
	ok(!o.rc && f.starts == 1 && !fake_done(&f, "m2") && is_status(&f, "m2", ROW_ROLLED_BACK),
	   "--undo-partial undoes what was done");
	fake_dispose(&f);

	half_done(&f);
	f.starts = f.visits = 0;
	o = run(&f, one, ASK(.half_done = { .finish = true }));
	ok(!o.rc && f.starts == 2 && !fake_done(&f, "m2") && is_status(&f, "m2", ROW_ROLLED_BACK),
	   "--finish-first runs the rest, and undoes it");
	is_int(f.visits, FAKE_DOCUMENTS - 4 + FAKE_DOCUMENTS, "where it stopped, it goes on");
	fake_dispose(&f);
}

static void test_finish_killed(void)
{
	struct outcome o;
	struct fake f;
	int bad = 0, at;
	bool died = true;

	for (at = 1; died; at++) {
		half_done(&f);
		fake_revive(&f);
		f.die_at = at;
		(void)run(&f, one, ASK(.half_done = { .finish = true }));
		died = f.calls >= at;
		fake_revive(&f);
		o = run(&f, one, ASK(.mode = RUN_MIGRATE));
		/* Before its rest was begun nothing is decided yet. */
		if (o.rc && o.err.code == ERR_DECISION)
			o = run(&f, one, ASK(.half_done = { .finish = true }));
		bad += o.rc || fake_done(&f, "m2") || !is_status(&f, "m2", ROW_ROLLED_BACK) ||
		       !f.validates || *f.bridge || *f.token;
		fake_dispose(&f);
	}
	ok(at > 20 && !bad, "--finish-first, killed before any call: it is ended");
}

static void test_half_done_edited(void)
{
	static const char *const other[] = { "m1", "m2@2", NULL };
	struct outcome o;
	struct fake f;

	half_done(&f);
	f.visits = 0;
	o = run(&f, other, ASK(.by_hook = true));
	ok(!o.rc && is_applied(&f, "m1", "m2") && is_source(&f, "m2", "2"),
	   "half done, then edited: the new version is run");
	is_int(f.visits, FAKE_DOCUMENTS - 4, "from where the old one stopped");
	fake_dispose(&f);

	half_done(&f);
	f.visits = 0;
	o = run(&f, other, ASK(.half_done = { .restart = true }));
	ok(!o.rc && is_applied(&f, "m1", "m2") && f.visits == FAKE_DOCUMENTS,
	   "--restart: from the first document");
	fake_dispose(&f);
}

/* The up of m2 is at work, in the component, and its client is gone. */
static void at_work(struct fake *f)
{
	int calls;

	applied(f, one);
	fake_revive(f);
	(void)run(f, two, ASK(.mode = RUN_MIGRATE));
	calls = f->calls;
	fake_dispose(f);
	for (int at = calls; at; at--) {
		applied(f, one);
		fake_revive(f);
		f->die_at = at;
		(void)run(f, two, ASK(.mode = RUN_MIGRATE));
		fake_revive(f);
		if (fake_done(f, "m2") == 4)
			break;
		fake_dispose(f);
	}
}

static void test_at_work(void)
{
	static const char *const other[] = { "m1", "m2@2", NULL };
	struct outcome o;
	struct fake f;

	at_work(&f);
	f.starts = 0;
	o = run(&f, two, ASK(.by_hook = true));
	ok(!o.rc && !f.starts && is_applied(&f, "m1", "m2"), "at work, and wanted: waited for");
	fake_dispose(&f);

	at_work(&f);
	f.starts = f.visits = 0;
	o = run(&f, other, ASK(.by_hook = true));
	ok(!o.rc && f.starts == 1 && is_applied(&f, "m1", "m2") && is_source(&f, "m2", "2") &&
	   f.visits == FAKE_DOCUMENTS - 4, "at work, but edited: stopped, and the new one goes on");
	fake_dispose(&f);

	at_work(&f);
	f.starts = 0;
	o = run(&f, one, ASK(.half_done = { .undo = true }));
	ok(!o.rc && f.starts == 1 && !fake_done(&f, "m2"), "--undo-partial stops and undoes it");
	fake_dispose(&f);

	at_work(&f);
	f.starts = f.visits = 0;
	o = run(&f, one, ASK(.half_done = { .finish = true }));
	ok(!o.rc && f.starts == 1 && !fake_done(&f, "m2") &&
	   f.visits == FAKE_DOCUMENTS - 4 + FAKE_DOCUMENTS,
	   "--finish-first waits for it, and undoes it");
	fake_dispose(&f);
}

static enum component_state state_of_up(const struct fake *f, const char *id)
{
	for (size_t i = 0; i < f->worker_count; i++)
		if (!strcmp(f->workers[i].id, id) && f->workers[i].direction == DIRECTION_UP)
			return f->workers[i].state;
	return COMPONENT_UNKNOWN;
}

static bool has_journal(void)
{
	char path[64];

	snprintf(path, sizeof(path), "%s/key", dir);
	return !access(path, F_OK);
}

/* The same, after its client's lease has run out, and its journal is gone. */
static void left_at_work(struct fake *f)
{
	at_work(f);
	forget();
	f->token[0] = '\0';
}

/* m2 is at work, and the target lacks it: stopped, and then it is as any that has stopped. */
static void test_stray_at_work(void)
{
	static const struct ask asks[] = { { .by_hook = true }, { .mode = RUN_MIGRATE } };
	struct outcome o;
	struct fake f;

	left_at_work(&f);
	o = run(&f, one, ASK(.by_hook = true, .clone = "her"));
	ok(o.rc && o.err.code == ERR_DECISION && strstr(o.err.msg, "in progress") &&
	   state_of_up(&f, "m2") == COMPONENT_IN_PROGRESS,
	   "at work for another clone: a hook leaves it");
	fake_dispose(&f);

	for (size_t i = 0; i < 2; i++) {
		left_at_work(&f);
		f.starts = f.pushes = 0;
		o = run(&f, one, &asks[i]);
		ok(o.rc && o.err.code == ERR_DECISION && strstr(o.err.msg, "half done") &&
		   state_of_up(&f, "m2") == COMPONENT_CANCELED && fake_done(&f, "m2") == 4 &&
		   !f.starts && !f.pushes, "at work, and not wanted: stopped, and then refused");
		ok(!has_journal() && !*f.token, "nothing is left to go on with");
		fake_dispose(&f);
	}
}

/* A run without a target, as 'git cvx cancel' has it. */
static int cancel(struct fake *f, const char *own_run, size_t *stopped, struct err *err)
{
	struct arena arena = { 0 };
	struct clock clock = fake_clock(f);
	struct component_statuses found;
	struct run r = { .deployment = fake_deployment(f), .clock = &clock, .arena = &arena,
		.command = "cancel" };
	int rc = run_cancel(&r, own_run, &found, err);

	*stopped = found.count;
	arena_dispose(&arena);
	return rc;
}

static void test_cancel(void)
{
	struct err err = ERR_INIT;
	struct outcome o;
	struct fake f;
	size_t stopped;

	at_work(&f);
	snprintf(f.holder, sizeof(f.holder), "her");
	ok(cancel(&f, NULL, &stopped, &err) && err.code == ERR_BUSY && !stopped,
	   "cancel: somebody else's run isn't disturbed");
	err_clear(&err);
	ok(!cancel(&f, "her", &stopped, &err) && stopped == 1, "one's own is stopped");
	is_int(fake_done(&f, "m2"), 4, "as far as it came");
	ok(!cancel(&f, "her", &stopped, &err) && !stopped, "once is enough");
	f.holder[0] = '\0';
	o = run(&f, two, ASK(.by_hook = true));
	ok(!o.rc && is_applied(&f, "m1", "m2"), "and goes on with the next run");
	fake_dispose(&f);
}

/* ---- marks, and skip ---- */

static bool is_foreign(struct fake *f, const char *id)
{
	const struct ledger_row *row = fake_row(f, id);

	return row && row_is_foreign(row);
}

static struct outcome mark(struct fake *f, const char *const *ids, enum mark_kind kind,
                           const char *marks)
{
	return run(f, ids, ASK(.mode = RUN_MARK, .mark = kind, .marks = marks));
}

static void test_skip_down(void)
{
	struct outcome o;
	struct fake f;

	applied(&f, two);
	snprintf(f.throws_back, sizeof(f.throws_back), "m2");
	o = run(&f, one, ASK(.by_hook = true));
	ok(o.rc && o.err.code == ERR_STEP_FAILED && strstr(o.err.hint, "git cvx status"),
	   "a down that throws: what names all ways out is named");
	o = run(&f, one, ASK(.mark = MARK_SKIPPED));
	ok(o.rc && o.err.code == ERR_SCHEMA && is_foreign(&f, "m2") && fake_done(&f, "m2") == 6,
	   "skip leaves it as far as it came; whether that fits is the schema's to say");
	o = run(&f, two, ASK(.by_hook = true));
	is_int(fake_done(&f, "m2"), 6, "nobody touches it unasked, not even its own branch");
	f.throws_back[0] = '\0';
	(void)mark(&f, one, MARK_APPLIED, "m2");
	ok(is_status(&f, "m2", ROW_COMPLETED) && !is_foreign(&f, "m2"), "marked as applied");
	o = run(&f, one, ASK(.by_hook = true));
	ok(!o.rc && o.downs == 1 && !fake_done(&f, "m2") && f.validates,
	   "it is undone like any other");
	fake_dispose(&f);
}

static void test_skip_up(void)
{
	static const char *const three[] = { "m1", "m2", "m3", NULL };
	struct outcome o;
	struct fake f;

	applied(&f, one);
	snprintf(f.throws, sizeof(f.throws), "m2");
	(void)run(&f, three, ASK(.by_hook = true));
	(void)run(&f, three, ASK(.mark = MARK_SKIPPED));
	ok(is_foreign(&f, "m2") && fake_done(&f, "m2") == 4 && is_status(&f, "m3", ROW_COMPLETED),
	   "skip of an up: it stays half done, and the next one runs");
	o = run(&f, three, ASK(.mark = MARK_SKIPPED));
	ok(o.rc && o.err.code == ERR_DECISION && strstr(o.err.msg, "nothing to skip"),
	   "once is enough");
	f.throws[0] = '\0';
	(void)mark(&f, three, MARK_UNDONE, "m2");
	o = run(&f, three, ASK(.by_hook = true));
	ok(!o.rc && o.ups == 1 && is_status(&f, "m2", ROW_COMPLETED) && !is_foreign(&f, "m2") &&
	   fake_done(&f, "m2") == FAKE_DOCUMENTS, "marked as undone it is run from the start");
	fake_dispose(&f);
}

static void test_marks(void)
{
	static const char *const renamed[] = { "m1", "n2@m2", NULL };
	struct outcome o;
	struct fake f;

	applied(&f, one);
	o = mark(&f, two, MARK_APPLIED, "m2");
	ok(!o.rc && is_status(&f, "m2", ROW_COMPLETED) && fake_row(&f, "m2")->seal && !*f.token,
	   "marked as applied, it is sealed");
	is_int(fake_done(&f, "m2"), 0, "and not run");
	o = mark(&f, two, MARK_UNDONE, "m2");
	ok(!o.rc && is_status(&f, "m2", ROW_ROLLED_BACK), "marked as undone");
	o = mark(&f, two, MARK_UNDONE, "m1 m2");
	ok(o.rc && o.err.code == ERR_DECISION && is_status(&f, "m1", ROW_COMPLETED),
	   "what isn't applied can't be undone, and then none is");
	o = mark(&f, two, MARK_FOREIGN, "m9");
	ok(o.rc && o.err.code == ERR_NOT_FOUND, "an unknown id isn't found");
	(void)run(&f, two, ASK(.by_hook = true));
	o = run(&f, renamed, ASK(.by_hook = true));
	ok(o.rc && o.err.code == ERR_DECISION && strstr(o.err.hint, "--renamed-from m2") &&
	   fake_done(&f, "m2") == FAKE_DOCUMENTS, "a new name: a hook says so, and runs neither");
	o = run(&f, renamed, ASK(.mode = RUN_MARK, .mark = MARK_RENAMED, .marks = "n2",
	                         .from = "m2"));
	ok(!o.rc && is_status(&f, "n2", ROW_COMPLETED) && is_status(&f, "m2", ROW_ROLLED_BACK) &&
	   fake_row(&f, "n2")->sequence == fake_row(&f, "m2")->sequence,
	   "marked as renamed, it takes the place of the old one");
	o = run(&f, renamed, ASK(.by_hook = true));
	ok(!o.rc && !o.ups && !o.downs, "and nothing is to be done");
	fake_dispose(&f);
}

static void test_mark_foreign(void)
{
	struct outcome o;
	struct fake f;

	applied(&f, one);
	o = mark(&f, two, MARK_FOREIGN, "m2");
	ok(!o.rc && is_foreign(&f, "m2") && !fake_row(&f, "m2")->seal &&
	   !fake_row(&f, "m2")->down_path, "foreign and never sealed, it names no code to undo it by");
	fake_dispose(&f);
}

/* The journal of a run that was cut off is not a mark's to clear. */
static void test_mark_between(void)
{
	struct outcome o;
	struct fake f;

	applied(&f, two);
	fake_revive(&f);
	f.die_at = 25;
	(void)run(&f, two, ASK(.scope = PLAN_REDO, .redo = "m1"));
	fake_revive(&f);
	o = mark(&f, two, MARK_FOREIGN, "m1");
	ok(!o.rc && journal_exists(dir, "key"), "a mark leaves another run's journal");
	fake_dispose(&f);
}

static bool is_journal(const char *scope)
{
	struct journal_record record;
	struct arena arena = { 0 };
	struct err ignored = ERR_INIT;
	bool found, is;

	is = !journal_peek(dir, "key", &arena, &record, &found, &ignored) && found &&
	     !strcmp(record.scope, scope);
	arena_dispose(&arena);
	return is;
}

/* What was refused was never begun, and an earlier run stays what it was. */
static void test_refused(void)
{
	struct outcome o;
	struct fake f;

	forget();
	fake_init(&f);
	o = run(&f, two, ASK(.scope = PLAN_REDO, .redo = "nope"));
	ok(o.rc && o.err.code == ERR_NOT_FOUND && !journal_exists(dir, "key"),
	   "a redo of nothing leaves nothing to go on with, on a new deployment either");
	fake_dispose(&f);
	applied(&f, one);
	snprintf(f.throws, sizeof(f.throws), "m2");
	o = run(&f, two, ASK(.mode = RUN_MIGRATE));
	ok(o.rc && o.err.code == ERR_STEP_FAILED && is_journal("align"), "one that failed");
	o = run(&f, two, ASK(.scope = PLAN_DOWN, .id = "nope"));
	ok(o.rc && o.err.code == ERR_NOT_FOUND && is_journal("align"),
	   "is still what there is to go on with");
	fake_dispose(&f);
}

int main(void)
{
	char path[64];

	if (!mkdtemp(dir))
		return 1;
	test_edited();
	test_redo();
	test_redo_killed();
	test_down_killed();
	test_down_of_two();
	test_half_done_gone();
	test_finish_killed();
	test_half_done_edited();
	test_at_work();
	test_stray_at_work();
	test_cancel();
	test_skip_down();
	test_skip_up();
	test_marks();
	test_mark_foreign();
	test_mark_between();
	test_refused();
	forget();
	snprintf(path, sizeof(path), "%s/key.lock", dir);
	unlink(path);
	rmdir(dir);
	return done();
}
