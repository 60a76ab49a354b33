/* view_sections.c - the migrations of `git cvx status`, by what is the matter with them. */
#include "ui/view_sections.h"

#include "core/error_text.h"
#include "ui/table.h"
#include "ui/view.h"
#include "ui/when.h"

#include <string.h>

struct section {
	enum overview_state state;
	const char *title;
	const char *advice;        /* what to type; NULL: nothing */
	bool for_steps;            /* ... if the plan does something with one of them */
	enum out_tone tone;
	bool past;                 /* what the ledger says of it is worth showing */
};

struct page {
	struct out *out;
	const struct overview *overview;
	struct arena *arena;
	bool leads;                /* a run would go through, and nothing has to come first */
};

/* In its tables now; negative if the deployment doesn't tell. */
static int64_t size_of(const struct page *p, const struct overview_item *item)
{
	int64_t all = 0;

	for (size_t i = 0; i < item->tables->count; i++) {
		const struct preview_table *table =
			preview_table(p->overview->preview, item->tables->items[i]);

		if (!table || table->documents < 0)
			return -1;
		all += table->documents;
	}
	return item->tables->count ? all : -1;
}

static const char *count_text(struct arena *arena, const char *before, int64_t count)
{
	return count < 0 ? NULL
	     : arena_printf(arena, "%s%lld document%s", before, (long long)count,
	                    count == 1 ? "" : "s");
}

/* Those that it has visited, or will. */
static const char *documents_text(const struct page *p, const struct section *section,
                                  const struct overview_item *item)
{
	int64_t done = item->row ? item->row->processed : -1, size = size_of(p, item);
	bool failed = item->state == OVERVIEW_FAILED || item->state == OVERVIEW_UNFINISHED;

	if (!section->past)
		return count_text(p->arena, "", size);
	if (failed && done >= 0 && size >= done)
		return count_text(p->arena, arena_printf(p->arena, "%lld of ", (long long)done), size);
	return count_text(p->arena, "", done);
}

static const char *time_text(struct arena *arena, const struct ledger_row *row)
{
	double when = row && row->completed_at > 0 ? row->completed_at
	            : row ? row->started_at : 0;
	struct buf text = BUF_INIT;
	const char *copy;

	if (when <= 0)
		return NULL;
	when_add(&text, when);
	copy = arena_strdup(arena, text.text);
	buf_dispose(&text);
	return copy;
}

static const char *error_of(struct arena *arena, const struct ledger_row *row)
{
	const char *line;
	size_t len;

	if (!row || !row->error)
		return NULL;
	len = error_line(&line, row->error);
	return arena_strndup(arena, line, len);
}

static void add_row(struct page *p, struct table *table, const struct section *section,
                    const struct overview_item *item)
{
	bool failed = item->state == OVERVIEW_FAILED || item->state == OVERVIEW_UNFINISHED;
	const struct ledger_row *row = section->past ? item->row : NULL;
	const char *description = item->migration ? item->migration->description : NULL;
	struct table_row *r = table_add(table);

	*r = (struct table_row){
		.cells = { item->id, view_names(item->tables, p->arena),
		           documents_text(p, section, item), time_text(p->arena, row),
		           row ? row->branch : description },
		.tones = { section->tone, OUT_PLAIN, OUT_PLAIN, OUT_FAINT, OUT_FAINT },
	};
	if (failed) {
		r->below = error_of(p->arena, item->row);
		if (item->row->direction == DIRECTION_DOWN)
			r->cells[4] = "while it was undone";
	} else if (item->undo && item->reason != REASON_PHANTOM) {
		r->cells[4] = step_reason_text(item->reason);
	}
}

/* Of a state that is told in two sections, one that belongs into the second. */
static bool is_special(const struct overview_item *item)
{
	return (item->state == OVERVIEW_APPLIED && item->undo) ||
	       (item->state == OVERVIEW_PENDING && item->is_stub);
}

static void print_section(struct page *p, const struct section *section, bool special)
{
	struct table table = { .arena = p->arena, .indent = "        " };
	const struct overview *o = p->overview;
	bool acts = false;

	for (size_t i = 0; i < o->count; i++) {
		const struct overview_item *item = &o->items[i];

		if (item->state != section->state || is_special(item) != special)
			continue;
		add_row(p, &table, section, item);
		acts |= item->undo || item->run || item->record;
	}
	if (!table.count)
		return;
	out_result(p->out, "\n");
	view_line(p->out, "%s:", section->title);
	if (acts || !section->for_steps)
		view_advice(p->out, "  ", section->advice);
	table_print(p->out, &table);
}

