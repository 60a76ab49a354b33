/* test_view_plan.c - a plan as people see it: numbered, aligned, pushes among the steps. */
#include "ui/view.h"

#include "tap.h"

#include <stdlib.h>

static struct arena arena;

static void is_shown(struct out out, struct preview *preview, const char *expected,
                     const char *name)
{
	char *text = NULL;
	size_t size;

	out.results = open_memstream(&text, &size);
	view_plan(&out, preview, &arena);
	fclose(out.results);
	is_str(text, expected, name);
	free(text);
}

static void is_view(struct preview *preview, const char *expected, const char *name)
{
	is_shown((struct out){ .colours = OUT_NO }, preview, expected, name);
}

static const char *users[] = { "users", "rooms" };

static struct step steps[] = {
	{ .kind = STEP_ADOPT, .reason = REASON_RAN_BY_HAND, .id = "a_short" },
	{ .kind = STEP_DOWN, .reason = REASON_PHANTOM, .id = "b_much_longer",
	  .tables = { .items = users, .count = 1 } },
	{ .kind = STEP_DOWN, .reason = REASON_RIDER, .id = "c", .because_of = "b_much_longer",
	  .tables = { .items = users, .count = 2 } },
	{ .kind = STEP_UP, .reason = REASON_PENDING, .id = "d", .tables = { .items = users, .count = 1 } },
};

static void test_there_and_back(void)
{
	struct note note = { .kind = NOTE_RETIRED, .id = "e", .text = "'e' stays" };
	struct plan plan = { .steps = steps, .step_count = 4, .downs = 2, .ups = 1,
	                     .notes = &note, .note_count = 1 };
	struct preview preview = { .plan = &plan, .target = "main", .revision = -1 };

	preview_fill(&preview, &arena);
	preview.tables[0].documents = 1;
	preview.tables[1].documents = 25;
	is_view(&preview,
	        "To bring the deployment in line with main:\n"
	        "   1  push    with schema validation off for the move\n"
	        "   2  record  a_short        run by hand\n"
	        "   3  undo    b_much_longer  applied, but not on this branch; users: 1 document\n"
	        "   4  undo    c              built on one that is undone or run now "
	        "(b_much_longer); users: 1 document, rooms: 25 documents\n"
	        "   5  run     d              on this branch, not applied; users: 1 document\n"
	        "   6  push    with schema validation on again, which proves that every "
	        "document fits\n"
	        "  note: 'e' stays\n",
	        "downs: validation is off before them, and on after the ups");
}

static void test_ups(void)
{
	struct plan plan = { .steps = &steps[3], .step_count = 1, .ups = 1 };
	struct preview preview = { .plan = &plan, .target = "main", .revision = -1 };

	preview_fill(&preview, &arena);
	is_view(&preview,
	        "To bring the deployment in line with main:\n"
	        "   1  push    with schema validation on\n"
	        "   2  push    if the documents don't fit that yet: with schema validation off for "
	        "the move\n"
	        "   3  run     d  on this branch, not applied; users\n"
	        "   4  push    if validation was off: with it on again, which proves that "
	        "all fit\n",
	        "ups only: what happens where the first push is refused");
	preview.never_push = true;
	preview_fill(&preview, &arena);
	is_view(&preview,
	        "To bring the deployment in line with main:\n"
	        "   1  run     d  on this branch, not applied; users\n"
	        "  nothing is pushed: the settings say never\n", "with pushing switched off");
}

static void test_left_off(void)
{
	struct plan plan = { .close_bridge = true };
	struct preview preview = { .plan = &plan, .target = "main", .revision = -1 };

	preview_fill(&preview, &arena);
	is_view(&preview,
	        "To bring the deployment in line with main:\n"
	        "   1  push    with schema validation on: an earlier run has left it off\n",
	        "validation was left off");
}

static void test_refused(void)
{
	struct refusal refusal = { .kind = REFUSAL_IRREVERSIBLE, .id = "b", .text = "'b' must stay",
	                           .hint = "one way\nanother" };
	struct plan plan = { .refusals = &refusal, .refusal_count = 1, .steps = &steps[1],
	                     .step_count = 1, .downs = 1 };
	struct preview preview = { .plan = &plan, .target = "main", .revision = -1 };

	preview_fill(&preview, &arena);
	is_view(&preview,
	        "Can't bring the deployment in line with main:\n"
	        "  'b' must stay\n"
	        "    (one way)\n"
	        "    (another)\n"
	        "It would take:\n"
	        "   1  push    with schema validation off for the move\n"
	        "   2  undo    b_much_longer  applied, but not on this branch; users\n"
	        "   3  push    with schema validation on again, which proves that every "
	        "document fits\n",
	        "a refusal comes first, with what to type");
}

static void test_on_a_terminal(void)
{
	struct migration irreversible = { .id = "d" };
	struct step all[] = { steps[1], steps[3] };
	struct plan plan = { .steps = all, .step_count = 2, .downs = 1, .ups = 1 };
	struct preview preview = { .plan = &plan, .target = "main", .never_push = true,
	                           .revision = -1 };

	all[1].migration = &irreversible;
	preview_fill(&preview, &arena);
	is_shown((struct out){ .colours = OUT_NO, .width = 50 }, &preview,
	         "To bring the deployment in line with main:\n"
	         "   1  undo    b_much_longer\n"
	         "                applied, but not on this branch;\n"
	         "                users\n"
	         "   2  run     d\n"
	         "                on this branch, not applied;\n"
	         "                irreversible; users\n"
	         "  nothing is pushed: the settings say never\n",
	         "what doesn't fit goes below");
	is_shown((struct out){ .colours = OUT_YES, .width = 120 }, &preview,
	         "To bring the deployment in line with main:\n"
	         "  \033[2m 1\033[m  \033[33mundo  \033[m  b_much_longer  applied, but not on this "
	         "branch; users\n"
	         "  \033[2m 2\033[m  \033[1;31mrun   \033[m  d              on this branch, not "
	         "applied; irreversible; users\n"
	         "  nothing is pushed: the settings say never\n",
	         "colours for what is undone, and for what can't be");
}

static void test_nothing(void)
{
	struct plan plan = { .close_bridge = false };
	struct preview preview = { .plan = &plan, .target = "main", .revision = -1 };

	is_view(&preview, "Nothing to do: the deployment is in line with main.\n", "nothing to do");
	preview.assumed = "topic";
	is_view(&preview, "Nothing to do between topic and main.\n", "nothing to do, offline");
	preview.records_lineup = true;
	is_view(&preview,
	        "The deployment is empty: the migrations of main would be recorded as applied,\n"
	        "and none would be run.\n", "an empty deployment");
}

int main(void)
{
	test_there_and_back();
	test_ups();
	test_left_off();
	test_refused();
	test_on_a_terminal();
	test_nothing();
	arena_dispose(&arena);
	return done();
}
