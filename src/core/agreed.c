/* agreed.c - is the plan the one that was agreed to? */
#include "core/agreed.h"

#include <string.h>

static bool is_same(const struct agreed_step *agreed, const struct step *step)
{
	return !strcmp(agreed->step, step_kind_word(step->kind)) &&
	       !strcmp(agreed->id, step->id) &&
	       !strcmp(agreed->life, step_life_word(step->life)) &&
	       !strcmp(agreed->bridge, bridge_need_word(step->bridge));
}

static const char *agreed_words(struct arena *arena, const struct agreed_step *step)
{
	return step ? arena_printf(arena, "%s '%s'", step->step, step->id) : "nothing more";
}

static const char *words(struct arena *arena, const struct step *step)
{
	return step ? arena_printf(arena, "%s '%s'", step_kind_word(step->kind), step->id)
	            : "nothing more";
}

/* The plan begins with what is to be stopped, and is made anew once it has. */
static size_t stopped_since(const struct agreed *agreed, const struct plan *plan)
{
	size_t n = 0;

	while (!plan->cancels && n < agreed->step_count &&
	       !strcmp(agreed->steps[n].step, step_kind_word(STEP_CANCEL)))
		n++;
	return n;
}

const char *agreed_difference(const struct agreed *agreed, const struct plan *plan,
                              struct arena *arena)
{
	size_t stopped = stopped_since(agreed, plan);

	for (size_t i = 0; i + stopped < agreed->step_count || i < plan->step_count; i++) {
		const struct agreed_step *then = i + stopped < agreed->step_count
			? &agreed->steps[i + stopped] : NULL;
		const struct step *now = i < plan->step_count ? &plan->steps[i] : NULL;
		const char *was, *is;

		if (then && now && is_same(then, now))
			continue;
		was = agreed_words(arena, then);
		is = words(arena, now);
		if (!strcmp(was, is))
			return arena_printf(arena, "step %zu, %s, is done in another way now", i + 1,
			                    is);
		return arena_printf(arena, "step %zu was %s and is %s now", i + 1, was, is);
	}
	if (agreed->closes_bridge != plan->close_bridge)
		return plan->close_bridge ? "schema validation was left off since"
		                          : "schema validation is on again already";
	return NULL;
}
