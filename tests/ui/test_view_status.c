/* test_view_status.c - how a deployment stands, as people, scripts and programs see it. */
#include "ui/view_status.h"

#include "codec/record.h"
#include "tap.h"
#include "ui/view_porcelain.h"

#include <stdlib.h>

#define AT 1760518800000.0     /* 2025-10-15 09:00 UTC */

static struct arena arena;

static const char *users[] = { "users", "rooms" };
static const char *live[] = { "migrations/one:up", "migrations/two:up" };
static struct migration migrations[] = {
	{ .id = "one", .file = "m/one.ts", .source = "11", .tables = { .items = users, .count = 1 },
	  .up_path = "migrations/one:up", .down_path = "migrations/one:down" },
	{ .id = "two", .file = "m/two.ts", .source = "22", .tables = { .items = users, .count = 1 },
	  .up_path = "migrations/two:up", .description = "Why" },
};
static const struct lineup lineup = { migrations, 2, "main", NULL };

/* What a test changes; the rest is made of it. */
struct world {
	struct ledger_row rows[3];
	struct step steps[3];
	struct note note;
	struct refusal refusal;
	struct plan plan;
	struct preview preview;
	struct ledger ledger;
	struct deployed deployed;
	struct overview overview;
};

static struct world world_in_step(void)
{
	const struct ledger_row row = { .status = ROW_COMPLETED, .processed = 25,
		.completed_at = AT, .branch = "main", .tables = { .items = users, .count = 1 } };
	struct world w = {
		.rows = { row, row, row },
		.ledger = { .mounted = true, .has_baseline = true, .ledger_id = "9abc",
		            .revision = 7, .count = 2 },
		.deployed = { .functions = { .items = live, .count = 2 },
		  .has_schema = true, .validates = true,
		              .has_documents = true },
		.overview = { .branch = "main", .commit = "5678", .url = "http://127.0.0.1:3210",
		              .name = "box", .kind = KIND_LOCAL, .target = &lineup },
		.preview = { .target = "main", .revision = 7 },
	};

	w.rows[0].id = "one";
	w.rows[1].id = "two";
	return w;
}

static const struct overview *made(struct world *w)
{
	w->plan.steps = w->steps;
	w->ledger.rows = w->rows;
	w->preview.plan = &w->plan;
	preview_fill(&w->preview, &arena);
	if (w->preview.table_count)
		w->preview.tables[0].documents = 60;
	w->overview.ledger = &w->ledger;
	w->overview.deployed = &w->deployed;
	w->overview.preview = &w->preview;
	overview_make(&w->overview, &arena);
	return &w->overview;
}

static void is_status(struct out out, struct world w, const char *want, const char *name)
{
	char *text = NULL;
	size_t size;

	out.results = open_memstream(&text, &size);
	view_status(&out, made(&w), &arena);
	fclose(out.results);
	is_str(text, want, name);
	free(text);
}

#define PLAIN (struct out){ .colours = OUT_NO }
#define HEAD "On branch main\nDeployment http://127.0.0.1:3210 (box)\n"

static void test_in_step(void)
{
	static const struct lineup empty = { NULL, 0, "main", NULL };
	struct world w = world_in_step();

	is_status(PLAIN, w,
	          HEAD "In step with this branch: 2 migrations applied.\n"
	          "  (only migrations count; \"npx convex dev\" pushes code and schema)\n",
	          "in step");
	is_status((struct out){ .colours = OUT_NO, .verbose = true }, w,
	          HEAD "In step with this branch: 2 migrations applied.\n"
	          "  (only migrations count; \"npx convex dev\" pushes code and schema)\n"
	          "\n"
	          "Applied:\n"
	          "        one  users  25 documents  2025-10-15 09:00  main\n"
	          "        two  users  25 documents  2025-10-15 09:00  main\n"
	          "\n"
	          "Ledger 9abc, revision 7\n",
	          "with -v what is applied, too");
	w.deployed.functions.count = 1;
	is_status(PLAIN, w,
	          HEAD "The data is in step with this branch: 2 migrations applied.\n"
	          "The code that is deployed is another one.\n"
	          "  (use \"npx convex dev\" to push this branch's)\n",
	          "other code is live");
	w.overview.target = &empty;
	w.ledger.count = 0;
	is_status((struct out){ .colours = OUT_YES }, w,
	          HEAD "\033[32mIn step with this branch\033[m, which has no migrations.\n"
	          "  (only migrations count; \"npx convex dev\" pushes code and schema)\n",
	          "no migrations, in colour");
}

/* "two" is to be run, and "stray" of another branch to be undone. */
static struct world world_out_of_step(void)
{
	struct world w = world_in_step();

