/* test_agreed.c - a plan held against the one that was agreed to. */
#include "core/agreed.h"

#include "tap.h"

static struct arena arena;

static struct step steps[] = {
	{ .kind = STEP_DOWN, .id = "b", .life = LIFE_AGAIN, .bridge = BRIDGE_YES },
	{ .kind = STEP_UP, .id = "c", .life = LIFE_FIRST, .bridge = BRIDGE_IF_REFUSED },
};

static struct agreed_step same[] = {
	{ "down", "b", "again", "yes" }, { "up", "c", "first", "if-refused" },
};

static const char *difference(size_t agreed_count, size_t plan_count)
{
	const struct plan plan = { .steps = steps, .step_count = plan_count };
	const struct agreed agreed = { .steps = same, .step_count = agreed_count };

	return agreed_difference(&agreed, &plan, &arena);
}

static void test_steps(void)
{
	ok(!difference(2, 2), "the same steps are no difference");
	ok(!difference(0, 0), "nor is nothing and nothing");
	is_str(difference(1, 2), "step 2 was nothing more and is up 'c' now", "one more step");
	is_str(difference(2, 1), "step 2 was up 'c' and is nothing more now", "one less");
	same[1].id = "d";
	is_str(difference(2, 2), "step 2 was up 'd' and is up 'c' now", "another migration");
	same[1].id = "c";
	same[0].step = "up";
	is_str(difference(2, 2), "step 1 was up 'b' and is down 'b' now", "another direction");
	same[0].step = "down";
	same[1].life = "resume";
	is_str(difference(2, 2), "step 2, up 'c', is done in another way now",
	       "it goes on instead of starting");
	same[1].life = "first";
	same[1].bridge = "no";
	ok(difference(2, 2) != NULL, "with validation on instead of off");
	same[1].bridge = "if-refused";
}

static void test_stopped(void)
{
	struct step first = { .kind = STEP_CANCEL, .id = "a" };
	struct agreed_step stop = { "cancel", "a", "first", "no" };
	const struct plan before = { .steps = &first, .step_count = 1, .cancels = 1 };
	const struct plan after = { .steps = NULL }, more = { .steps = steps, .step_count = 1 };
	const struct agreed agreed = { .steps = &stop, .step_count = 1 }, none = { .steps = NULL };

	ok(!agreed_difference(&agreed, &before, &arena), "one is stopped, as agreed");
	ok(!agreed_difference(&agreed, &after, &arena), "it has been stopped");
	is_str(agreed_difference(&agreed, &more, &arena), "step 1 was nothing more and is down 'b' now",
	       "what follows wasn't agreed to");
	is_str(agreed_difference(&none, &before, &arena),
	       "step 1 was nothing more and is cancel 'a' now", "nobody has agreed to stop it");
}

static void test_validation(void)
{
	const struct plan closes = { .close_bridge = true }, none = { .close_bridge = false };
	const struct agreed agreed = { .closes_bridge = true }, nothing = { .steps = NULL };

	ok(!agreed_difference(&agreed, &closes, &arena), "validation is turned on, as agreed");
	is_str(agreed_difference(&agreed, &none, &arena), "schema validation is on again already",
	       "somebody else has turned it on");
	is_str(agreed_difference(&nothing, &closes, &arena),
	       "schema validation was left off since", "somebody else has left it off");
}

int main(void)
{
	test_steps();
	test_stopped();
	test_validation();
	arena_dispose(&arena);
	return done();
}
