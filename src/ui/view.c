/* view.c - lineup and difference as text for people. */
#include "ui/view.h"

#include <string.h>

void view_advice(struct buf *out, const char *indent, const char *advice)
{
	while (advice && *advice) {
		size_t len = strcspn(advice, "\n");

		buf_addf(out, "%s(%.*s)\n", indent, (int)len, advice);
		advice += len + (advice[len] == '\n');
	}
}

static const char *state_text(const struct ledger_row *row)
{
	if (!row)
		return "not run";
	switch (row->status) {
	case ROW_COMPLETED:   return "applied";
	case ROW_ROLLED_BACK: return "undone";
	case ROW_FAILED:      return row->direction == DIRECTION_UP ? "failed" : "undo failed";
	case ROW_RUNNING:     return row->direction == DIRECTION_UP ? "running" : "being undone";
	case ROW_PENDING:     return "not run";
	}
	return "";
}

void view_list(struct buf *out, const struct lineup *lineup, const struct ledger *ledger)
{
	for (size_t i = 0; i < lineup->count; i++) {
		const struct migration *m = &lineup->items[i];

		if (ledger)
			buf_addf(out, "%-12s  ", state_text(ledger_find(ledger, m->id)));
		buf_addf(out, "%s%s", m->id, m->down_path ? "" : "  (no way back)");
		if (m->description && *m->description)
			buf_addf(out, "  %s", m->description);
		buf_addc(out, '\n');
	}
}

static void only_in(struct buf *out, const char *sign, const struct lineup *a,
                    const struct lineup *b)
{
	for (size_t i = 0; i < a->count; i++)
		if (!lineup_find(b, a->items[i].id))
			buf_addf(out, "%s %s\n", sign, a->items[i].id);
}

void view_diff(struct buf *out, const struct lineup *a, const struct lineup *b)
{
	only_in(out, "-", a, b);
	only_in(out, "+", b, a);
	for (size_t i = 0; i < a->count; i++) {
		const struct migration *m = lineup_find(b, a->items[i].id);

		if (m && strcmp(m->source, a->items[i].source))
			buf_addf(out, "~ %s\n", m->id);
	}
}