/* Nobody has to look for the file. */
static const char *mend_advice(struct page *p, enum overview_state state)
{
	const struct overview *o = p->overview;
	const char *what = "the document";

	for (size_t i = 0; i < o->count; i++)
		if (o->items[i].state == state && o->items[i].migration &&
		    o->items[i].row->direction == DIRECTION_UP) {
			what = arena_printf(p->arena, "%s or the document",
			                    o->items[i].migration->file);
			break;
		}
	if (o->production)
		return NULL;
	if (state == OVERVIEW_UNFINISHED)
		return "use \"git cvx continue\" to go on";
	return arena_printf(p->arena, "mend %s\n"
	                    "then use \"git cvx continue\"; or \"git cvx skip\" to leave it as far "
	                    "as it came", what);
}

static const char *when_it_leads(const struct page *p, const char *advice)
{
	return p->leads ? advice : NULL;
}

/* Of those that are edited, by the policy, either all are done again, or none. */
static const char *edited_advice(const struct page *p)
{
	const struct overview *o = p->overview;

	for (size_t i = 0; i < o->count; i++)
		if (o->items[i].state == OVERVIEW_EDITED && o->items[i].undo)
			return when_it_leads(p, "use \"git cvx migrate\" to undo and run them again");
	return o->production ? NULL
	     : "use \"git cvx redo <id>\" to undo the old version and run the new one";
}

void view_sections(struct out *out, const struct overview *o, struct arena *arena)
{
	const struct plan *plan = o->preview->plan;
	struct page p = { out, o, arena, !plan->refusal_count && !o->interrupted &&
		!o->production && !o->counts[OVERVIEW_FAILED] && !o->counts[OVERVIEW_UNFINISHED] };
	const char *to_undo = when_it_leads(&p, "use \"git cvx migrate\" to undo them");
	const char *to_run = when_it_leads(&p, "use \"git cvx migrate\" to run them");
	const char *to_record = when_it_leads(&p, "use \"git cvx migrate\" to record that");
	const struct section sections[] = {
		{ OVERVIEW_FAILED, "Failed", mend_advice(&p, OVERVIEW_FAILED), false, OUT_BAD, true },
		{ OVERVIEW_UNFINISHED, "Not finished", mend_advice(&p, OVERVIEW_UNFINISHED), false,
		  OUT_DOUBTFUL, true },
		{ OVERVIEW_PHANTOM, "Applied, but not on this branch", to_undo, true, OUT_DOUBTFUL,
		  true },
		{ OVERVIEW_PENDING, "To be run", to_run, true, OUT_GOOD, false },
		{ OVERVIEW_EDITED, "Edited after they were applied", edited_advice(&p), false,
		  OUT_DOUBTFUL, true },
		{ OVERVIEW_BY_HAND, "Run or undone by hand, not recorded yet", to_record, true,
		  OUT_DOUBTFUL, true },
		{ OVERVIEW_RETIRED, "Removed from this branch, still applied",
		  o->production ? NULL : "use \"git cvx down <id>\" to undo one", false, OUT_PLAIN,
		  true },
		{ OVERVIEW_FOREIGN, "Marked as foreign, left as they are",
		  o->production ? NULL :
		  "use \"git cvx mark --applied <id>\", or --undone, to change that", false,
		  OUT_PLAIN, true },
	};
	const struct section applied = { OVERVIEW_APPLIED, "Applied", NULL, false, OUT_GOOD, true };
	const struct section replayed = { OVERVIEW_APPLIED, "To be undone and run again",
		when_it_leads(&p, "use \"git cvx migrate\""), true, OUT_DOUBTFUL, true };

	const struct section stubs = { OVERVIEW_PENDING, "Not written yet, so left alone",
		"run once their up does something, or is committed", false, OUT_PLAIN, false };

	for (size_t i = 0; i < sizeof(sections) / sizeof(*sections); i++)
		print_section(&p, &sections[i], false);
	print_section(&p, &replayed, true);
	print_section(&p, &stubs, true);
	if (out->verbose)
		print_section(&p, &applied, false);
}