	w.rows[1] = w.rows[0];
	w.rows[1].id = "stray";
	w.rows[1].branch = "topic";
	w.rows[1].processed = 1;
	w.steps[0] = (struct step){ .kind = STEP_DOWN, .reason = REASON_PHANTOM, .id = "stray",
	                            .tables = { .items = users, .count = 1 } };
	w.steps[1] = (struct step){ .kind = STEP_UP, .reason = REASON_PENDING, .id = "two",
	                            .migration = &migrations[1], .tables = { .items = users, .count = 1 } };
	w.plan.step_count = 2;
	w.plan.downs = w.plan.ups = 1;
	return w;
}

static void test_out_of_step(void)
{
	struct world w = world_out_of_step();

	w.overview.environment = "staging";
	w.overview.chosen = "by '--env'";
	is_status((struct out){ .colours = OUT_NO, .options = "--env staging" }, w,
	          "On branch main\n"
	          "Deployment http://127.0.0.1:3210 (box), environment 'staging' by '--env'\n"
	          "Not in step with this branch: 1 migration to be undone, 1 to be run.\n"
	          "  (use \"git cvx --env staging plan\" to see the steps)\n"
	          "\n"
	          "Applied, but not on this branch:\n"
	          "  (use \"git cvx --env staging migrate\" to undo them)\n"
	          "        stray  users  1 document  2025-10-15 09:00  topic\n"
	          "\n"
	          "To be run:\n"
	          "  (use \"git cvx --env staging migrate\" to run them)\n"
	          "        two  users  60 documents  Why\n",
	          "commands repeat the environment");
	w = world_out_of_step();
	w.refusal = (struct refusal){ REFUSAL_IRREVERSIBLE, "stray", "'stray' has no down",
	                              "git cvx mark --foreign stray" };
	w.plan.refusals = &w.refusal;
	w.plan.refusal_count = 1;
	w.overview.branch = NULL;
	w.overview.production = "its server says so";
	w.overview.paused = w.overview.hooks_gone = true;
	is_status(PLAIN, w,
	          "Not on a branch (at 5678)\n"
	          "Deployment http://127.0.0.1:3210 (box), paused\n"
	          "  (counts as production, as its server says so: nothing but looking at it is done)\n"
	          "Not in step with this branch: 1 migration to be undone, 1 to be run.\n"
	          "  (use \"git cvx plan\" to see the steps)\n"
	          "\n"
	          "Applied, but not on this branch:\n"
	          "        stray  users  1 document  2025-10-15 09:00  topic\n"
	          "\n"
	          "To be run:\n"
	          "        two  users  60 documents  Why\n"
	          "\n"
	          "'stray' has no down\n"
	          "  (git cvx mark --foreign stray)\n"
	          "\n"
	          "The hooks that were installed are gone, or some of them.\n"
	          "  (use \"git cvx hooks install\" to put them back)\n",
	          "what can't be done isn't suggested");
}

static void test_failed(void)
{
	struct world w = world_in_step();

	w.rows[1].status = ROW_FAILED;
	w.rows[1].processed = 10;
	w.rows[1].error = "Uncaught Error: no blank in 'Plato'\n    at handler";
	w.steps[0] = (struct step){ .kind = STEP_UP, .reason = REASON_UNFINISHED, .id = "two",
	                            .tables = { .items = users, .count = 1 } };
	w.plan.step_count = w.plan.ups = 1;
	w.plan.close_bridge = true;
	w.overview.interrupted = "it failed";
	is_status(PLAIN, w,
	          HEAD "Not in step with this branch: 1 migration to be run.\n"
	          "  (use \"git cvx plan\" to see the steps)\n"
	          "\n"
	          "Failed:\n"
	          "  (mend m/two.ts or the document)\n"
	          "  (then use \"git cvx continue\"; or \"git cvx skip\" to leave it as far as it "
	          "came)\n"
	          "        two  users  10 of 60 documents  2025-10-15 09:00  main\n"
	          "          no blank in 'Plato'\n"
	          "\n"
	          "Schema validation is off for the move, until that is done.\n",
	          "one failed: its error, and what goes on");
	w = world_in_step();
	w.plan.close_bridge = true;
	is_status(PLAIN, w,
	          HEAD "Not in step with this branch.\n"
	          "\n"
	          "Schema validation is off for the move.\n"
	          "  (use \"git cvx migrate\" to turn it on again)\n",
	          "validation was left off");
	w.plan.close_bridge = false;
	w.overview.interrupted = "";
	is_status(PLAIN, w,
	          HEAD "In step with this branch: 2 migrations applied.\n"
	          "  (only migrations count; \"npx convex dev\" pushes code and schema)\n"
	          "\n"
	          "An earlier run was not finished.\n"
	          "  (use \"git cvx continue\" to go on, \"git cvx abort\" to give it up)\n",
	          "a run was cut off");
	w.overview.interrupted = NULL;
	w.overview.running = &(struct overview_running){ "migrate", 42, 7 };
	is_status(PLAIN, w,
	          HEAD "\n"
	          "A run is in progress: 'migrate', for 7 s (process 42).\n"
	          "  (use \"git cvx wait\" to see it to its end)\n"
	          "In step with this branch: 2 migrations applied.\n"
	          "  (only migrations count; \"npx convex dev\" pushes code and schema)\n",
	          "a run goes on");
}

