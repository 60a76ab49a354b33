/* preview.c - what a plan entails beside its steps. */
#include "core/preview.h"

#include <string.h>

static void add_push(struct preview *p, struct preview_push push)
{
	p->pushes[p->push_count++] = push;
}

/* The rules by which a run pushes, as far as they can be told beforehand. */
static void add_pushes(struct preview *p)
{
	const struct plan *plan = p->plan;

	p->push_count = 0;
	if (p->never_push)
		return;
	if (plan->downs || (plan->ups && plan->close_bridge)) {
		add_push(p, (struct preview_push){ .validates = false });
		add_push(p, (struct preview_push){ .last = true, .validates = true });
	} else if (plan->ups) {
		add_push(p, (struct preview_push){ .validates = true });
		add_push(p, (struct preview_push){ .if_refused = true });
		add_push(p, (struct preview_push){ .last = true, .validates = true,
		                                   .if_refused = true });
	} else if (plan->close_bridge) {
		add_push(p, (struct preview_push){ .last = true, .validates = true });
	}
}

const struct preview_table *preview_table(const struct preview *preview, const char *name)
{
	for (size_t i = 0; i < preview->table_count; i++)
		if (!strcmp(preview->tables[i].name, name))
			return &preview->tables[i];
	return NULL;
}

static void add_tables(struct preview *p, struct arena *arena, const struct step *step)
{
	for (size_t i = 0; i < step->tables.count; i++) {
		const char *name = step->tables.items[i];

		if (preview_table(p, name))
			continue;
		p->tables = arena_grow(arena, p->tables, p->table_count, sizeof(*p->tables));
		p->tables[p->table_count++] = (struct preview_table){ name, -1 };
	}
}

void preview_fill(struct preview *preview, struct arena *arena)
{
	const struct plan *plan = preview->plan;

	add_pushes(preview);
	preview->tables = NULL;
	preview->table_count = 0;
	for (size_t i = 0; i < plan->step_count; i++)
		if (plan->steps[i].kind == STEP_UP || plan->steps[i].kind == STEP_DOWN)
			add_tables(preview, arena, &plan->steps[i]);
}
