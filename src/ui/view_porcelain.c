/* view_porcelain.c - what --porcelain prints of status, plan, list and diff. */
#include "ui/view_porcelain.h"

#include "core/error_text.h"

static const char *yes(bool is)
{
	return is ? "yes" : "no";
}

static void notes(struct porcelain *p, const struct plan *plan)
{
	for (size_t i = 0; i < plan->refusal_count; i++) {
		porcelain_text(p, "refusal");
		porcelain_text(p, refusal_kind_word(plan->refusals[i].kind));
		porcelain_text(p, plan->refusals[i].id);
		porcelain_text(p, plan->refusals[i].text);
		porcelain_end(p);
	}
	for (size_t i = 0; i < plan->note_count; i++) {
		porcelain_text(p, "note");
		porcelain_text(p, note_kind_word(plan->notes[i].kind));
		porcelain_text(p, plan->notes[i].id);
		porcelain_text(p, plan->notes[i].text);
		porcelain_end(p);
	}
}

/* ---- status ------------------------------------------------------------------------ */

static void place(struct porcelain *p, const struct overview *o)
{
	porcelain_header(p, "app", o->app);
	porcelain_header(p, "branch", o->branch);
	porcelain_header(p, "commit", o->commit);
	porcelain_header(p, "url", o->url);
	porcelain_header(p, "name", o->name);
	porcelain_header(p, "environment", o->environment);
	porcelain_header(p, "kind", overview_kind_word(o->kind));
	porcelain_header(p, "paused", o->paused ? "yes" : NULL);
	porcelain_header(p, "in-step", yes(o->in_step));
	porcelain_header(p, "code", o->has_code ? "deployed" : "another");
	porcelain_header(p, "recorded", o->ledger->has_baseline ? "yes"
	              : o->deployed->has_documents ? "no" : "empty");
	porcelain_header(p, "validation", o->deployed->validates ? "on" : "off");
	porcelain_header(p, "unfinished", o->interrupted);
	porcelain_header(p, "running", o->running ? o->running->command : NULL);
	porcelain_header(p, "ended-badly", o->ended_badly ? "yes" : NULL);
	porcelain_header(p, "hooks", o->hooks_gone ? "gone" : NULL);
}

static const char *planned(const struct overview_item *item)
{
	if (item->undo)
		return item->run ? "down,up" : "down";
	return item->run ? "up" : item->record ? "record" : NULL;
}

static void error_field(struct porcelain *p, const struct ledger_row *row)
{
	struct buf text = BUF_INIT;
	const char *line;
	size_t len;

	if (row && row->error && row_is_unfinished(row)) {
		len = error_line(&line, row->error);
		buf_add(&text, line, len);
	}
	porcelain_text(p, text.text);
	buf_dispose(&text);
}

void view_porcelain_status(struct porcelain *p, const struct overview *o)
{
		place(p, o);
	for (size_t i = 0; i < o->count; i++) {
		const struct overview_item *item = &o->items[i];

		porcelain_text(p, "migration");
		porcelain_text(p, overview_state_word(item->state));
		porcelain_text(p, planned(item));
		porcelain_text(p, item->id);
		porcelain_names(p, item->tables);
		porcelain_number(p, item->row ? item->row->processed : -1);
		error_field(p, item->row);
		porcelain_end(p);
	}
	notes(p, o->preview->plan);
}

/* ---- plan -------------------------------------------------------------------------- */

static void pushes(struct porcelain *p, const struct preview *preview, bool last)
{
	for (size_t i = 0; i < preview->push_count; i++) {
		if (preview->pushes[i].last != last)
			continue;
		porcelain_text(p, "push");
		porcelain_text(p, preview->pushes[i].validates ? "on" : "off");
		porcelain_text(p, preview->pushes[i].if_refused ? "if-refused" : "always");
		porcelain_end(p);
	}
}

void view_porcelain_plan(struct porcelain *p, const struct preview *preview)
{
	const struct plan *plan = preview->plan;

		porcelain_header(p, "assumed", preview->assumed);
	porcelain_header(p, "tree", preview->tree);
	porcelain_header(p, "commit", preview->commit);
	porcelain_header(p, "branch", preview->branch);
	porcelain_header(p, "records-lineup", preview->records_lineup ? "yes" : NULL);
	porcelain_header(p, "closes-bridge", plan->close_bridge ? "yes" : NULL);
	pushes(p, preview, false);
	for (size_t i = 0; i < plan->step_count; i++) {
		const struct step *s = &plan->steps[i];

		porcelain_text(p, "step");
		porcelain_text(p, step_kind_word(s->kind));
		porcelain_text(p, s->id);
		porcelain_names(p, &s->tables);
		porcelain_text(p, s->because_of);
		porcelain_text(p, step_reason_text(s->reason));
		porcelain_end(p);
	}
	pushes(p, preview, true);
	for (size_t i = 0; i < preview->table_count; i++) {
		porcelain_text(p, "table");
		porcelain_text(p, preview->tables[i].name);
		porcelain_number(p, preview->tables[i].documents);
		porcelain_end(p);
	}
	notes(p, plan);
}

/* ---- lineups ----------------------------------------------------------------------- */

void view_porcelain_list(struct porcelain *p, const struct record_lineup *list)
{
	const struct lineup *lineup = list->lineup;

		porcelain_header(p, "tree", list->tree);
	porcelain_header(p, "commit", list->commit);
	porcelain_header(p, "branch", list->branch);
	for (size_t i = 0; i < lineup->count; i++) {
		const struct migration *m = &lineup->items[i];

		porcelain_text(p, "migration");
		porcelain_text(p, list->states ? overview_state_word(list->states[i]) : NULL);
		porcelain_text(p, m->down_path ? "reversible" : "irreversible");
		porcelain_text(p, m->id);
		porcelain_names(p, &m->tables);
		porcelain_text(p, m->file);
		porcelain_text(p, m->description);
		porcelain_end(p);
	}
}

void view_porcelain_diff(struct porcelain *p, const struct record_lineup *from,
                    const struct record_lineup *to, const struct changes *changes)
{
		porcelain_header(p, "from", from->tree);
	porcelain_header(p, "to", to->tree);
	for (size_t i = 0; i < changes->count; i++) {
		const struct change *c = &changes->items[i];
		const struct migration *m = c->to ? c->to : c->from;

		porcelain_text(p, "change");
		porcelain_text(p, change_word(c->kind));
		porcelain_text(p, m->id);
		porcelain_names(p, &m->tables);
		porcelain_text(p, m->file);
		porcelain_text(p, m->description);
		porcelain_end(p);
	}
}