static void test_others(void)
{
	struct world w = world_in_step();

	w.note = (struct note){ NOTE_EDITED, "one", "'one' was edited" };
	w.plan.notes = &w.note;
	w.plan.note_count = 1;
	w.rows[1].foreign = true;
	is_status(PLAIN, w,
	          HEAD "In step with this branch: 0 migrations applied.\n"
	          "  (only migrations count; \"npx convex dev\" pushes code and schema)\n"
	          "\n"
	          "Edited after they were applied:\n"
	          "  (use \"git cvx redo <id>\" to undo the old version and run the new one)\n"
	          "        one  users  25 documents  2025-10-15 09:00  main\n"
	          "\n"
	          "Marked as foreign, left as they are:\n"
	          "  (use \"git cvx mark --applied <id>\", or --undone, to change that)\n"
	          "        two  users  25 documents  2025-10-15 09:00  main\n",
	          "edited, foreign");
	w = world_in_step();
	w.note = (struct note){ NOTE_STUB, "two", "'two' does nothing yet: it is left alone" };
	w.plan.notes = &w.note;
	w.plan.note_count = 1;
	w.ledger.count = 1;
	is_status(PLAIN, w,
	          HEAD "In step with this branch: 1 migration applied.\n"
	          "  (only migrations count; \"npx convex dev\" pushes code and schema)\n"
	          "\n"
	          "Not written yet, so left alone:\n"
	          "  (run once their up does something, or is committed)\n"
	          "        two  users  Why\n",
	          "one that does nothing yet");
	w = world_in_step();
	w.rows[2].id = "gone";
	w.ledger.count = 3;
	w.note = (struct note){ NOTE_RETIRED, "gone", "'gone' was removed" };
	w.plan.notes = &w.note;
	w.plan.note_count = 1;
	w.rows[1].status = ROW_ROLLED_BACK;
	w.steps[0] = (struct step){ .kind = STEP_ADOPT, .reason = REASON_RAN_BY_HAND, .id = "two" };
	w.plan.step_count = 1;
	is_status(PLAIN, w,
	          HEAD "Not in step with this branch: 1 migration to be recorded.\n"
	          "  (use \"git cvx plan\" to see the steps)\n"
	          "\n"
	          "Run or undone by hand, not recorded yet:\n"
	          "  (use \"git cvx migrate\" to record that)\n"
	          "        two  users  25 documents  2025-10-15 09:00  main\n"
	          "\n"
	          "Removed from this branch, still applied:\n"
	          "  (use \"git cvx down <id>\" to undo one)\n"
	          "        gone  users  25 documents  2025-10-15 09:00  main\n",
	          "run by hand, retired");
	w = world_in_step();
	w.ledger.has_baseline = false;
	w.ledger.count = 0;
	is_status(PLAIN, w,
	          HEAD "\n"
	          "The deployment holds documents, and nobody has said yet which migrations they have\n"
	          "been through.\n"
	          "  (all of this branch's: \"git cvx adopt\")\n"
	          "  (none of them, run them now: \"git cvx migrate\")\n",
	          "nothing was ever recorded");
	w.deployed.has_documents = false;
	is_status(PLAIN, w,
	          HEAD "\n"
	          "The deployment is empty: the next run records this branch's migrations as "
	          "applied.\n"
	          "  (use \"git cvx migrate\")\n",
	          "an empty one");
}

static void test_porcelain(void)
{
	struct world w = world_out_of_step();
	struct out out = { .colours = OUT_YES };
	struct porcelain porcelain;
	char *text = NULL;
	size_t size;

	w.rows[0].status = ROW_FAILED;
	w.rows[0].error = "a\ttab\nstack";
	out.results = open_memstream(&text, &size);
	porcelain_begin(&porcelain, &out, false);
	view_porcelain_status(&porcelain, made(&w));
	fclose(out.results);
	is_str(text,
	       "# version 1\n# branch main\n# commit 5678\n# url http://127.0.0.1:3210\n# name box\n"
	       "# kind local\n# in-step no\n# code deployed\n# recorded yes\n# validation on\n"
	       "migration\tfailed\t\tone\tusers\t25\ta tab\n"
	       "migration\tpending\tup\ttwo\tusers\t\t\n"
	       "migration\tphantom\tdown\tstray\tusers\t1\t\n",
	       "records for scripts, without colours");
	free(text);
}

int main(void)
{
	setenv("TZ", "UTC", 1);
	test_in_step();
	test_out_of_step();
	test_failed();
	test_others();
	test_porcelain();
	arena_dispose(&arena);
	return done();
}
