/* previewing.c - a run's plan as it is shown before it is carried out. */
#include "cmd/previewing.h"

static void count_documents(struct preview *preview, struct run *run)
{
	struct deployment *d = &run->deployment;

	for (size_t i = 0; i < preview->table_count; i++) {
		struct preview_table *table = &preview->tables[i];
		struct err ignored = ERR_INIT;

		if (d->ops->table_size(d->self, table->name, &table->documents, &ignored))
			table->documents = -1;
	}
}

void previewing_fill(struct preview *out, struct run *run, const struct running *what)
{
	*out = (struct preview){
		.plan = &run->plan, .target = run->target->label,
		.tree = run->tree, .commit = run->commit, .branch = run->branch,
		.is_worktree = !what->revision && !what->tree,
		.ledger_id = run->ledger.ledger_id,
		.revision = run->ledger.ledger_id ? run->ledger.revision : -1,
		.to = what->id, .strict = what->strict, .take_over = what->take_over,
		.half_done = what->half_done,
		.records_lineup = run->records_lineup, .never_push = run->never_push,
	};
	preview_fill(out, run->arena);
	count_documents(out, run);
}
