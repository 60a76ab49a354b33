/* test_plans.c - run every case of tests/plans. */
#include "base/buf.h"
#include "plan_case.h"
#include "tap.h"

#include <dirent.h>
#include <stdlib.h>

static void print_step(struct buf *out, const struct step *step)
{
	static const char *const lives[] = {
		[LIFE_FIRST] = "first", [LIFE_RESUME] = "resume", [LIFE_AGAIN] = "again",
	};

	buf_addf(out, "%s %s", step_kind_word(step->kind), step->id);
	if (step->kind == STEP_UP || step->kind == STEP_DOWN)
		buf_addf(out, " %s", lives[step->life]);
	buf_addf(out, ": %s", step_reason_text(step->reason));
	if (step->because_of)
		buf_addf(out, " (%s)", step->because_of);
	buf_addc(out, '\n');
}

static void print_plan(struct buf *out, const struct plan *plan)
{
	for (size_t i = 0; i < plan->step_count; i++)
		print_step(out, &plan->steps[i]);
	for (size_t i = 0; i < plan->refusal_count; i++) {
		const struct refusal *r = &plan->refusals[i];

		buf_addf(out, "refuse %s %s: %s\n", refusal_kind_word(r->kind),
		         r->id ? r->id : "-", r->text);
		for (const char *hint = r->hint; hint && *hint; hint += *hint == '\n') {
			buf_addf(out, "  hint: %.*s\n", (int)strcspn(hint, "\n"), hint);
			hint += strcspn(hint, "\n");
		}
	}
	for (size_t i = 0; i < plan->note_count; i++)
		buf_addf(out, "note %s %s: %s\n", note_kind_word(plan->notes[i].kind),
		         plan->notes[i].id, plan->notes[i].text);
	if (plan->close_bridge)
		buf_adds(out, "close\n");
	if (plan_is_empty(plan))
		buf_adds(out, "empty\n");
}

/* What holds for every plan, whatever the case is about. */
static bool is_sound(const struct plan *plan)
{
	size_t downs = 0, ups = 0, rank = 0;

	for (size_t i = 0; i < plan->step_count; i++) {
		const struct step *s = &plan->steps[i];
		bool down = s->kind == STEP_DOWN, up = s->kind == STEP_UP;
		bool rest = s->kind == STEP_COMPLETE;
		size_t here = up ? 2 : down || rest ? 1 : 0;

		downs += down;
		ups += up;
		if (here < rank || (up && !s->migration))
			return false;
		if (!s->row && !up && s->kind != STEP_ADOPT)
			return false;
		if (s->bridge != (down || rest ? BRIDGE_YES : up ? BRIDGE_IF_REFUSED : BRIDGE_NO))
			return false;
		rank = here;
	}
	return downs == plan->downs && ups == plan->ups;
}

/* The case's name is its folder and the sentence that `expect` begins with. */
static void run_case(const char *folder, const char *name)
{
	struct plan_case c;
	struct buf got = BUF_INIT;
	char *expect, *want;
	struct plan plan;

	plan_case_read(&c, folder);
	expect = plan_case_text(&c, folder, "expect");
	if (c.bad || !expect || strncmp(expect, "# ", 2)) {
		ok(false, arena_printf(&c.arena, "%s: can be read", name));
		goto done;
	}
	plan_make(&plan, &c.arena, &c.input);
	print_plan(&got, &plan);
	want = expect + strcspn(expect, "\n");
	if (*want)
		*want++ = '\0';
	is_str(got.text, want, arena_printf(&c.arena, "%s: %s", name, expect + 2));
	if (!is_sound(&plan))
		ok(false, arena_printf(&c.arena, "%s: a sound plan", name));
done:
	buf_dispose(&got);
	arena_dispose(&c.arena);
}

static int no_dots(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && !strchr(entry->d_name, '.');
}

int main(void)
{
	const char *srcdir = getenv("srcdir");
	struct arena arena = { 0 };
	const char *root = arena_printf(&arena, "%s/tests/plans", srcdir ? srcdir : ".");
	struct dirent **entries = NULL;
	int n = scandir(root, &entries, no_dots, alphasort);

	ok(n >= 40, "there are cases");
	for (int i = 0; i < n; i++) {
		const char *name = entries[i]->d_name;

		run_case(arena_printf(&arena, "%s/%s", root, name), name);
		free(entries[i]);
	}
	free(entries);
	arena_dispose(&arena);
	return done();
}
